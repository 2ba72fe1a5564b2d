import type { Json, JsonObject } from '#test/fakes/discord/json.ts';
import { isObject, objectsOf } from '#test/fakes/discord/json.ts';
import { attachmentPayload, mediaPayload } from '#test/fakes/discord/world/attachments.ts';
import { emojiPayload } from '#test/fakes/discord/world/emoji.ts';
import { INTERACTION_TYPE, type InteractionState } from '#test/fakes/discord/world/interaction-state.ts';
import { latest, type MessageState, type MessageVersion } from '#test/fakes/discord/world/message-state.ts';
import { userPayload } from '#test/fakes/discord/world/payloads.ts';
import type { World } from '#test/fakes/discord/world/world.ts';

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
    attachments: version.attachments.map((one) => attachmentPayload(world, one)),
    components: componentsPayload(world, version),
    flags: version.flags,
    timestamp: new Date(message.createdAt).toISOString(),
    edited_timestamp: edited ? new Date(version.at).toISOString() : null,
    mentions: message.pings.userIds.flatMap((id) => world.users.get(id) ?? []).map(userPayload),
    mention_roles: [...message.pings.roleIds],
    mention_everyone: message.pings.everyone,
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
            ...(message.guildId === '' ? {} : { guild_id: message.guildId }),
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
  const owners = interaction.userInstalled ? { '1': user.id } : { '0': guildId || '0' };
  const own = { id, type: INTERACTION_TYPE[kind], user, authorizing_integration_owners: owners };
  const command = { id, type: 2, user, authorizing_integration_owners: owners };
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
