import { objectOf, objectsOf } from '#test/fakes/discord/json.ts';
import { refusals } from '#test/fakes/discord/rest/api-error.ts';
import { type Answer, type Call, examine, passAutoMod, type Route } from '#test/fakes/discord/rest/call.ts';
import { isEmoji } from '#test/fakes/discord/rules/text-rules.ts';
import { messagePayload } from '#test/fakes/discord/world/message-payload.ts';
import type { MessageState } from '#test/fakes/discord/world/message-state.ts';
import {
  addReaction,
  clearReactions,
  createMessage,
  deleteMessage,
  editMessage,
  publish,
  removeReaction,
} from '#test/fakes/discord/world/messages.ts';
import { channelPayload, userPayload } from '#test/fakes/discord/world/payloads.ts';
import { CHANNEL_TYPE } from '#test/fakes/discord/world/people-and-places.ts';
import { PERMISSIONS, type PermissionName } from '#test/fakes/discord/world/permissions.ts';
import { permissionsOf } from '#test/fakes/discord/world/world.ts';

const HOUR_MS = 3_600_000;
const REACTIONS_MAX = 20;
/** Edits of messages older than an hour, per channel: 3 in 6 s (read by the community, not in the documentation). */
const OLD_EDITS = { count: 3, windowMs: 6000 };
const MESSAGES = '/channels/{channel_id}/messages';
const MESSAGE = `${MESSAGES}/{message_id}`;
const REACTION = `${MESSAGE}/reactions/{emoji_name}`;

/** What a bot does in channels with its own token. */
export const CHANNEL_ROUTES: readonly Route[] = [
  { method: 'GET', template: '/channels/{channel_id}', auth: 'bot', handle: getChannel },
  { method: 'POST', template: '/channels/{channel_id}/typing', auth: 'bot', handle: showTyping },
  { method: 'GET', template: MESSAGES, auth: 'bot', handle: listMessages },
  { method: 'POST', template: MESSAGES, auth: 'bot', handle: postMessage },
  { method: 'GET', template: MESSAGE, auth: 'bot', handle: getMessage },
  { method: 'PATCH', template: MESSAGE, auth: 'bot', handle: patchMessage },
  { method: 'DELETE', template: MESSAGE, auth: 'bot', handle: removeMessage },
  { method: 'GET', template: REACTION, auth: 'bot', handle: listReactions },
  { method: 'PUT', template: `${REACTION}/@me`, auth: 'bot', handle: react },
  { method: 'DELETE', template: `${REACTION}/@me`, auth: 'bot', handle: unreact },
  { method: 'DELETE', template: `${REACTION}/{user_id}`, auth: 'bot', handle: unreactUser },
  { method: 'DELETE', template: REACTION, auth: 'bot', handle: unreactEmoji },
  { method: 'DELETE', template: `${MESSAGE}/reactions`, auth: 'bot', handle: unreactAll },
];

function getChannel(call: Call): Answer {
  demand(call, []);
  return { status: 200, body: channelPayload(call.world.channels.get(call.params.channel_id!)!) };
}

function showTyping(call: Call): Answer {
  demand(call, ['SendMessages']);
  return { status: 204 };
}

function listMessages(call: Call): Answer {
  demand(call, ['ReadMessageHistory']);
  const limit = Number(call.query.get('limit') ?? 50);
  const channel = call.world.channels.get(call.params.channel_id!)!;
  const messages = channel.messageIds
    .map((id) => call.world.messages.get(id)!)
    .filter((message) => message.visibleTo === null)
    .toReversed()
    .slice(0, limit);
  return { status: 200, body: messages.map((message) => messagePayload(call.world, message)) };
}

function postMessage(call: Call): Answer {
  const { world } = call;
  const body = objectOf(call.body);
  openThread(call);
  demand(call, [
    isThread(call) ? 'SendMessagesInThreads' : 'SendMessages',
    ...(call.files.length > 0 ? (['AttachFiles'] as const) : []),
    ...(objectsOf(body.embeds).length > 0 ? (['EmbedLinks'] as const) : []),
  ]);
  const channelId = call.params.channel_id!;
  examine(call, 'create', { body });
  passAutoMod(call, world.channels.get(channelId)!.guildId);
  const { recipientId } = world.channels.get(channelId)!;
  if (recipientId !== null && world.closedTo.has(recipientId)) throw refusals.cannotSendToUser();
  const same = body.enforce_nonce === true ? sameNonce(call, String(body.nonce)) : undefined;
  if (same) return { status: 200, body: messagePayload(world, same) };
  const referenceId = objectOf(body.message_reference).message_id;
  const message = createMessage(
    world,
    { body, files: call.files },
    { channelId, authorId: world.bot.id, referenceId: typeof referenceId === 'string' ? referenceId : null },
  );
  publish(world, message);
  return { status: 200, body: messagePayload(world, message) };
}

/** The message of the last minutes that carries the same nonce, if any. */
function sameNonce({ world, params }: Call, nonce: string): MessageState | undefined {
  const recent = world.clock.now() - 5 * 60_000;
  return [...world.messages.values()].find(
    (message) => message.channelId === params.channel_id && message.nonce === nonce && message.createdAt > recent,
  );
}

function getMessage(call: Call): Answer {
  demand(call, ['ReadMessageHistory']);
  return { status: 200, body: messagePayload(call.world, visibleMessage(call)) };
}

function patchMessage(call: Call): Answer {
  const { world } = call;
  demand(call, call.files.length > 0 ? ['AttachFiles'] : []);
  const message = visibleMessage(call);
  if (message.authorId !== world.bot.id) throw refusals.notYours();
  mustBeOpen(call);
  const body = objectOf(call.body);
  examine(call, 'edit', { body, before: message });
  passAutoMod(call, message.guildId);
  countOldEdit(call, message);
  editMessage(world, message, { body, files: call.files });
  return { status: 200, body: messagePayload(world, message) };
}

function countOldEdit({ world }: Call, message: MessageState) {
  const now = world.clock.now();
  if (now - message.createdAt <= HOUR_MS) return;
  const recent = (world.oldEdits.get(message.channelId) ?? []).filter((at) => now - at < OLD_EDITS.windowMs);
  if (recent.length >= OLD_EDITS.count) {
    throw refusals.tooOldToEditSoOften((recent[0]! + OLD_EDITS.windowMs - now) / 1000);
  }
  world.oldEdits.set(message.channelId, [...recent, now]);
}

function removeMessage(call: Call): Answer {
  demand(call, []);
  const message = visibleMessage(call);
  if (message.authorId !== call.world.bot.id) demand(call, ['ManageMessages']);
  deleteMessage(call.world, message);
  return { status: 204 };
}

function listReactions(call: Call): Answer {
  demand(call, ['ReadMessageHistory']);
  const userIds = visibleMessage(call).reactions.get(call.params.emoji_name!) ?? [];
  return { status: 200, body: userIds.map((id) => userPayload(call.world.users.get(id)!)) };
}

function react(call: Call): Answer {
  const { world } = call;
  demand(call, ['ReadMessageHistory']);
  const message = visibleMessage(call);
  mustBeOpen(call);
  const emoji = call.params.emoji_name!;
  if (!isEmoji(emoji)) throw refusals.unknownEmoji();
  if (!message.reactions.has(emoji)) {
    demand(call, ['AddReactions']);
    if (message.reactions.size >= REACTIONS_MAX) throw refusals.tooManyReactions();
  }
  addReaction(world, message, { emoji, userId: world.bot.id });
  return { status: 204 };
}

function unreact(call: Call): Answer {
  demand(call, []);
  removeReaction(call.world, visibleMessage(call), { emoji: call.params.emoji_name!, userId: call.world.bot.id });
  return { status: 204 };
}

function unreactUser(call: Call): Answer {
  demand(call, ['ManageMessages']);
  removeReaction(call.world, visibleMessage(call), {
    emoji: call.params.emoji_name!,
    userId: call.params.user_id!,
  });
  return { status: 204 };
}

function unreactEmoji(call: Call): Answer {
  demand(call, ['ManageMessages']);
  clearReactions(call.world, visibleMessage(call), call.params.emoji_name!);
  return { status: 204 };
}

function unreactAll(call: Call): Answer {
  demand(call, ['ManageMessages']);
  clearReactions(call.world, visibleMessage(call));
  return { status: 204 };
}

/** Throws unless the bot sees the channel and may do all of this in it. */
export function demand(call: Call, names: readonly PermissionName[]) {
  const channel = call.world.channels.get(call.params.channel_id!);
  if (!channel) throw refusals.unknownChannel();
  // A bot is in servers and in its own conversations, and in no group.
  const isItsOwn = channel.type === CHANNEL_TYPE.dm;
  if (!isItsOwn && !call.world.guilds.has(channel.guildId)) throw refusals.missingAccess();
  const bits = permissionsOf(call.world, { userId: call.world.bot.id, channelId: channel.id });
  if (!(bits & PERMISSIONS.ViewChannel)) throw refusals.missingAccess();
  if (names.some((name) => !(bits & PERMISSIONS[name]))) throw refusals.missingPermissions();
}

function isThread({ world, params }: Call): boolean {
  return (world.channels.get(params.channel_id!)?.parentId ?? null) !== null;
}

/** A new message opens an archived thread again, unless that is locked. */
function openThread(call: Call) {
  const channel = call.world.channels.get(call.params.channel_id!);
  if (channel?.locked) throw refusals.threadArchived();
  if (channel) channel.archived = false;
}

/** Nothing in an archived thread can be changed. */
function mustBeOpen({ world, params }: Call) {
  if (world.channels.get(params.channel_id!)?.archived) throw refusals.threadArchived();
}

/** The message of the path. Ephemeral ones do not exist for the bot's token. */
function visibleMessage({ world, params }: Call): MessageState {
  const message = world.messages.get(params.message_id!);
  const there = message && message.deletedAt === null && message.channelId === params.channel_id;
  if (!there || message.visibleTo !== null) throw refusals.unknownMessage();
  return message;
}
