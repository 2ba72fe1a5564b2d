import {
  type Client,
  Events,
  GatewayDispatchEvents,
  type GatewayMessageReactionAddDispatchData,
  type Interaction,
  type REST,
  type StringSelectMenuInteraction,
} from 'discord.js';
import { type Whereabouts, whereaboutsOf } from '#bot/discord/conversation.ts';
import { type CustomId, readAction, readCustomId } from '#bot/discord/custom-id.ts';
import { submitFix } from '#bot/discord/fix-command.ts';
import { classifyDiscordError, loggable } from '#bot/discord/gateway/discord-error.ts';
import { InteractionReply } from '#bot/discord/gateway/interaction-reply.ts';
import { invocationOf } from '#bot/discord/gateway/invocation.ts';
import type { Services } from '#bot/discord/gateway/services.ts';
import { joinStudio, joinStudioWith, openStudio } from '#bot/discord/open-studio.ts';
import { readPageId } from '#bot/discord/page-id.ts';
import { BriefMessages } from '#bot/discord/reactions/brief-messages.ts';
import { plainEmoji } from '#bot/discord/reactions/plain-emoji.ts';
import { reactionNonce } from '#bot/discord/reactions/reaction-nonce.ts';
import { ReactionRefusals, type RefusedReaction } from '#bot/discord/reactions/reaction-refusals.ts';
import { react } from '#bot/discord/reactions/reactions.ts';
import { STAR, Starboard } from '#bot/discord/reactions/starboard.ts';
import { completeOption, pressButton, runCommand, turnPage } from '#bot/discord/run-command.ts';
import { runMessageCommand } from '#bot/discord/run-message-command.ts';
import { runUserCommand } from '#bot/discord/run-user-command.ts';
import { sentencesMarkdown } from '#bot/discord/sentences.ts';
import { submitEdit, submitPart, submitRegion, submitRemix, submitVariation } from '#bot/discord/submit-forms.ts';
import { submitCaptions, submitTrainFiles } from '#bot/discord/train-draft.ts';
import { type Language, languageOf } from '#bot/text/locale.ts';
import { failure } from '#bot/text/say.ts';
import { Failure } from '#shared/failure.ts';

/** Brings every event of Discord to the one handler it is for, and every Failure back to who asked. */
export class Router {
  readonly #services: Services;
  readonly #webhooks: REST;
  readonly #brief: BriefMessages;
  readonly #refusals: ReactionRefusals;
  #starboard: Starboard | null = null;
  readonly #running = new Set<Promise<void>>();
  #stopping = false;

  constructor(options: { readonly services: Services; readonly webhooks: REST }) {
    this.#services = options.services;
    this.#webhooks = options.webhooks;
    const { writer, clock, log } = options.services;
    this.#brief = new BriefMessages({ writer, clock, log });
    this.#refusals = new ReactionRefusals({ brief: this.#brief, clock });
  }

  /** Takes interactions and reactions of the client from now on. */
  listen(client: Client): void {
    client.on(Events.InteractionCreate, (interaction) => this.#track(this.#answer(interaction)));
    client.ws.on(GatewayDispatchEvents.MessageReactionAdd, (event: GatewayMessageReactionAddDispatchData) =>
      this.#track(this.#react(event, client)),
    );
    this.#starboard = new Starboard(this.#services, client);
    for (const name of STAR_EVENTS) client.ws.on(name, (event: StarEvent) => this.#track(this.#star(event)));
  }

  /** Keeps what pictures are shown beside their panels true, until the signal. */
  async follow(signal: AbortSignal): Promise<void> {
    await this.#starboard?.followDeletions(signal).catch((error) => {
      if (!signal.aborted) this.#services.log.error({ err: error }, 'the starboard is not kept any more');
    });
  }

  /** Takes nothing new; resolves when everything that was taken has been dealt with. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#brief.close();
    await Promise.allSettled(this.#running);
  }

  #track(work: Promise<void>): void {
    this.#running.add(work);
    void work.finally(() => this.#running.delete(work));
  }

  async #answer(interaction: Interaction): Promise<void> {
    const { rest, clock } = { rest: this.#webhooks, clock: this.#services.clock };
    const { id, token, applicationId, channelId, createdTimestamp: createdAt } = interaction;
    const shown = shownAs(whereaboutsOf(interaction));
    const answer = new InteractionReply(
      { id, token, applicationId, channelId: channelId ?? '', createdAt, shown },
      { rest, clock },
    );
    const language = languageOf(interaction.locale);
    if (interaction.isAutocomplete()) {
      const complete = () => completeOption(interaction, { services: this.#services, answer });
      return this.#guard(complete, { language, say: noWords });
    }
    await this.#guard(() => this.#handle(interaction, answer), { language, say: (sentence) => answer.say(sentence) });
  }

  async #handle(interaction: Interaction, answer: InteractionReply): Promise<void> {
    if (this.#stopping) throw failure('unavailable', 'ask.restarting');
    const invocation = invocationOf(interaction, { services: this.#services, answer });
    if (interaction.isChatInputCommand()) return runCommand(interaction, invocation);
    if (interaction.isMessageContextMenuCommand()) return runMessageCommand(interaction, invocation);
    if (interaction.isUserContextMenuCommand()) return runUserCommand(interaction, invocation);
    if (interaction.isPrimaryEntryPointCommand()) return openStudio(invocation);
    if (!interaction.isButton() && !interaction.isModalSubmit() && !interaction.isStringSelectMenu()) return;
    const turned = readPageId(interaction.customId);
    if (turned) return turnPage(turned, invocation);
    const pressed = readCustomId(interaction.customId);
    if (!pressed) throw failure('not-found', 'button.old');
    if (interaction.isModalSubmit()) {
      if (pressed.action === 'studio')
        return joinStudioWith(interaction.fields.getTextInputValue('prompt'), invocation);
      const submit = submitted(pressed.action);
      return submit(pressed.jobId, { invocation, fields: interaction.fields, picture: pressed.picture });
    }
    if (pressed.action === 'studio') return joinStudio(pressed.jobId, invocation);
    const what = interaction.isStringSelectMenu() ? chosen(interaction, pressed) : pressed;
    return pressButton(what, { invocation, messageId: interaction.message.id });
  }

  async #star({ emoji, message_id: messageId, channel_id: channelId }: StarEvent): Promise<void> {
    if (this.#stopping || (emoji && plainEmoji(emoji.name) !== STAR)) return;
    const look = async () => this.#starboard?.look({ channelId, messageId });
    await this.#guard(look, { language: 'en', say: noWords });
  }

  async #react(event: GatewayMessageReactionAddDispatchData, client: Client): Promise<void> {
    if (this.#stopping) return;
    const services = this.#services;
    // Gateway events have no id of their own; a press after a press is meant.
    const key = `discord:reaction:${crypto.randomUUID()}`;
    const nonce = reactionNonce(event, services.clock.now());
    await this.#guard(() => react(event, { client, key, nonce, services, brief: this.#brief }), {
      language: services.serverLanguage(event.guild_id ?? ''),
      say: (sentence) => this.#refusals.say(sentence, refusedReaction(event, nonce)),
    });
  }

  /** The one catch: a Failure becomes a sentence, what is unknown goes to the log with all it has. */
  async #guard(work: () => Promise<void>, { language, say }: Listener): Promise<void> {
    const { log } = this.#services;
    try {
      await work();
    } catch (thrown) {
      const error = thrown instanceof Failure ? null : classifyDiscordError(thrown).kind;
      if (error === 'expired' || error === 'answered') return log.warn({ error }, 'answered too late');
      const refusal = Failure.from(thrown);
      if (refusal.code === 'internal') log.error({ err: loggable(refusal.cause ?? refusal) }, 'a handler failed');
      await say(sentencesMarkdown(refusal.said, language)).catch((error) =>
        log.warn({ error: classifyDiscordError(error).kind }, 'could not say so'),
      );
    }
  }
}

/** Everything after which a message may have more stars, or fewer; those that take all of them name no emoji. */
const STAR_EVENTS = [
  GatewayDispatchEvents.MessageReactionAdd,
  GatewayDispatchEvents.MessageReactionRemove,
  GatewayDispatchEvents.MessageReactionRemoveAll,
  GatewayDispatchEvents.MessageReactionRemoveEmoji,
] as const;

interface StarEvent {
  readonly message_id: string;
  readonly channel_id: string;
  readonly emoji?: { readonly name: string | null };
}

/** What is kept of it with every message. */
function shownAs(where: Whereabouts | null) {
  return { ...(where?.reach && { reach: where.reach }), ...(where?.language && { language: where.language }) };
}

/** What a list under a panel was asked for comes to the same as a button for it. */
function chosen({ values: [value = ''] }: StringSelectMenuInteraction, { jobId }: CustomId): CustomId {
  const action = readAction(value);
  if (!action) throw failure('not-found', 'button.old');
  return { action, jobId };
}

/** What takes the form of a button that opened one. */
function submitted(action: CustomId['action']) {
  if (action === 'fix') return submitFix;
  if (action === 'region') return submitRegion;
  if (action === 'part') return submitPart;
  if (action === 'variation') return submitRemix;
  if (action === 'train-files') return submitTrainFiles;
  if (action === 'train-edit') return submitCaptions;
  return action === 'vary' ? submitVariation : submitEdit;
}

function refusedReaction(event: GatewayMessageReactionAddDispatchData, nonce: string): RefusedReaction {
  const { user_id: memberId, channel_id: channelId, message_id: messageId } = event;
  return { memberId, channelId, messageId, nonce };
}

/** Who is told why something did not work. */
interface Listener {
  readonly language: Language;
  readonly say: (markdown: string) => Promise<void>;
}

/** A list of choices that does not come is empty; there is no place for words. */
async function noWords(): Promise<void> {}
