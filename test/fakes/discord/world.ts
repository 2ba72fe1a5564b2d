import type { Clock } from '#shared/clock.ts';
import type { Json, JsonObject } from '#test/fakes/discord/json.ts';
import { type Overwrite, permissionsIn } from '#test/fakes/discord/permissions.ts';

/** Message flags this fake knows. */
export const FLAGS = { suppressEmbeds: 4, ephemeral: 64, loading: 128, componentsV2: 32768 } as const;

/** Gateway intents this fake filters by; 0 means everybody gets the event. */
export const INTENTS = { guilds: 1, messages: 1 << 9, reactions: 1 << 10 } as const;

/** An account, of a person or of the bot. */
export interface UserState {
  readonly id: string;
  readonly name: string;
  readonly bot: boolean;
  /** The language of a person's client; en-US when not given. */
  readonly locale?: string;
}

/** A role of a server. */
export interface RoleState {
  readonly id: string;
  readonly name: string;
  permissions: bigint;
}

/** A person in a server. */
export interface MemberState {
  readonly userId: string;
  readonly guildId: string;
  readonly roleIds: string[];
}

/** A server. */
export interface GuildState {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  /** The language that the server's community prefers. */
  readonly locale: string;
  readonly createdAt: number;
  readonly roles: RoleState[];
  readonly members: Map<string, MemberState>;
  readonly channelIds: string[];
  attachmentSizeLimit: number;
}

/** A text channel. */
export interface ChannelState {
  readonly id: string;
  readonly guildId: string;
  readonly name: string;
  readonly nsfw: boolean;
  overwrites: Overwrite[];
  readonly messageIds: string[];
}

/** A file as it lies on the CDN. */
export interface Attachment {
  readonly id: string;
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
  readonly description: string | null;
  readonly url: string;
  readonly width: number | null;
  readonly height: number | null;
  readonly ephemeral: boolean;
}

/** What a message looked like between two edits. Components and embeds are as the bot sent them. */
export interface MessageVersion {
  /** Milliseconds since 1970 by the fake's clock. */
  readonly at: number;
  readonly content: string;
  readonly embeds: readonly JsonObject[];
  readonly components: readonly JsonObject[];
  readonly flags: number;
  readonly attachments: readonly Attachment[];
}

/** A message with everything it ever was; the last version is what people see. */
export interface MessageState {
  readonly id: string;
  readonly channelId: string;
  readonly guildId: string;
  readonly authorId: string;
  readonly createdAt: number;
  readonly versions: MessageVersion[];
  /** Emoji -> ids of the users who reacted, in order. */
  readonly reactions: Map<string, string[]>;
  /** The one who sees an ephemeral message; null = everybody. */
  readonly visibleTo: string | null;
  /** The interaction it answers. */
  readonly interaction: InteractionState | null;
  readonly referenceId: string | null;
  readonly nonce: string | null;
  deletedAt: number | null;
}

/** What kind of act a person did. */
export type InteractionKind = 'command' | 'component' | 'autocomplete' | 'modal';

/** One interaction and its token. */
export interface InteractionState {
  readonly id: string;
  readonly token: string;
  readonly kind: InteractionKind;
  /** Name of the command, or custom id of the component or modal. */
  readonly name: string;
  readonly userId: string;
  readonly guildId: string;
  readonly channelId: string;
  readonly createdAt: number;
  readonly sizeLimit: number;
  readonly userInstalled: boolean;
  /** Message the clicked component (or the modal's button) is on. */
  readonly sourceId: string | null;
  /** Type of the first callback; null = not yet answered. */
  answered: number | null;
  answeredAt: number | null;
  /** Data of the first callback, as sent. */
  answer: JsonObject;
  originalId: string | null;
  readonly followupIds: string[];
}

/** Something for the gateway to send; `intent` 0 goes to everybody. */
export interface Dispatch {
  readonly name: string;
  readonly intent: number;
  readonly data: JsonObject;
}

/** All that Discord knows. Changed only by the modules of this room. */
export interface World {
  readonly clock: Clock;
  readonly nextId: () => string;
  readonly token: string;
  readonly bot: UserState;
  readonly users: Map<string, UserState>;
  readonly guilds: Map<string, GuildState>;
  readonly channels: Map<string, ChannelState>;
  readonly messages: Map<string, MessageState>;
  /** By token. */
  readonly interactions: Map<string, InteractionState>;
  /** By guild id; '' = everywhere. Each as Discord answers it. */
  readonly commands: Map<string, readonly JsonObject[]>;
  /** By path on the CDN. */
  readonly files: Map<string, Attachment>;
  /** Times of recent edits to messages older than an hour, by channel. */
  readonly oldEdits: Map<string, number[]>;
  readonly watchers: Set<() => void>;
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
    channels: new Map(),
    messages: new Map(),
    interactions: new Map(),
    commands: new Map(),
    files: new Map(),
    oldEdits: new Map(),
    watchers: new Set(),
    origin: '',
    dispatch: () => undefined,
  };
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

/** What a message looks like now. */
export function latest(message: MessageState): MessageVersion {
  return message.versions.at(-1)!;
}

/** What a user may do in a channel. */
export function permissionsOf(world: World, place: { readonly userId: string; readonly channelId: string }): bigint {
  const channel = world.channels.get(place.channelId)!;
  const guild = world.guilds.get(channel.guildId)!;
  const member = guild.members.get(place.userId);
  const roles = guild.roles.filter((role) => role.id === guild.id || member?.roleIds.includes(role.id));
  return permissionsIn({
    guildId: guild.id,
    userId: place.userId,
    owner: guild.ownerId === place.userId,
    roles,
    overwrites: channel.overwrites,
  });
}

/** A name for an emoji as reactions are kept by: the character itself, or name:id. */
export function emojiKey(emoji: Json | undefined): string {
  if (typeof emoji === 'string') return emoji;
  if (typeof emoji !== 'object' || emoji === null || Array.isArray(emoji)) return '';
  const { id, name } = emoji as JsonObject;
  return id ? `${name}:${id}` : String(name ?? '');
}
