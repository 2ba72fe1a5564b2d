import { readFileSync } from 'node:fs';
import type { FakeModal } from '#test/fakes/discord/acts/fake-interaction.ts';
import type { FakeDiscord } from '#test/fakes/discord/fake-discord.ts';
import type { MessageState } from '#test/fakes/discord/world/message-state.ts';
import type { ChannelState, GuildState } from '#test/fakes/discord/world/people-and-places.ts';
import type { World } from '#test/fakes/discord/world/world.ts';
import { colourOf } from '#test/fakes/discord-page/avatars.ts';
import { elementScript } from '#test/fakes/discord-page/element-bundle.ts';
import { type Html, html, trusted } from '#test/fakes/discord-page/html.ts';
import { messageHtml, type Viewpoint } from '#test/fakes/discord-page/message-html.ts';
import { modalHtml } from '#test/fakes/discord-page/modal-html.ts';

const GROUP_MS = 7 * 60_000;

/** How a channel is shown. */
export interface PageOptions {
  /** The one who looks: sees their own ephemeral messages and reactions; nobody's when not given. */
  readonly viewer?: { readonly id: string };
  /** Servers and channels at the left, where there is room. */
  readonly sidebar?: boolean;
  /** Only what fits a window, the newest messages at the bottom, rather than all of the channel. */
  readonly window?: boolean;
  /** A modal that is open over the channel; then only a window's height is shown. */
  readonly modal?: FakeModal;
}

/**
 * A channel of the fake as one HTML page that looks like Discord on a dark screen. It needs no network: script, style
 * and pictures are in it. Times are UTC, by the fake's clock.
 */
export async function renderChannelPage(
  discord: Pick<FakeDiscord, 'world'>,
  channel: { readonly id: string },
  options: PageOptions = {},
): Promise<string> {
  const { world } = discord;
  const { viewer, sidebar = false, modal } = options;
  const size = options.window || modal ? 'app window' : 'app';
  const state = world.channels.get(channel.id)!;
  const guild = world.guilds.get(state.guildId)!;
  const view: Viewpoint = { world, now: world.clock.now(), viewerId: viewer?.id ?? null };
  const nameOf = (id: string) => world.users.get(id)?.name;
  const body = html`<div class="${size}">${sidebar && sidebarHtml(world, guild, state)}
    <main><div class="top"><span class="hash">#</span>${state.name}</div>
    <discord-messages no-background>${messagesHtml(state, view)}</discord-messages>
    <div class="composer"><i>+</i>Message #${state.name}</div></main></div>
    ${modal && modalHtml(modal, world.bot, { now: view.now, nameOf })}`;
  return pageHtml(body, { title: `#${state.name}`, script: await elementScript() });
}

function messagesHtml(channel: ChannelState, view: Viewpoint): readonly Html[] {
  const messages = channel.messageIds
    .map((id) => view.world.messages.get(id)!)
    .filter((message) => message.visibleTo === null || message.visibleTo === view.viewerId);
  return messages.map((message, index) =>
    messageHtml(message, view, { follows: index > 0 && continues(messages[index - 1]!, message) }),
  );
}

/** A message shares the header of the one before: same author, soon after, neither answers anything. */
function continues(before: MessageState, message: MessageState): boolean {
  const alone = message.interaction !== null || message.referenceId !== null || before.interaction !== null;
  return !alone && before.authorId === message.authorId && message.createdAt - before.createdAt < GROUP_MS;
}

function sidebarHtml(world: World, guild: GuildState, open: ChannelState): Html {
  const guilds = [...world.guilds.values()].map(
    ({ name }) => html`<b style="background:${colourOf(name)}">${[...name][0]}</b>`,
  );
  const channels = guild.channelIds.map(
    (id) =>
      html`<li class="${id === open.id && 'open'}"><span class="hash"># </span>${world.channels.get(id)!.name}</li>`,
  );
  return html`<nav class="rail">${guilds}</nav><nav class="channels"><h1>${guild.name}</h1><ul>${channels}</ul></nav>`;
}

/** The script runs before the body is read, so that every element has its new look from the start. */
function pageHtml(body: Html, { title, script }: { readonly title: string; readonly script: string }): string {
  const css = readFileSync(new URL('./page.css', import.meta.url), 'utf8');
  return html`<!doctype html><html lang="en"><head><meta charset="utf-8" /><title>${title}</title>
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <style>${trusted(css)}</style><script>${trusted(script)}</script></head><body>${body}</body></html>`.html;
}
