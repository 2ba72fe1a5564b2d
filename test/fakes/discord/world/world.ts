import type { Clock } from '#shared/clock.ts';
import type { JsonObject } from '#test/fakes/discord/json.ts';
import type { ActivityState, ConsentState } from '#test/fakes/discord/world/activities.ts';
import type { InteractionState } from '#test/fakes/discord/world/interaction-state.ts';
import type { Attachment, MessageState } from '#test/fakes/discord/world/message-state.ts';
import type { ChannelState, GuildState, UserState } from '#test/fakes/discord/world/people-and-places.ts';
import { bitsOf, EVERYONE, PERMISSIONS, permissionsIn } from '#test/fakes/discord/world/permissions.ts';

/** Message flags this fake knows. */
export const FLAGS = { suppressEmbeds: 4, ephemeral: 64, loading: 128, componentsV2: 32768 } as const;

/** Gateway intents this fake filters by; 0 means everybody gets the event. */
export const INTENTS = {
  guilds: 1,
  messages: 1 << 9,
  reactions: 1 << 10,
  directMessages: 1 << 12,
  directReactions: 1 << 13,
} as const;

/** Something for the gateway to send; `intent` 0 goes to everybody. */
export interface Dispatch {
  readonly name: string;
  readonly intent: number;
  readonly data: JsonObject;
}

/** Which of them Discord gives is not known for sure, so all can be played. */
export type LeftGuildAnswer = 'unknownWebhook' | 'unknownGuild' | 'missingAccess';

/** All that Discord knows. Changed only by the modules of this room. */
export interface World {
  readonly clock: Clock;
  readonly nextId: () => string;
  /** Of the bot; another one after a reset. */
  token: string;
  readonly bot: UserState;
  readonly users: Map<string, UserState>;
  readonly guilds: Map<string, GuildState>;
  /** Servers that the bot is not in. */
  readonly otherGuilds: Map<string, GuildState>;
  readonly channels: Map<string, ChannelState>;
  readonly messages: Map<string, MessageState>;
  /** By token. */
  readonly interactions: Map<string, InteractionState>;
  /** By guild id; '' = everywhere. Each as Discord answers it. */
  readonly commands: Map<string, readonly JsonObject[]>;
  /** By path on the CDN. */
  readonly files: Map<string, Attachment>;
  /** People who take no messages from bots. */
  readonly closedTo: Set<string>;
  /** Times of recent edits to messages older than an hour, by channel. */
  readonly oldEdits: Map<string, number[]>;
  /** Forms as a phone first showed them, by member and custom id. */
  readonly phoneForms: Map<string, JsonObject>;
  /** What tokens of interactions get in servers that took the bot out; nothing when they go on working. */
  readonly leftGuilds: Map<string, LeftGuildAnswer>;
  /** By instance. */
  readonly activities: Map<string, ActivityState>;
  readonly codes: Map<string, ConsentState>;
  /** Who gave the application which token. */
  readonly bearers: Map<string, string>;
  /** Of the application, for the exchange of codes. */
  readonly clientSecret: string;
  readonly watchers: Set<() => void>;
  /** What `session_start_limit` says is left of the day's starts. */
  startsLeft: number;
  /** Connections that Discord advises. */
  shardsAdvised: number;
  /** Sessions that may be begun at once. */
  startsAtOnce: number;
  /** Where REST, gateway and CDN listen: http://127.0.0.1:PORT. */
  origin: string;
  /** Sends to every gateway session; the gateway puts itself here when it opens. */
  dispatch: (event: Dispatch) => void;
}

/** A new world with only the bot in it. */
export function createWorld(clock: Clock): World {
  const nextId = snowflakes(clock);
  const bot: UserState = { id: nextId(), name: 'Easel', bot: true };
  return {
    clock,
    nextId,
    token: `${Buffer.from(bot.id).toString('base64url')}.Fake00.only-the-fake-knows-this-token-00000000`,
    bot,
    users: new Map([[bot.id, bot]]),
    guilds: new Map(),
    otherGuilds: new Map(),
    channels: new Map(),
    messages: new Map(),
    interactions: new Map(),
    commands: new Map(),
    files: new Map(),
    closedTo: new Set(),
    oldEdits: new Map(),
    phoneForms: new Map(),
    leftGuilds: new Map(),
    activities: new Map(),
    codes: new Map(),
    bearers: new Map(),
    clientSecret: 'only-the-fake-knows-this-secret',
    watchers: new Set(),
    startsLeft: 999,
    shardsAdvised: 1,
    startsAtOnce: 1,
    origin: '',
    dispatch: () => undefined,
  };
}

/** Gives the bot another token; the old one is worth nothing from now on. */
export function resetToken(world: World): void {
  world.token = `${world.token.split('.')[0]}.Reset0.${world.nextId().padStart(40, 'x')}`;
}

/** Ids as Discord makes them: time since 2015 in the upper bits, a counter below. 17–19 digits, always rising. */
export function snowflakes(clock: Clock): () => string {
  const epoch = 1_420_070_400_000;
  const earliest = epoch + 60 * 24 * 3_600_000; // earlier ids would have fewer than 17 digits
  let last = 0n;
  return () => {
    const fresh = BigInt(Math.max(Math.floor(clock.now()), earliest) - epoch) << 22n;
    last = fresh > last ? fresh : last + 1n;
    return last.toString();
  };
}

/** Wakes everybody who waits for a change. */
export function announce(world: World): void {
  for (const watcher of [...world.watchers]) watcher();
}

const WHILE_SILENCED = PERMISSIONS.ViewChannel | PERMISSIONS.ReadMessageHistory;

/** What a user may do in a channel. */
export function permissionsOf(world: World, place: { readonly userId: string; readonly channelId: string }): bigint {
  const channel = world.channels.get(place.channelId)!;
  const ruling = world.channels.get(channel.parentId ?? '') ?? channel;
  const guild = world.guilds.get(channel.guildId) ?? world.otherGuilds.get(channel.guildId);
  if (!guild) return channel.guildId === '' ? bitsOf(EVERYONE) : 0n;
  const member = guild.members.get(place.userId);
  const roles = guild.roles.filter((role) => role.id === guild.id || member?.roleIds.includes(role.id));
  const bits = permissionsIn({
    guildId: guild.id,
    userId: place.userId,
    owner: guild.ownerId === place.userId,
    roles,
    overwrites: ruling.overwrites,
  });
  const isSilenced = (member?.silencedUntil ?? 0) > world.clock.now() && !(bits & PERMISSIONS.Administrator);
  return isSilenced ? bits & WHILE_SILENCED : bits;
}
