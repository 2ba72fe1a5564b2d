import { objectOf } from '#test/fakes/discord/json.ts';
import { refusals } from '#test/fakes/discord/rest/api-error.ts';
import { type Answer, type Call, examine, passAutoMod, type Route } from '#test/fakes/discord/rest/call.ts';
import { CALLBACK } from '#test/fakes/discord/rest/interaction-routes.ts';
import type { InteractionState } from '#test/fakes/discord/world/interaction-state.ts';
import { messagePayload } from '#test/fakes/discord/world/message-payload.ts';
import { latest, type MessageState } from '#test/fakes/discord/world/message-state.ts';
import { createMessage, deleteMessage, editMessage, publish } from '#test/fakes/discord/world/messages.ts';
import { FLAGS } from '#test/fakes/discord/world/world.ts';

const TOKEN_LIFE_MS = 15 * 60_000;
const FOLLOWUPS_OF_USER_INSTALL = 5;
const WEBHOOK = '/webhooks/{webhook_id}/{webhook_token}';

/** What an interaction's token allows after the first answer. */
export const WEBHOOK_ROUTES: readonly Route[] = [
  { method: 'POST', template: WEBHOOK, auth: 'open', handle: followUp },
  ...['@original', '{message_id}'].flatMap((which): readonly Route[] => {
    const template = `${WEBHOOK}/messages/${which}`;
    return [
      { method: 'GET', template, auth: 'open', handle: getAnswer },
      { method: 'PATCH', template, auth: 'open', handle: editAnswer },
      { method: 'DELETE', template, auth: 'open', handle: deleteAnswer },
    ];
  }),
];

function followUp(call: Call): Answer {
  const { world } = call;
  const interaction = liveInteraction(call);
  const body = objectOf(call.body);
  const loading = loadingOriginal(call, interaction);
  if (loading) return completeLoading(call, loading);
  if (interaction.userInstalled && interaction.followupIds.length >= FOLLOWUPS_OF_USER_INSTALL) {
    throw refusals.badForm([`only ${FOLLOWUPS_OF_USER_INSTALL} followups where the app is installed by a user`]);
  }
  examine(call, 'create', { body, sizeLimit: interaction.sizeLimit });
  passAutoMod(call, interaction.guildId);
  const message = createMessage(
    world,
    { body, files: call.files },
    { channelId: interaction.channelId, authorId: world.bot.id, interaction, referenceId: interaction.originalId },
  );
  interaction.followupIds.push(message.id);
  publish(world, message);
  return call.query.get('wait') === 'true' ? { status: 200, body: messagePayload(world, message) } : { status: 204 };
}

/** Discord's old courtesy: a followup right after a defer becomes the deferred answer. Nobody should lean on it. */
function completeLoading(call: Call, message: MessageState): Answer {
  const body = objectOf(call.body);
  examine(call, 'edit', { body, before: message });
  call.findings.push({
    rule: 18,
    outcome: 'report',
    message: 'a followup right after a defer edits the loading message; edit @original first',
  });
  editMessage(call.world, message, { body, files: call.files });
  return { status: 200, body: messagePayload(call.world, message) };
}

function loadingOriginal({ world }: Call, interaction: InteractionState): MessageState | null {
  const message = world.messages.get(interaction.originalId ?? '');
  const loading = message && message.deletedAt === null && latest(message).flags & FLAGS.loading;
  return loading && interaction.answered === CALLBACK.defer ? message : null;
}

function getAnswer(call: Call): Answer {
  return { status: 200, body: messagePayload(call.world, ownMessage(call, liveInteraction(call))) };
}

function editAnswer(call: Call): Answer {
  const { world } = call;
  const interaction = liveInteraction(call);
  const message = ownMessage(call, interaction);
  const body = objectOf(call.body);
  examine(call, 'edit', { body, before: message, sizeLimit: interaction.sizeLimit });
  passAutoMod(call, interaction.guildId);
  editMessage(world, message, { body, files: call.files });
  return { status: 200, body: messagePayload(world, message) };
}

function deleteAnswer(call: Call): Answer {
  deleteMessage(call.world, ownMessage(call, liveInteraction(call)));
  return { status: 204 };
}

/** The interaction of the path's token, if it was answered and has not expired. */
function liveInteraction({ world, params }: Call): InteractionState {
  const interaction = world.interactions.get(params.webhook_token!);
  if (!interaction || params.webhook_id !== world.bot.id) throw refusals.unknownWebhook();
  if (world.clock.now() - interaction.createdAt >= TOKEN_LIFE_MS) throw refusals.tokenExpired();
  if (interaction.answered === null) throw refusals.unknownWebhook();
  const left = world.leftGuilds.get(interaction.guildId);
  if (left) throw refusals[left]();
  return interaction;
}

/** The message of the path: the original answer, or a followup by id. */
function ownMessage({ world, params }: Call, interaction: InteractionState): MessageState {
  const id = params.message_id ?? interaction.originalId ?? '';
  const message = world.messages.get(id);
  const owned = id === interaction.originalId || interaction.followupIds.includes(id);
  if (!message || !owned || message.deletedAt !== null) throw refusals.unknownMessage();
  return message;
}
