import { ApplicationCommandPermissionType } from 'discord.js';

/** What a server has said about a command, or about all commands of ours, under Integrations. */
export interface CommandOverride {
  /** Of a role, a member or a channel. The server's own id is everybody, the id before it every channel. */
  readonly id: string;
  readonly type: ApplicationCommandPermissionType;
  readonly permission: boolean;
}

/** Who wants to use a command where. */
export interface CommandUser {
  readonly serverId: string;
  /** Of a thread, the channel that it belongs to. */
  readonly channelId: string;
  readonly memberId: string;
  /** With or without that of everybody, whose id is the server's. */
  readonly roleIds: readonly string[];
}

/**
 * Whether a server's overrides let somebody use a command. The command's own decide before those of the application; of
 * several, what is said of the channel or member before what is said of all; one role that may is enough
 * (support.discord.com, updates to command permissions, 2023). Says nothing of administrators, who may everything.
 */
export function isAllowed(
  { command, application }: Readonly<Record<'command' | 'application', readonly CommandOverride[]>>,
  user: CommandUser,
): boolean {
  const where = channelSays(command, user) ?? channelSays(application, user) ?? true;
  const who = memberSays(command, user) ?? memberSays(application, user) ?? true;
  return where && who;
}

type Said = boolean | undefined;

function channelSays(overrides: readonly CommandOverride[], { serverId, channelId }: CommandUser): Said {
  const everyChannel = String(BigInt(serverId) - 1n);
  return about(overrides, 'Channel', [channelId]) ?? about(overrides, 'Channel', [everyChannel]);
}

function memberSays(overrides: readonly CommandOverride[], { serverId, memberId, roleIds }: CommandUser): Said {
  const own = roleIds.filter((id) => id !== serverId);
  return about(overrides, 'User', [memberId]) ?? about(overrides, 'Role', own) ?? about(overrides, 'Role', [serverId]);
}

function about(
  overrides: readonly CommandOverride[],
  type: keyof typeof ApplicationCommandPermissionType,
  ids: readonly string[],
): Said {
  const said = overrides.filter((one) => one.type === ApplicationCommandPermissionType[type] && ids.includes(one.id));
  return said.length === 0 ? undefined : said.some(({ permission }) => permission);
}
