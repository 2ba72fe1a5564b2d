import type { CommandOverride } from '#test/fakes/discord/world/command-overrides.ts';
import type { Overwrite } from '#test/fakes/discord/world/permissions.ts';

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
  /** Timed out until then; 0 = not. */
  silencedUntil: number;
  /** When they last wrote, by channel: for slow mode. */
  readonly wroteAt: Map<string, number>;
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
  /** What the server says under Integrations, by command id, or by the application's for all of its commands. */
  /** Words that AutoMod blocks messages for. */
  blockedWords: readonly string[];
  readonly commandOverrides: Map<string, readonly CommandOverride[]>;
}

/** Kinds of channels, as they go over the wire. */
export const CHANNEL_TYPE = { text: 0, dm: 1, group: 3, thread: 11, privateThread: 12, forum: 15 } as const;

/** A place for messages, or a forum of such places. */
export interface ChannelState {
  readonly id: string;
  readonly type: (typeof CHANNEL_TYPE)[keyof typeof CHANNEL_TYPE];
  /** Empty for conversations outside of servers. */
  readonly guildId: string;
  readonly name: string;
  readonly nsfw: boolean;
  /** Of a thread: the channel that it belongs to, whose overwrites hold for it. */
  readonly parentId: string | null;
  /** Of a conversation with the bot: whose it is. */
  readonly recipientId: string | null;
  /** Of a thread. */
  archived: boolean;
  locked: boolean;
  /** Seconds that a member waits between two messages. */
  slowModeSeconds: number;
  overwrites: Overwrite[];
  readonly messageIds: string[];
}

/** Where commands say that they may be used: 0 servers, 1 conversations with the bot, 2 conversations of others. */
export function contextOf({ type }: ChannelState): 0 | 1 | 2 {
  if (type === CHANNEL_TYPE.dm) return 1;
  return type === CHANNEL_TYPE.group ? 2 : 0;
}
