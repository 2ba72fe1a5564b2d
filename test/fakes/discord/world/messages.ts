import { type JsonObject, numberOf, objectsOf, stringOf } from '#test/fakes/discord/json.ts';
import { attachmentsAfter, type UploadedFile } from '#test/fakes/discord/world/attachments.ts';
import { emojiPayload } from '#test/fakes/discord/world/emoji.ts';
import type { InteractionState } from '#test/fakes/discord/world/interaction-state.ts';
import { messagePayload } from '#test/fakes/discord/world/message-payload.ts';
import { latest, type MessageState } from '#test/fakes/discord/world/message-state.ts';
import { memberPayload, userPayload } from '#test/fakes/discord/world/payloads.ts';
import { pingsOf } from '#test/fakes/discord/world/pings.ts';
import { announce, FLAGS, INTENTS, type World } from '#test/fakes/discord/world/world.ts';

/** What a request says about a message: its body and the files that came with it. */
export interface Content {
  readonly body: JsonObject;
  readonly files: readonly UploadedFile[];
}

/** Puts a message into a channel and tells the gateway. */
export function createMessage(
  world: World,
  content: Content,
  about: {
    readonly channelId: string;
    readonly authorId: string;
    readonly interaction?: InteractionState;
    readonly referenceId?: string | null;
    /** Added to the flags of the body. */
    readonly flags?: number;
  },
): MessageState {
  const channel = world.channels.get(about.channelId)!;
  const { body, files } = content;
  const flags = numberOf(body.flags) | (about.flags ?? 0);
  const ephemeral = (flags & FLAGS.ephemeral) !== 0;
  const now = world.clock.now();
  const message: MessageState = {
    id: world.nextId(),
    channelId: channel.id,
    guildId: channel.guildId,
    authorId: about.authorId,
    createdAt: now,
    versions: [],
    reactions: new Map(),
    visibleTo: ephemeral && about.interaction ? about.interaction.userId : null,
    interaction: about.interaction ?? null,
    referenceId: about.referenceId ?? null,
    nonce: body.nonce === undefined || body.nonce === null ? null : String(body.nonce),
    deletedAt: null,
    pings: pingsOf(body, world.messages.get(about.referenceId ?? '')?.authorId ?? null),
  };
  message.versions.push({
    at: now,
    content: stringOf(body.content),
    embeds: objectsOf(body.embeds),
    components: objectsOf(body.components),
    flags,
    attachments: attachmentsAfter(world, { body, files, before: [], channelId: channel.id, ephemeral }),
  });
  world.messages.set(message.id, message);
  channel.messageIds.push(message.id);
  return message;
}

/** Tells the gateway and everybody who waits that a message is new or has changed. */
export function publish(world: World, message: MessageState): void {
  if (message.visibleTo === null) {
    const member = world.guilds.get(message.guildId)?.members.get(message.authorId);
    world.dispatch({
      name: message.versions.length > 1 ? 'MESSAGE_UPDATE' : 'MESSAGE_CREATE',
      intent: message.guildId === '' ? INTENTS.directMessages : INTENTS.messages,
      data: {
        ...messagePayload(world, message),
        ...serverOf(message),
        ...(member ? { member: memberPayload(member) } : {}),
      },
    });
  }
  announce(world);
}

/** Applies an edit: present fields replace, null clears, the loading flag goes, the v2 flag stays for ever. */
export function editMessage(world: World, message: MessageState, { body, files }: Content): void {
  const before = latest(message);
  const flags = numberOf(body.flags);
  message.versions.push({
    at: world.clock.now(),
    content: body.content === undefined ? before.content : stringOf(body.content),
    embeds: body.embeds === undefined ? before.embeds : objectsOf(body.embeds),
    components: body.components === undefined ? before.components : objectsOf(body.components),
    flags: (before.flags & ~FLAGS.loading) | (flags & (FLAGS.componentsV2 | FLAGS.suppressEmbeds)),
    attachments: attachmentsAfter(world, {
      body,
      files,
      before: before.attachments,
      channelId: message.channelId,
      ephemeral: message.visibleTo !== null,
    }),
  });
  publish(world, message);
}

/** Takes a message away; it stays on record as deleted. */
export function deleteMessage(world: World, message: MessageState): void {
  strike(world, message);
  world.dispatch({
    name: 'MESSAGE_DELETE',
    intent: message.guildId === '' ? INTENTS.directMessages : INTENTS.messages,
    data: { id: message.id, channel_id: message.channelId, ...serverOf(message) },
  });
  announce(world);
}

/** Takes messages of one channel away together. */
export function deleteMessages(world: World, messages: readonly MessageState[]): void {
  for (const message of messages) strike(world, message);
  const [{ channelId, guildId }] = messages as [MessageState];
  const data = { ids: messages.map(({ id }) => id), channel_id: channelId, guild_id: guildId };
  world.dispatch({ name: 'MESSAGE_DELETE_BULK', intent: INTENTS.messages, data });
  announce(world);
}

function serverOf({ guildId }: MessageState): JsonObject {
  return guildId === '' ? {} : { guild_id: guildId };
}

function strike(world: World, message: MessageState) {
  message.deletedAt = world.clock.now();
  const channel = world.channels.get(message.channelId);
  const at = channel?.messageIds.indexOf(message.id) ?? -1;
  if (at >= 0) channel?.messageIds.splice(at, 1);
}

/** Adds a user's reaction; a second one of the same changes nothing. */
export function addReaction(
  world: World,
  message: MessageState,
  { emoji, userId }: { readonly emoji: string; readonly userId: string },
): void {
  const users = message.reactions.get(emoji) ?? [];
  if (users.includes(userId)) return;
  message.reactions.set(emoji, [...users, userId]);
  const member = world.guilds.get(message.guildId)?.members.get(userId);
  world.dispatch({
    name: 'MESSAGE_REACTION_ADD',
    intent: message.guildId === '' ? INTENTS.directReactions : INTENTS.reactions,
    data: {
      ...reactionPayload(message, emoji, userId),
      ...(member ? { member: { ...memberPayload(member), user: userPayload(world.users.get(userId)!) } } : {}),
      message_author_id: message.authorId,
      burst_colors: [],
    },
  });
  announce(world);
}

/** Takes one user's reaction away. */
export function removeReaction(
  world: World,
  message: MessageState,
  { emoji, userId }: { readonly emoji: string; readonly userId: string },
): void {
  const users = message.reactions.get(emoji) ?? [];
  if (!users.includes(userId)) return;
  const rest = users.filter((id) => id !== userId);
  if (rest.length === 0) message.reactions.delete(emoji);
  else message.reactions.set(emoji, rest);
  world.dispatch({
    name: 'MESSAGE_REACTION_REMOVE',
    intent: message.guildId === '' ? INTENTS.directReactions : INTENTS.reactions,
    data: reactionPayload(message, emoji, userId),
  });
  announce(world);
}

/** Takes all reactions away, or all of one emoji. */
export function clearReactions(world: World, message: MessageState, emoji?: string): void {
  if (emoji === undefined) message.reactions.clear();
  else message.reactions.delete(emoji);
  world.dispatch({
    name: emoji === undefined ? 'MESSAGE_REACTION_REMOVE_ALL' : 'MESSAGE_REACTION_REMOVE_EMOJI',
    intent: message.guildId === '' ? INTENTS.directReactions : INTENTS.reactions,
    data: {
      message_id: message.id,
      channel_id: message.channelId,
      guild_id: message.guildId,
      ...(emoji === undefined ? {} : { emoji: emojiPayload(emoji) }),
    },
  });
  announce(world);
}

function reactionPayload(message: MessageState, emoji: string, userId: string): JsonObject {
  return {
    user_id: userId,
    channel_id: message.channelId,
    message_id: message.id,
    ...serverOf(message),
    emoji: emojiPayload(emoji),
    burst: false,
    type: 0,
  };
}
