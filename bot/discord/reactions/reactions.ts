import { type MessageReaction, type PartialMessageReaction, PermissionFlagsBits, type User } from 'discord.js';
import { JOB_ACTIONS } from '#bot/commands/job-actions.ts';
import { mayShowPictures } from '#bot/discord/gateway/own-rights.ts';
import type { Services } from '#bot/discord/gateway/services.ts';
import { PANEL_REACTIONS } from '#bot/discord/panel/panel-reactions.ts';
import { isOver } from '#bot/discord/panel/panel-state.ts';
import type { JobView, Member, Place } from '#bot/domain/job.ts';
import { failure } from '#bot/text/say.ts';

/** A reaction to one of our panels, free of discord.js. */
export interface Pressed {
  readonly view: JobView;
  readonly member: Member;
  /** Of the panel that was reacted to. */
  readonly messageId: string;
  /** Where it was pressed, which may be a channel that Discord has moved since. */
  readonly place: Place;
  readonly requestKey: string;
  /** The bot may show pictures there. */
  readonly mayShow: boolean;
}

/** What each reaction does: 🔁 for the owner alone, ❌ for the owner and moderators. */
const REACTIONS: ReadonlyMap<string, (pressed: Pressed, services: Services) => Promise<void>> = new Map([
  [PANEL_REACTIONS.reroll, rerollByReaction],
  [PANEL_REACTIONS.remove, removeByReaction],
]);

/** Acts on a reaction if it is one of ours on a panel of ours; anything else is none of our business. */
export async function react(
  { reaction, user, key }: { reaction: MessageReaction | PartialMessageReaction; user: User; key: string },
  services: Services,
): Promise<void> {
  const act = REACTIONS.get(reaction.emoji.name ?? '');
  const { message } = reaction;
  if (!act || user.bot || !message.guildId) return;
  const view = await services.jobs.findByMessage(message.id);
  if (!view || view.job.state.kind === 'deleted') return;
  const place = { platform: 'discord', serverId: message.guildId, channelId: message.channelId } as const;
  const member = memberOf(reaction, user);
  const mayShow = mayShowPictures(message.client, message.channelId);
  await act({ view, member, mayShow, messageId: message.id, place, requestKey: key }, services);
}

async function rerollByReaction({ view, messageId, mayShow, ...asked }: Pressed, services: Services): Promise<void> {
  if (asked.member.id !== view.job.ownerId) return;
  if (!mayShow) throw failure('denied', 'discord.may-not-attach');
  const child = await JOB_ACTIONS.reroll.run(view.job.id, { ...services, ...asked });
  await services.panelSync.repost(child, { replyTo: messageId });
}

async function removeByReaction({ view, ...asked }: Pressed, services: Services): Promise<void> {
  const { member } = asked;
  if (member.id !== view.job.ownerId && !member.isModerator) return;
  const action = isOver(view) ? JOB_ACTIONS.delete : JOB_ACTIONS.cancel;
  await action.run(view.job.id, { ...services, ...asked });
}

/** Discord sends the member along with a reaction, so it is in the cache of discord.js by now. */
function memberOf({ message }: MessageReaction | PartialMessageReaction, user: User): Member {
  const member = message.guild?.members.cache.get(user.id);
  const permissions = member && 'permissionsFor' in message.channel ? message.channel.permissionsFor(member) : null;
  return {
    id: user.id,
    name: member?.displayName ?? user.displayName,
    isModerator: permissions?.has(PermissionFlagsBits.ManageMessages) ?? false,
  };
}
