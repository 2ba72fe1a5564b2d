/** Permission bits by name, as far as bots like ours meet them. */
export const PERMISSIONS = {
  Administrator: 1n << 3n,
  ManageChannels: 1n << 4n,
  ManageGuild: 1n << 5n,
  AddReactions: 1n << 6n,
  ViewChannel: 1n << 10n,
  SendMessages: 1n << 11n,
  ManageMessages: 1n << 13n,
  EmbedLinks: 1n << 14n,
  AttachFiles: 1n << 15n,
  ReadMessageHistory: 1n << 16n,
  UseExternalEmojis: 1n << 18n,
  ManageRoles: 1n << 28n,
  UseApplicationCommands: 1n << 31n,
  ManageThreads: 1n << 34n,
  CreatePublicThreads: 1n << 35n,
  CreatePrivateThreads: 1n << 36n,
  SendMessagesInThreads: 1n << 38n,
} as const;

/** A permission's name. */
export type PermissionName = keyof typeof PERMISSIONS;

/** What every member may do when nothing else is said. */
export const EVERYONE: readonly PermissionName[] = [
  'ViewChannel',
  'SendMessages',
  'SendMessagesInThreads',
  'EmbedLinks',
  'AttachFiles',
  'ReadMessageHistory',
  'AddReactions',
  'UseExternalEmojis',
  'UseApplicationCommands',
  'CreatePublicThreads',
];

/** An exception for one role (type 0) or member (type 1) in one channel. */
export interface Overwrite {
  readonly id: string;
  readonly type: 0 | 1;
  readonly allow: bigint;
  readonly deny: bigint;
}

/** The bits of several permissions together. */
export function bitsOf(names: readonly PermissionName[]): bigint {
  return names.reduce((bits, name) => bits | PERMISSIONS[name], 0n);
}

/**
 * What a member may do in a channel, computed as the documentation says: roles together, then the overwrites of
 * @everyone, of the roles, of the member. Administrators may do everything.
 */
export function permissionsIn(place: {
  readonly guildId: string;
  readonly userId: string;
  readonly owner: boolean;
  readonly roles: readonly { readonly id: string; readonly permissions: bigint }[];
  readonly overwrites: readonly Overwrite[];
}): bigint {
  const everything = (1n << 53n) - 1n;
  const base = place.roles.reduce((bits, role) => bits | role.permissions, 0n);
  if (place.owner || base & PERMISSIONS.Administrator) return everything;
  const roleIds = new Set(place.roles.map((role) => role.id));
  const layers = [
    place.overwrites.filter((one) => one.id === place.guildId),
    place.overwrites.filter((one) => one.type === 0 && one.id !== place.guildId && roleIds.has(one.id)),
    place.overwrites.filter((one) => one.type === 1 && one.id === place.userId),
  ];
  return layers.reduce((bits, layer) => {
    const deny = layer.reduce((all, one) => all | one.deny, 0n);
    const allow = layer.reduce((all, one) => all | one.allow, 0n);
    return (bits & ~deny) | allow;
  }, base);
}
