import type { JsonObject } from '#test/fakes/discord/json.ts';
import {
  CHANNEL_TYPE,
  type ChannelState,
  type GuildState,
  type MemberState,
  type RoleState,
  type UserState,
} from '#test/fakes/discord/world/people-and-places.ts';
import type { World } from '#test/fakes/discord/world/world.ts';

/** A user, with the fields the documentation's schema demands. */
export function userPayload(user: UserState): JsonObject {
  return {
    id: user.id,
    username: user.name.toLowerCase().replaceAll(/[^a-z0-9._]/g, ''),
    global_name: user.bot ? null : user.name,
    discriminator: user.bot ? '0001' : '0',
    avatar: null,
    bot: user.bot,
    public_flags: 0,
    flags: 0,
    primary_guild: null,
  };
}

/** A member of a server, without the user. */
export function memberPayload(member: MemberState): JsonObject {
  return {
    nick: null,
    avatar: null,
    banner: null,
    roles: [...member.roleIds],
    joined_at: '2024-01-01T00:00:00.000000+00:00',
    premium_since: null,
    communication_disabled_until: member.silencedUntil === 0 ? null : new Date(member.silencedUntil).toISOString(),
    pending: false,
    deaf: false,
    mute: false,
    flags: 0,
  };
}

/** A channel; a thread has what threads have. */
export function channelPayload(channel: ChannelState): JsonObject {
  const { parentId, slowModeSeconds } = channel;
  if (parentId !== null) return threadPayload(channel, parentId);
  if (channel.guildId === '') return conversationPayload(channel);
  return {
    id: channel.id,
    type: channel.type,
    guild_id: channel.guildId,
    name: channel.name,
    position: 0,
    flags: 0,
    nsfw: channel.nsfw,
    topic: null,
    parent_id: null,
    rate_limit_per_user: slowModeSeconds,
    last_message_id: channel.messageIds.at(-1) ?? null,
    permission_overwrites: channel.overwrites.map(({ id, type, allow, deny }) => ({
      id,
      type,
      allow: allow.toString(),
      deny: deny.toString(),
    })),
  };
}

/** A conversation outside of servers; who is in it is told to nobody here. */
function conversationPayload({ id, type, name, messageIds }: ChannelState): JsonObject {
  return {
    id,
    type,
    flags: 0,
    last_message_id: messageIds.at(-1) ?? null,
    ...(type === CHANNEL_TYPE.group ? { name } : {}),
  };
}

function threadPayload(thread: ChannelState, parentId: string): JsonObject {
  return {
    id: thread.id,
    type: thread.type,
    guild_id: thread.guildId,
    parent_id: parentId,
    owner_id: thread.id,
    name: thread.name,
    flags: 0,
    rate_limit_per_user: thread.slowModeSeconds,
    last_message_id: thread.messageIds.at(-1) ?? null,
    message_count: thread.messageIds.length,
    member_count: 1,
    total_message_sent: thread.messageIds.length,
    thread_metadata: {
      archived: thread.archived,
      locked: thread.locked,
      auto_archive_duration: 1440,
      archive_timestamp: '2024-01-01T00:00:00.000000+00:00',
      create_timestamp: '2024-01-01T00:00:00.000000+00:00',
    },
  };
}

/** What a server says about a command, or about all of ours where `id` is the application's. */
export function commandPermissionsPayload(
  world: World,
  { guild, id }: { readonly guild: GuildState; readonly id: string },
): JsonObject {
  const permissions = (guild.commandOverrides.get(id) ?? []).map((one) => ({ ...one }));
  return { id, application_id: world.bot.id, guild_id: guild.id, permissions };
}

/** A role; lower positions stand below. */
export function rolePayload(role: RoleState, position: number): JsonObject {
  return {
    id: role.id,
    name: role.name,
    permissions: role.permissions.toString(),
    position,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    managed: false,
    mentionable: false,
    flags: 0,
  };
}

function channelsOf(world: World, guild: GuildState, which: (channel: ChannelState) => boolean): JsonObject[] {
  return guild.channelIds
    .map((id) => world.channels.get(id)!)
    .filter(which)
    .map(channelPayload);
}

/** A server, as complete as a client needs it. */
export function guildPayload(world: World, guild: GuildState): JsonObject {
  return {
    id: guild.id,
    name: guild.name,
    owner_id: guild.ownerId,
    roles: guild.roles.map(rolePayload),
    channels: channelsOf(world, guild, (channel) => channel.parentId === null),
    threads: channelsOf(world, guild, (channel) => channel.parentId !== null && !channel.archived),
    // Without the intent for members a bot is told of itself alone.
    members: [guild.members.get(world.bot.id)!].map((member) => ({
      ...memberPayload(member),
      user: userPayload(world.bot),
    })),
    member_count: guild.members.size,
    joined_at: new Date(guild.createdAt).toISOString(),
    ...EMPTY_GUILD,
    preferred_locale: guild.locale,
  };
}

const EMPTY_GUILD: JsonObject = {
  emojis: [],
  stickers: [],
  features: [],
  presences: [],
  voice_states: [],
  stage_instances: [],
  guild_scheduled_events: [],
  soundboard_sounds: [],
  icon: null,
  splash: null,
  banner: null,
  discovery_splash: null,
  description: null,
  afk_channel_id: null,
  afk_timeout: 300,
  application_id: null,
  system_channel_id: null,
  system_channel_flags: 0,
  rules_channel_id: null,
  public_updates_channel_id: null,
  vanity_url_code: null,
  premium_tier: 0,
  premium_subscription_count: 0,
  premium_progress_bar_enabled: false,
  verification_level: 0,
  default_message_notifications: 1,
  explicit_content_filter: 0,
  mfa_level: 0,
  nsfw_level: 0,
  nsfw: false,
  large: false,
  unavailable: false,
  max_members: 500_000,
  max_video_channel_users: 25,
};
