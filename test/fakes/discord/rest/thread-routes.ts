import { objectOf, stringOf } from '#test/fakes/discord/json.ts';
import { refusals } from '#test/fakes/discord/rest/api-error.ts';
import type { Answer, Call, Route } from '#test/fakes/discord/rest/call.ts';
import { demand } from '#test/fakes/discord/rest/channel-routes.ts';
import { newChannel, tellOfChannel } from '#test/fakes/discord/world/new-channel.ts';
import { channelPayload } from '#test/fakes/discord/world/payloads.ts';
import { CHANNEL_TYPE, type ChannelState } from '#test/fakes/discord/world/people-and-places.ts';
import type { PermissionName } from '#test/fakes/discord/world/permissions.ts';
import { announce } from '#test/fakes/discord/world/world.ts';

const CHANNEL = '/channels/{channel_id}';

/** Threads that a bot opens, and opens again. */
export const THREAD_ROUTES: readonly Route[] = [
  { method: 'POST', template: `${CHANNEL}/messages/{message_id}/threads`, auth: 'bot', handle: openUnderMessage },
  { method: 'POST', template: `${CHANNEL}/threads`, auth: 'bot', handle: openAlone },
  { method: 'PATCH', template: CHANNEL, auth: 'bot', handle: change },
];

/** A thread has the id of the message that it is opened under; a message has one thread. */
function openUnderMessage(call: Call): Answer {
  const { world, params } = call;
  const message = world.messages.get(params.message_id!);
  if (!message || message.deletedAt !== null || message.channelId !== params.channel_id)
    throw refusals.unknownMessage();
  if (world.channels.has(message.id)) throw refusals.threadThere();
  return open(call, { id: message.id, type: CHANNEL_TYPE.thread }, ['CreatePublicThreads', 'ReadMessageHistory']);
}

function openAlone(call: Call): Answer {
  const isPrivate = objectOf(call.body).type === CHANNEL_TYPE.privateThread;
  const type = isPrivate ? CHANNEL_TYPE.privateThread : CHANNEL_TYPE.thread;
  return open(call, { type }, [isPrivate ? 'CreatePrivateThreads' : 'CreatePublicThreads']);
}

/** An archived thread is opened again; one that moderators have locked by who may manage threads. */
function change(call: Call): Answer {
  const thread = call.world.channels.get(call.params.channel_id!);
  demand(call, [thread?.locked ? 'ManageThreads' : 'SendMessagesInThreads']);
  if (thread?.parentId === null || objectOf(call.body).archived !== false) throw refusals.badForm(['archived']);
  thread!.archived = false;
  tellOfChannel(call.world, thread!, 'UPDATE');
  return { status: 200, body: channelPayload(thread!) };
}

function open(call: Call, about: Partial<ChannelState>, rights: readonly PermissionName[]): Answer {
  const { world, params } = call;
  demand(call, rights);
  const { id: parentId, guildId, type } = world.channels.get(params.channel_id!)!;
  const name = stringOf(objectOf(call.body).name);
  if (type !== CHANNEL_TYPE.text || name.length === 0 || name.length > 100) throw refusals.badForm(['name']);
  const thread = newChannel(world, world.guilds.get(guildId)!, { name, parentId, ...about });
  tellOfChannel(world, thread, 'CREATE');
  announce(world);
  return { status: 201, body: channelPayload(thread) };
}
