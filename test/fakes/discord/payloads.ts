import { attachmentPayload, mediaPayload } from '#test/fakes/discord/attachments.ts';
import type { Json, JsonObject } from '#test/fakes/discord/json.ts';
import { isObject, objectsOf } from '#test/fakes/discord/json.ts';
import type {
  ChannelState,
  GuildState,
  InteractionState,
  MemberState,
  MessageState,
  MessageVersion,
  UserState,
  World,
} from '#test/fakes/discord/world.ts';
import { latest, permissionsOf } from '#test/fakes/discord/world.ts';

/** Interaction types as they go over the wire. */
export const INTERACTION_TYPE = { command: 2, component: 3, autocomplete: 4, modal: 5 } as const;

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
    communication_disabled_until: null,
    pending: false,
    deaf: false,
    mute: false,
    flags: 0,
  };
}

/** A text channel. */
export function channelPayload(channel: ChannelState): JsonObject {
  return {
    id: channel.id,
    type: 0,
    guild_id: channel.guildId,
    name: channel.name,
    position: 0,
    flags: 0,
    nsfw: channel.nsfw,
    topic: null,
    parent_id: null,
    rate_limit_per_user: 0,
    last_message_id: channel.messageIds.at(-1) ?? null,
    permission_overwrites: channel.overwrites.map(({ id, type, allow, deny }) => ({
      id,
      type,
      allow: allow.toString(),
      deny: deny.toString(),
    })),
  };
}

/** A server, as complete as a client needs it. */
export function guildPayload(world: World, guild: GuildState): JsonObject {
  return {
    id: guild.id,
    name: guild.name,
    owner_id: guild.ownerId,
    roles: guild.roles.map((role, position) => ({
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
    })),
    channels: guild.channelIds.map((id) => channelPayload(world.channels.get(id)!)),
    members: [...guild.members.values()].map((member) => ({
      ...memberPayload(member),
      user: userPayload(world.users.get(member.userId)!),
    })),
    member_count: guild.members.size,
    joined_at: new Date(guild.createdAt).toISOString(),
    ...EMPTY_GUILD,
    preferred_locale: guild.locale,
  };
}

/** A message as REST answers it and the gateway sends it. */
export function messagePayload(world: World, message: MessageState): JsonObject {
  const version = latest(message);
  const edited = message.versions.length > 1;
  return {
    id: message.id,
    channel_id: message.channelId,
    type: messageType(message),
    author: userPayload(world.users.get(message.authorId)!),
    content: version.content,
    embeds: version.embeds.map((embed) => embedPayload(world, embed, version)),
    attachments: version.attachments.map(attachmentPayload),
    components: componentsPayload(world, version),
    flags: version.flags,
    timestamp: new Date(message.createdAt).toISOString(),
    edited_timestamp: edited ? new Date(version.at).toISOString() : null,
    mentions: [],
    mention_roles: [],
    mention_everyone: false,
    pinned: false,
    tts: false,
    ...(message.nonce === null ? {} : { nonce: message.nonce }),
    ...(message.reactions.size > 0 ? { reactions: reactionsPayload(world, message) } : {}),
    ...(message.referenceId
      ? {
          message_reference: {
            type: 0,
            message_id: message.referenceId,
            channel_id: message.channelId,
            guild_id: message.guildId,
          },
        }
      : {}),
    ...(message.interaction ? originPayload(world, message.interaction) : {}),
  };
}

function messageType(message: MessageState): number {
  if (message.interaction?.originalId === message.id && message.interaction.kind === 'command') return 20;
  return message.referenceId ? 19 : 0;
}

function originPayload(world: World, interaction: InteractionState): JsonObject {
  const { id, name, kind, guildId, sourceId } = interaction;
  const user = userPayload(world.users.get(interaction.userId)!);
  const own = { id, type: INTERACTION_TYPE[kind], user, authorizing_integration_owners: { '0': guildId } };
  const command = { id, type: 2, user, authorizing_integration_owners: { '0': guildId } };
  const metadata =
    kind === 'component'
      ? { ...own, interacted_message_id: sourceId ?? id }
      : kind === 'modal'
        ? { ...own, triggering_interaction_metadata: command }
        : own;
  return {
    application_id: world.bot.id,
    webhook_id: world.bot.id,
    interaction_metadata: metadata,
    ...(kind === 'command' ? { interaction: { id, type: 2, name, user } } : {}),
  };
}

function reactionsPayload(world: World, message: MessageState): Json[] {
  return [...message.reactions].map(([emoji, userIds]) => ({
    emoji: emojiPayload(emoji),
    count: userIds.length,
    count_details: { burst: 0, normal: userIds.length },
    burst_colors: [],
    me_burst: false,
    me: userIds.includes(world.bot.id),
  }));
}

/** An emoji from its key: a character, or name:id. */
export function emojiPayload(key: string): JsonObject {
  const custom = /^(\w+):(\d{17,19})$/.exec(key);
  return custom ? { id: custom[2]!, name: custom[1]!, animated: false } : { id: null, name: key };
}

function embedPayload(world: World, embed: JsonObject, version: MessageVersion): JsonObject {
  const shown = (part: Json | undefined) =>
    isObject(part) ? mediaPayload(world, part, version.attachments).url : undefined;
  return {
    type: 'rich',
    ...embed,
    ...(embed.image ? { image: { url: shown(embed.image) } } : {}),
    ...(embed.thumbnail ? { thumbnail: { url: shown(embed.thumbnail) } } : {}),
  };
}

/** Components as answered: numbered, media resolved to files, defaults filled in. */
function componentsPayload(world: World, version: MessageVersion): Json[] {
  let counter = 0;
  return version.components.map(payload);

  function payload(component: JsonObject): JsonObject {
    counter += 1;
    const given = Object.fromEntries(Object.entries(component).filter(([, value]) => value !== null));
    const media = (value: Json | undefined) => mediaPayload(world, value, version.attachments);
    const base = { ...given, id: typeof component.id === 'number' && component.id > 0 ? component.id : counter };
    const filled = isObject(component.accessory) ? { ...base, accessory: payload(component.accessory) } : base;
    const whole = component.components
      ? { ...filled, components: objectsOf(component.components).map(payload) }
      : filled;
    switch (component.type) {
      case 11:
        return { description: null, spoiler: false, ...whole, media: media(component.media) };
      case 12:
        return {
          ...whole,
          items: objectsOf(component.items).map((item) => ({
            description: item.description ?? null,
            spoiler: item.spoiler ?? false,
            media: media(item.media),
          })),
        };
      case 13: {
        const file = media(component.file);
        return { name: null, size: null, spoiler: false, ...whole, file };
      }
      case 14:
        return { divider: true, spacing: 1, ...whole };
      case 17:
        return { accent_color: null, spoiler: false, ...whole };
      default:
        return whole;
    }
  }
}

/** An interaction as the gateway delivers it. `data` is the part that depends on its kind. */
export function interactionPayload(world: World, interaction: InteractionState, data: JsonObject): JsonObject {
  const { userId, guildId, channelId } = interaction;
  const channel = world.channels.get(channelId)!;
  const guild = world.guilds.get(guildId)!;
  const member = guild.members.get(userId)!;
  const may = (id: string) => permissionsOf(world, { userId: id, channelId }).toString();
  const source = interaction.sourceId === null ? undefined : world.messages.get(interaction.sourceId);
  return {
    id: interaction.id,
    application_id: world.bot.id,
    type: INTERACTION_TYPE[interaction.kind],
    token: interaction.token,
    version: 1,
    data,
    guild_id: guildId,
    guild: { id: guildId, features: [], locale: guild.locale },
    channel_id: channelId,
    channel: { ...channelPayload(channel), permissions: may(userId) },
    member: { ...memberPayload(member), permissions: may(userId), user: userPayload(world.users.get(userId)!) },
    locale: world.users.get(userId)!.locale ?? 'en-US',
    guild_locale: guild.locale,
    app_permissions: may(world.bot.id),
    entitlements: [],
    authorizing_integration_owners: interaction.userInstalled ? { '1': userId } : { '0': guildId },
    context: 0,
    attachment_size_limit: interaction.sizeLimit,
    ...(source ? { message: messagePayload(world, source) } : {}),
  };
}

const EMPTY_GUILD: JsonObject = {
  emojis: [],
  stickers: [],
  features: [],
  threads: [],
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
