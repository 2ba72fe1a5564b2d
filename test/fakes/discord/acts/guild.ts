import { type OverrideLine, overrideCommand } from '#test/fakes/discord/acts/command-settings.ts';
import { type FakeMessage, viewMessage } from '#test/fakes/discord/acts/fake-message.ts';
import { type FakeMember, memberActor } from '#test/fakes/discord/acts/member.ts';
import { until, type WaitOptions } from '#test/fakes/discord/wait.ts';
import { channelPayload, guildPayload, rolePayload } from '#test/fakes/discord/world/payloads.ts';
import type { ChannelState, GuildState, MemberState, RoleState } from '#test/fakes/discord/world/people-and-places.ts';
import { bitsOf, EVERYONE, type PermissionName } from '#test/fakes/discord/world/permissions.ts';
import { INTENTS, type World } from '#test/fakes/discord/world/world.ts';

/** A text channel with what is in it. */
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
}

/** A server. */
export interface FakeGuild {
  readonly id: string;
  readonly name: string;
  channel(name: string, options?: { readonly nsfw?: boolean }): FakeChannel;
  /** A person of this server; `permissions` come on top of what everybody may do. */
  member(
    name: string,
    options?: {
      readonly permissions?: readonly PermissionName[];
      readonly locale?: string;
      readonly roles?: readonly { readonly id: string }[];
    },
  ): FakeMember;
  /** A role that members can have. */
  role(name: string, permissions?: readonly PermissionName[]): { readonly id: string };
  /** What the server says about a command under Integrations, or about all of them: in place of what it said before. */
  overrideCommand(command: string | 'all', lines: readonly OverrideLine[]): void;
  /** Throws the bot out (GUILD_DELETE). */
  removeBot(): void;
}

/** What a server is founded with. */
export interface GuildOptions {
  readonly name: string;
  /** The language that its community prefers; en-US when not given. */
  readonly locale?: string;
  /** Bytes per uploaded file in interactions; 10 MiB when not given. */
  readonly attachmentSizeLimit?: number;
  /** What the bot may do beside what everybody may; nothing when not given. */
  readonly botPermissions?: readonly PermissionName[];
}

/** Founds a server with the bot in it and tells connected clients (GUILD_CREATE). */
export function foundGuild(world: World, options: GuildOptions): FakeGuild {
  const id = world.nextId();
  const owner = { id: world.nextId(), name: `${options.name} owner`, bot: false };
  world.users.set(owner.id, owner);
  const state: GuildState = {
    id,
    name: options.name,
    ownerId: owner.id,
    locale: options.locale ?? 'en-US',
    createdAt: world.clock.now(),
    roles: [{ id, name: '@everyone', permissions: bitsOf(EVERYONE) }],
    members: new Map(),
    channelIds: [],
    attachmentSizeLimit: options.attachmentSizeLimit ?? 10 * 1024 * 1024,
    commandOverrides: new Map(),
  };
  addMember(world, state, { userId: owner.id, permissions: [] });
  addMember(world, state, { userId: world.bot.id, permissions: options.botPermissions ?? [] });
  world.guilds.set(id, state);
  world.dispatch({ name: 'GUILD_CREATE', intent: INTENTS.guilds, data: guildPayload(world, state) });

  return {
    id,
    name: state.name,
    channel: (name, { nsfw = false } = {}) => openChannel(world, state, { name, nsfw }),
    member(name, { permissions = [], locale = 'en-US', roles = [] } = {}) {
      const user = { id: world.nextId(), name, bot: false, locale };
      world.users.set(user.id, user);
      const member = addMember(world, state, { userId: user.id, permissions });
      member.roleIds.push(...roles.map((role) => role.id));
      return memberActor(world, member);
    },
    role: (name, permissions = []) => addRole(world, state, { name, permissions }),
    overrideCommand: (command, lines) => overrideCommand(world, state, { command, lines }),
    removeBot() {
      world.guilds.delete(id);
      world.commands.delete(id);
      world.dispatch({ name: 'GUILD_DELETE', intent: INTENTS.guilds, data: { id } });
    },
  };
}

function addRole(
  world: World,
  guild: GuildState,
  { name, permissions }: { readonly name: string; readonly permissions: readonly PermissionName[] },
): RoleState {
  const role = { id: world.nextId(), name, permissions: bitsOf(permissions) };
  guild.roles.push(role);
  const data = { guild_id: guild.id, role: rolePayload(role, guild.roles.length - 1) };
  world.dispatch({ name: 'GUILD_ROLE_CREATE', intent: INTENTS.guilds, data });
  return role;
}

function addMember(
  world: World,
  guild: GuildState,
  { userId, permissions }: { readonly userId: string; readonly permissions: readonly PermissionName[] },
): MemberState {
  const roleIds: string[] = [];
  if (permissions.length > 0) roleIds.push(addRole(world, guild, { name: permissions.join(' '), permissions }).id);
  const member: MemberState = { userId, guildId: guild.id, roleIds };
  guild.members.set(userId, member);
  return member;
}

function openChannel(
  world: World,
  guild: GuildState,
  { name, nsfw }: { readonly name: string; readonly nsfw: boolean },
): FakeChannel {
  const id = world.nextId();
  const state: ChannelState = { id, guildId: guild.id, name, nsfw, overwrites: [], messageIds: [] };
  world.channels.set(id, state);
  guild.channelIds.push(id);
  world.dispatch({ name: 'CHANNEL_CREATE', intent: INTENTS.guilds, data: channelPayload(state) });
  const messages = () => state.messageIds.map((one) => viewMessage(world, world.messages.get(one)!));

  return {
    id,
    name,
    guildId: guild.id,
    messages,
    waitFor: (predicate, options = {}) =>
      until(world, () => messages().find(predicate), {
        ...options,
        what: `a message in #${name}`,
        seen: () => JSON.stringify(messages().map((one) => one.text)),
      }),
    denyBot: (deny) => overwrite(world, state, { id: world.bot.id, deny }),
    overwrite: (who, change) => overwrite(world, state, { id: who === 'everyone' ? state.guildId : who.id, ...change }),
  };
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
