import { channelPayload } from '#test/fakes/discord/world/payloads.ts';
import { CHANNEL_TYPE, type ChannelState, type GuildState } from '#test/fakes/discord/world/people-and-places.ts';
import { INTENTS, type World } from '#test/fakes/discord/world/world.ts';

/** Puts a channel into a server, or a conversation outside of all of them where there is none; nobody is told. */
export function newChannel(
  world: World,
  guild: GuildState | null,
  about: Pick<ChannelState, 'name'> & Partial<ChannelState>,
): ChannelState {
  const rest = { archived: false, locked: false, slowModeSeconds: 0, overwrites: [], messageIds: [] };
  const kind = { type: CHANNEL_TYPE.text, nsfw: false, parentId: null, recipientId: null };
  const state: ChannelState = { id: world.nextId(), guildId: guild?.id ?? '', ...kind, ...rest, ...about };
  world.channels.set(state.id, state);
  guild?.channelIds.push(state.id);
  return state;
}

/** The bot's conversation with a person; made when there is none. */
export function conversationWith(world: World, userId: string): ChannelState {
  const known = [...world.channels.values()].find(({ recipientId }) => recipientId === userId);
  const name = world.users.get(userId)?.name ?? '';
  return known ?? newChannel(world, null, { name, type: CHANNEL_TYPE.dm, recipientId: userId });
}

/** Tells the gateway what became of a channel or thread. */
export function tellOfChannel(world: World, channel: ChannelState, what: 'CREATE' | 'UPDATE' | 'DELETE'): void {
  const name = channel.parentId === null ? `CHANNEL_${what}` : `THREAD_${what}`;
  world.dispatch({ name, intent: INTENTS.guilds, data: channelPayload(channel) });
}
