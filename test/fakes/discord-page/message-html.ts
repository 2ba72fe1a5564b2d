import { textOf } from '#test/fakes/discord/acts/fake-message.ts';
import { latest, type MessageState } from '#test/fakes/discord/world/message-state.ts';
import type { UserState } from '#test/fakes/discord/world/people-and-places.ts';
import { FLAGS, type World } from '#test/fakes/discord/world/world.ts';
import { avatarOf } from '#test/fakes/discord-page/avatars.ts';
import { type ComponentContext, componentHtml } from '#test/fakes/discord-page/components-html.ts';
import { embedHtml } from '#test/fakes/discord-page/embed-html.ts';
import { attribute, type Html, html } from '#test/fakes/discord-page/html.ts';
import { markdown } from '#test/fakes/discord-page/markdown.ts';
import { attachmentsHtml } from '#test/fakes/discord-page/media-html.ts';
import { messageTime } from '#test/fakes/discord-page/timestamps.ts';

/** From whose eyes and when a channel is seen. */
export interface Viewpoint {
  readonly world: World;
  readonly now: number;
  /** Their own reactions are marked; null = nobody's. */
  readonly viewerId: string | null;
}

/** One message with its line above, pictures, components and reactions. `follows`: no header, it continues the last. */
export function messageHtml(message: MessageState, view: Viewpoint, { follows }: { readonly follows: boolean }): Html {
  const { world, now } = view;
  const author = world.users.get(message.authorId)!;
  const version = latest(message);
  const context: ComponentContext = { version, now, nameOf: nameOf(world) };
  const v2 = (version.flags & FLAGS.componentsV2) !== 0;
  const edited = message.versions.filter((one) => !(one.flags & FLAGS.loading)).length > 1;
  const flags = html`${attribute('bot', author.bot)}${attribute('message-body-only', follows)}
    ${attribute('edited', edited && !v2)}${attribute('ephemeral', message.visibleTo !== null)}`;
  return html`<discord-message id="message-${message.id}" author="${author.name}" avatar="${avatarOf(author)}"
    timestamp="${messageTime(message.createdAt, now)}" ${flags}>
    ${lineAbove(message, world)}
    ${version.flags & FLAGS.loading ? thinking(author) : markdown(version.content, context)}
    ${version.attachments.length > 0 && !v2 && attachmentsHtml(version.attachments)}
    ${version.embeds.map((embed) => embedHtml(embed, context))}
    ${version.components.length > 0 && componentsHtml(context, { edited: edited && v2 })}
    ${message.reactions.size > 0 && reactionsHtml(message, view)}
  </discord-message>`;
}

function componentsHtml(context: ComponentContext, { edited }: { readonly edited: boolean }): Html {
  return html`<div slot="components" class="components">
    ${context.version.components.map((one) => componentHtml(one, context))}${edited && html`<span class="edited">(edited)</span>`}
  </div>`;
}

function thinking(author: UserState): Html {
  return html`<span class="thinking"><i></i><i></i><i></i> ${author.name} is thinking…</span>`;
}

/** "Ada used /imagine", or the message this one answers. */
function lineAbove(message: MessageState, world: World): Html | null {
  const { interaction } = message;
  if (interaction?.kind === 'command' && interaction.originalId === message.id) {
    const user = world.users.get(interaction.userId)!;
    return html`<discord-command slot="reply" author="${user.name}" avatar="${avatarOf(user)}" command="${interaction.name}">
    </discord-command>`;
  }
  const answered = world.messages.get(message.referenceId ?? '');
  if (!answered) return null;
  const author = world.users.get(answered.authorId)!;
  const version = latest(answered);
  const text = textOf(version)
    .split('\n')[0]!
    .replaceAll(/[*_#`~|]/g, '')
    .trim();
  const shown =
    answered.deletedAt === null ? text.slice(0, 90) || 'Click to see attachment' : 'Original message was deleted';
  return html`<discord-reply slot="reply" author="${author.name}" avatar="${avatarOf(author)}"
    ${attribute('bot', author.bot)}${attribute('attachment', version.attachments.length > 0)}>${shown}</discord-reply>`;
}

function reactionsHtml(message: MessageState, { viewerId }: Viewpoint): Html {
  const one = ([emoji, userIds]: readonly [string, readonly string[]]) =>
    html`<discord-reaction emoji="${emoji}" name="${emoji}" count="${userIds.length}"
      ${attribute('reacted', viewerId !== null && userIds.includes(viewerId))}></discord-reaction>`;
  return html`<discord-reactions slot="reactions">${[...message.reactions].map(one)}</discord-reactions>`;
}

function nameOf(world: World): (id: string) => string | undefined {
  return (id) => world.users.get(id)?.name ?? world.channels.get(id)?.name;
}
