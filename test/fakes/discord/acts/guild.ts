import { type FakeChannel, openChannel } from '#test/fakes/discord/acts/channel.ts';
import { type OverrideLine, overrideCommand } from '#test/fakes/discord/acts/command-settings.ts';
import { type FakeMember, memberActor } from '#test/fakes/discord/acts/member.ts';
import { deleteMessages } from '#test/fakes/discord/world/messages.ts';
import { guildPayload, rolePayload } from '#test/fakes/discord/world/payloads.ts';
import {
  CHANNEL_TYPE,
  type GuildState,
  type MemberState,
  type RoleState,
} from '#test/fakes/discord/world/people-and-places.ts';
import { bitsOf, EVERYONE, type PermissionName } from '#test/fakes/discord/world/permissions.ts';
import { INTENTS, type LeftGuildAnswer, type World } from '#test/fakes/discord/world/world.ts';

/** A server. */
export interface FakeGuild {
  readonly id: string;
  readonly name: string;
  channel(name: string, options?: { readonly nsfw?: boolean }): FakeChannel;
  /** A channel of threads; members and the bot write in its threads only. */
  forum(name: string): FakeChannel;
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
  /** Times a person out: they may look, and nothing else. Bots without the intent are told by what they next hear of them. */
  timeOut(member: { readonly id: string }, ms: number): void;
  /** Lets AutoMod block messages that hold one of these words; none = no longer. */
  block(words: readonly string[]): void;
  /** Changes a role (GUILD_ROLE_UPDATE). */
  changeRole(role: { readonly id: string }, permissions: readonly PermissionName[]): void;
  /** What the server says about a command under Integrations, or about all of them: in place of what it said before. */
  overrideCommand(command: string | 'all', lines: readonly OverrideLine[]): void;
  /**
   * Throws the bot out (GUILD_DELETE). `told`: false = the bot is not, as when it is away. `tokens`: what those of its
   * interactions get from then on; they go on working when left out.
   */
  removeBot(options?: { readonly told?: boolean; readonly tokens?: LeftGuildAnswer }): void;
  /** Lets the bot in again (GUILD_CREATE). */
  addBot(): void;
  /** Discord loses the server for a while (GUILD_DELETE with `unavailable`), and finds it again (GUILD_CREATE). */
  lose(): void;
  find(): void;
  /** Deletes messages together (MESSAGE_DELETE_BULK), as moderators do by other bots. */
  deleteTogether(messages: readonly { readonly id: string }[]): void;
}

/** What a server is founded with. */
export interface GuildOptions {
  readonly name: string;
  /** The language that its community prefers; en-US when not given. */
  readonly locale?: string;
  /** Bytes per uploaded file in interactions; 10 MiB when not given. */
  readonly attachmentSizeLimit?: number;
  /** The bot is not in it; members may bring it along. */
  readonly withoutBot?: boolean;
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
    blockedWords: [],
  };
  addMember(world, state, { userId: owner.id, permissions: [] });
  if (options.withoutBot) world.otherGuilds.set(id, state);
  else addBot();

  function addBot() {
    addMember(world, state, { userId: world.bot.id, permissions: options.botPermissions ?? [] });
    world.guilds.set(id, state);
    world.dispatch({ name: 'GUILD_CREATE', intent: INTENTS.guilds, data: guildPayload(world, state) });
  }

  return {
    id,
    name: state.name,
    channel: (name, { nsfw = false } = {}) => openChannel(world, state, { name, nsfw }),
    forum: (name) => openChannel(world, state, { name, type: CHANNEL_TYPE.forum }),
    member(name, { permissions = [], locale = 'en-US', roles = [] } = {}) {
      const user = { id: world.nextId(), name, bot: false, locale };
      world.users.set(user.id, user);
      const member = addMember(world, state, { userId: user.id, permissions });
      member.roleIds.push(...roles.map((role) => role.id));
      return memberActor(world, member);
    },
    role: (name, permissions = []) => addRole(world, state, { name, permissions }),
    timeOut(member, ms) {
      state.members.get(member.id)!.silencedUntil = world.clock.now() + ms;
    },
    block(words) {
      state.blockedWords = words;
    },
    changeRole: (role, permissions) => changeRole(world, state, { id: role.id, permissions }),
    overrideCommand: (command, lines) => overrideCommand(world, state, { command, lines }),
    removeBot({ told = true, tokens } = {}) {
      if (tokens) world.leftGuilds.set(id, tokens);
      world.guilds.delete(id);
      world.commands.delete(id);
      if (told) world.dispatch({ name: 'GUILD_DELETE', intent: INTENTS.guilds, data: { id } });
    },
    addBot() {
      world.leftGuilds.delete(id);
      world.guilds.set(id, state);
      world.dispatch({ name: 'GUILD_CREATE', intent: INTENTS.guilds, data: guildPayload(world, state) });
    },
    lose: () => world.dispatch({ name: 'GUILD_DELETE', intent: INTENTS.guilds, data: { id, unavailable: true } }),
    find: () => world.dispatch({ name: 'GUILD_CREATE', intent: INTENTS.guilds, data: guildPayload(world, state) }),
    deleteTogether: (messages) =>
      deleteMessages(
        world,
        messages.map((one) => world.messages.get(one.id)!),
      ),
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

function changeRole(
  world: World,
  guild: GuildState,
  { id, permissions }: { readonly id: string; readonly permissions: readonly PermissionName[] },
) {
  const at = guild.roles.findIndex((role) => role.id === id);
  const role = guild.roles[at]!;
  role.permissions = bitsOf(permissions);
  const data = { guild_id: guild.id, role: rolePayload(role, at) };
  world.dispatch({ name: 'GUILD_ROLE_UPDATE', intent: INTENTS.guilds, data });
}

function addMember(
  world: World,
  guild: GuildState,
  { userId, permissions }: { readonly userId: string; readonly permissions: readonly PermissionName[] },
): MemberState {
  const roleIds: string[] = [];
  if (permissions.length > 0) roleIds.push(addRole(world, guild, { name: permissions.join(' '), permissions }).id);
  const member: MemberState = { userId, guildId: guild.id, roleIds, silencedUntil: 0, wroteAt: new Map() };
  guild.members.set(userId, member);
  return member;
}
