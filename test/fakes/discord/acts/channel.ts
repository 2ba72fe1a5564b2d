import { type FakeMessage, viewMessage } from '#test/fakes/discord/acts/fake-message.ts';
import { until, type WaitOptions } from '#test/fakes/discord/wait.ts';
import { newChannel, tellOfChannel } from '#test/fakes/discord/world/new-channel.ts';
import { channelPayload } from '#test/fakes/discord/world/payloads.ts';
import { CHANNEL_TYPE, type ChannelState, type GuildState } from '#test/fakes/discord/world/people-and-places.ts';
import { bitsOf, type PermissionName } from '#test/fakes/discord/world/permissions.ts';
import { INTENTS, type World } from '#test/fakes/discord/world/world.ts';

/** A text channel, forum or thread with what is in it. */
export interface FakeChannel {
  readonly id: string;
  readonly name: string;
  readonly guildId: string;
  /** All messages that are still there, oldest first; ephemeral ones too (see `ephemeral`). */
  messages(): readonly FakeMessage[];
  /** The first message here, oldest first, that the predicate accepts, now or later. */
  waitFor(predicate: (message: FakeMessage) => boolean, options?: WaitOptions): Promise<FakeMessage>;
  /** Takes permissions from the bot in this channel (CHANNEL_UPDATE); an empty list gives all back. */
  denyBot(permissions: readonly PermissionName[]): void;
  /** Gives and takes permissions in this channel (CHANNEL_UPDATE), in place of what was said about the same person. */
  overwrite(
    who: 'everyone' | { readonly id: string },
    change: { readonly allow?: readonly PermissionName[]; readonly deny?: readonly PermissionName[] },
  ): void;
  /** Opens a thread here (THREAD_CREATE). `told`: the bot is not, as of one that was archived when it connected. */
  thread(name: string, options?: { readonly isPrivate?: boolean; readonly told?: boolean }): FakeChannel;
  /** Puts a thread aside (THREAD_UPDATE); a locked one is opened again by moderators only. */
  archive(options?: { readonly locked?: boolean }): void;
  slowDown(seconds: number): void;
  /** Deletes it with all that is in it (CHANNEL_DELETE, THREAD_DELETE); messages are told of by nobody. */
  remove(): void;
}

/** Opens a channel in a server and tells the gateway (CHANNEL_CREATE). */
export function openChannel(
  world: World,
  guild: GuildState,
  about: Pick<ChannelState, 'name'> & Partial<Pick<ChannelState, 'nsfw' | 'type'>>,
): FakeChannel {
  const state = newChannel(world, guild, about);
  if (world.guilds.has(guild.id)) tellOfChannel(world, state, 'CREATE');
  return viewChannel(world, state);
}

/** Opens a group of people outside of servers, in which bots are not. */
export function openGroup(world: World, name: string): FakeChannel {
  return viewChannel(world, newChannel(world, null, { name, type: CHANNEL_TYPE.group }));
}

/** A channel as people see it. */
export function viewChannel(world: World, state: ChannelState): FakeChannel {
  const { id, name, guildId, parentId } = state;
  const messages = () => state.messageIds.map((one) => viewMessage(world, world.messages.get(one)!));
  const tell = (what: 'UPDATE' | 'DELETE') => tellOfChannel(world, state, what);
  return {
    id,
    name,
    guildId,
    messages,
    waitFor: (predicate, options = {}) =>
      until(world, () => messages().find(predicate), {
        ...options,
        what: `a message in #${name}`,
        seen: () => JSON.stringify(messages().map((one) => one.text)),
      }),
    denyBot: (deny) => overwrite(world, state, { id: world.bot.id, deny }),
    overwrite: (who, change) => overwrite(world, state, { id: who === 'everyone' ? guildId : who.id, ...change }),
    thread(threadName, { isPrivate = false, told = true } = {}) {
      const type = isPrivate ? CHANNEL_TYPE.privateThread : CHANNEL_TYPE.thread;
      const thread = newChannel(world, world.guilds.get(guildId)!, { name: threadName, type, parentId: id });
      if (told) tellOfChannel(world, thread, 'CREATE');
      return viewChannel(world, thread);
    },
    archive({ locked = false } = {}) {
      if (parentId === null) throw new Error(`#${name} is no thread`);
      Object.assign(state, { archived: true, locked });
      tell('UPDATE');
    },
    slowDown(seconds) {
      state.slowModeSeconds = seconds;
      tell('UPDATE');
    },
    remove() {
      removeChannel(world, state);
      tell('DELETE');
    },
  };
}

function removeChannel(world: World, state: ChannelState) {
  const guild = world.guilds.get(state.guildId)!;
  const threads = guild.channelIds.map((id) => world.channels.get(id)!).filter(({ parentId }) => parentId === state.id);
  for (const channel of [state, ...threads]) {
    for (const id of channel.messageIds) world.messages.get(id)!.deletedAt = world.clock.now();
    guild.channelIds.splice(guild.channelIds.indexOf(channel.id), 1);
    world.channels.delete(channel.id);
  }
}

function overwrite(
  world: World,
  channel: ChannelState,
  {
    id,
    allow = [],
    deny = [],
  }: { readonly id: string; readonly allow?: readonly PermissionName[]; readonly deny?: readonly PermissionName[] },
) {
  const type = world.users.has(id) ? 1 : 0;
  const others = channel.overwrites.filter((one) => one.id !== id);
  const said = allow.length + deny.length > 0 ? [{ id, type, allow: bitsOf(allow), deny: bitsOf(deny) } as const] : [];
  channel.overwrites = [...others, ...said];
  world.dispatch({ name: 'CHANNEL_UPDATE', intent: INTENTS.guilds, data: channelPayload(channel) });
}
