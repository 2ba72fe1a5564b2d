import { type JsonObject, numberOf, objectOf } from '#test/fakes/discord/json.ts';
import { refusals } from '#test/fakes/discord/rest/api-error.ts';
import { type Answer, type Call, examine, type Route } from '#test/fakes/discord/rest/call.ts';
import { joinActivity } from '#test/fakes/discord/world/activities.ts';
import { INTERACTION_TYPE, type InteractionState } from '#test/fakes/discord/world/interaction-state.ts';
import { messagePayload } from '#test/fakes/discord/world/message-payload.ts';
import type { MessageState } from '#test/fakes/discord/world/message-state.ts';
import { createMessage, editMessage, publish } from '#test/fakes/discord/world/messages.ts';
import { announce, FLAGS, type World } from '#test/fakes/discord/world/world.ts';

/** Types of the first answer to an interaction. */
export const CALLBACK = { reply: 4, defer: 5, deferUpdate: 6, update: 7, choices: 8, modal: 9, launch: 12 } as const;

const FIRST_ANSWER_MS = 3000;

/** The first answer to an interaction. */
export const CALLBACK_ROUTES: readonly Route[] = [
  {
    method: 'POST',
    template: '/interactions/{interaction_id}/{interaction_token}/callback',
    auth: 'open',
    handle: answerInteraction,
  },
];

function answerInteraction(call: Call): Answer {
  const { world } = call;
  const interaction = openInteraction(call);
  const body = objectOf(call.body);
  const type = numberOf(body.type);
  if (!fits(interaction, type)) throw refusals.badForm([`callback type ${type} does not answer a ${interaction.kind}`]);
  const data = objectOf(body.data);
  const message = effects[type]!(call, interaction, data);
  interaction.answered = type;
  interaction.answeredAt = world.clock.now();
  interaction.answer = data;
  if (message) {
    interaction.originalId = message.id;
    if (type !== CALLBACK.deferUpdate && type !== CALLBACK.update) publish(world, message);
  }
  announce(world);
  if (call.query.get('with_response') !== 'true') return { status: 204 };
  return { status: 200, body: callbackResponse(world, interaction, message) };
}

/** The interaction of the path, if its first answer is still awaited. */
function openInteraction({ world, params }: Call): InteractionState {
  const interaction = world.interactions.get(params.interaction_token!);
  if (!interaction || interaction.id !== params.interaction_id) throw refusals.unknownInteraction();
  if (interaction.answered !== null) throw refusals.acknowledged();
  if (world.clock.now() - interaction.createdAt > FIRST_ANSWER_MS) throw refusals.unknownInteraction();
  return interaction;
}

function fits({ kind, sourceId }: InteractionState, type: number): boolean {
  switch (type) {
    case CALLBACK.reply:
    case CALLBACK.defer:
      return kind !== 'autocomplete';
    case CALLBACK.deferUpdate:
    case CALLBACK.update:
      return sourceId !== null && kind !== 'autocomplete';
    case CALLBACK.choices:
      return kind === 'autocomplete';
    case CALLBACK.modal:
      return kind === 'command' || kind === 'component';
    case CALLBACK.launch:
      return kind !== 'autocomplete';
    default:
      return false;
  }
}

type Effect = (call: Call, interaction: InteractionState, data: JsonObject) => MessageState | null;

const effects: Readonly<Record<number, Effect>> = {
  [CALLBACK.reply]: (call, interaction, data) => {
    examine(call, 'create', { body: data, sizeLimit: interaction.sizeLimit });
    return newMessage(call, interaction, { data, flags: 0 });
  },
  [CALLBACK.defer]: (call, interaction, data) => {
    examine(call, 'defer', { body: data });
    return newMessage(call, interaction, { data, flags: FLAGS.loading });
  },
  [CALLBACK.deferUpdate]: ({ world }, interaction) => sourceOf(world, interaction),
  [CALLBACK.update]: (call, interaction, data) => {
    const message = sourceOf(call.world, interaction);
    examine(call, 'edit', { body: data, before: message, sizeLimit: interaction.sizeLimit });
    editMessage(call.world, message, { body: data, files: call.files });
    return message;
  },
  [CALLBACK.choices]: (call, _interaction, data) => {
    examine(call, 'choices', { body: data });
    return null;
  },
  [CALLBACK.launch]: ({ world }, interaction) => {
    interaction.instanceId = joinActivity(world, interaction).instanceId;
    return null;
  },
  [CALLBACK.modal]: (call, _interaction, data) => {
    examine(call, 'modal', { body: data });
    return null;
  },
};

function newMessage(
  { world, files }: Call,
  interaction: InteractionState,
  { data, flags }: { readonly data: JsonObject; readonly flags: number },
): MessageState {
  return createMessage(
    world,
    { body: data, files },
    { channelId: interaction.channelId, authorId: world.bot.id, interaction, referenceId: interaction.sourceId, flags },
  );
}

function sourceOf(world: World, interaction: InteractionState): MessageState {
  const message = world.messages.get(interaction.sourceId ?? '');
  if (!message || message.deletedAt !== null) throw refusals.unknownMessage();
  return message;
}

function callbackResponse(world: World, interaction: InteractionState, message: MessageState | null): JsonObject {
  const { id, kind, answered, channelId, guildId } = interaction;
  return {
    interaction: {
      id,
      type: INTERACTION_TYPE[kind],
      channel_id: channelId,
      ...(guildId === '' ? {} : { guild_id: guildId }),
      ...(message
        ? {
            response_message_id: message.id,
            response_message_loading: answered === CALLBACK.defer,
            response_message_ephemeral: message.visibleTo !== null,
          }
        : {}),
    },
    ...(message && answered !== CALLBACK.deferUpdate
      ? { resource: { type: answered, message: messagePayload(world, message) } }
      : {}),
  };
}
