import {
  type APIApplicationCommandOptionChoice,
  type APIButtonComponent,
  type APIModalInteractionResponseCallbackData,
  ComponentType,
  InteractionResponseType,
  MessageFlags,
  type RawFile,
  type REST,
  type RESTPostAPIInteractionCallbackWithResponseResult,
  Routes,
} from 'discord.js';
import { jobOnButtons } from '#bot/discord/custom-id.ts';
import { REPEATABLE } from '#bot/discord/gateway/give-up-unanswered.ts';
import type { DiscordMessage } from '#bot/discord/panel/panel-message.ts';
import { ORIGINAL } from '#bot/discord/panel/panel-writer.ts';
import type { PanelAddress } from '#bot/domain/job.ts';
import type { Clock } from '#shared/clock.ts';
import { cut } from '#shared/text/cut.ts';

const TOKEN_LIFE_MS = 15 * 60_000;
const CONTENT_CHARS_MAX = 2000;

/** What an interaction is answered by. */
export interface InteractionRef {
  readonly id: string;
  readonly token: string;
  readonly applicationId: string;
  readonly channelId: string;
  readonly createdAt: number;
  /** Of everything that answers it; see PanelAddress. */
  readonly shown?: Pick<PanelAddress, 'reach' | 'language'>;
}

/**
 * The right to answer one interaction. The first answer must come within three seconds; it is remembered which one was
 * given, so that `say` always finds a way. Errors are Discord's own: see `classifyDiscordError`.
 */
export class InteractionReply {
  readonly #asked: InteractionRef;
  readonly #rest: REST;
  readonly #clock: Clock;
  #given: 'nothing' | 'deferred' | 'acknowledged' | 'message' = 'nothing';

  constructor(asked: InteractionRef, { rest, clock }: { readonly rest: REST; readonly clock: Clock }) {
    this.#asked = asked;
    this.#rest = rest;
    this.#clock = clock;
  }

  /** How long ago the member asked, by two clocks that may differ. */
  get ageMs(): number {
    return this.#clock.now() - this.#asked.createdAt;
  }

  /** True after `defer`, until something is shown. */
  get isDeferred(): boolean {
    return this.#given === 'deferred';
  }

  /** Where the message is that answers for all to see; `messageId` as soon as it is known. */
  address(messageId: string = ORIGINAL): PanelAddress {
    return {
      channelId: this.#asked.channelId,
      messageId,
      interactionToken: this.#asked.token,
      tokenExpiresAt: this.#clock.now() + TOKEN_LIFE_MS,
      ...this.#asked.shown,
    };
  }

  /** Shows a message to the whole channel; its id. After `defer` it takes the place of the waiting mark. */
  async show(message: DiscordMessage): Promise<string> {
    if (this.#given === 'deferred') return (await this.#editOriginal(message)).id;
    const body = { type: InteractionResponseType.ChannelMessageWithSource, data: message.body };
    const answer = await this.#callback(body, message.files);
    this.#given = 'message';
    return idIn(answer);
  }

  /** Shows one more message to the whole channel, after the answer; its id. */
  async showMore(message: DiscordMessage): Promise<string> {
    return (await this.#follow(message.body, message.files)).id;
  }

  /** The message that this interaction has been answered with before, and the job on its buttons; null = none is. */
  async shownBefore(): Promise<{ readonly messageId: string; readonly jobId: string | null }> {
    const how = { auth: false, headers: REPEATABLE };
    const answer = (await this.#rest.get(this.#originalRoute(), how)) as { readonly id: string };
    return { messageId: answer.id, jobId: jobOnButtons(answer) };
  }

  /** Shows a message to the member alone; its id. */
  async showPrivately({ body, files }: DiscordMessage): Promise<string> {
    return this.#private({ ...body, flags: body.flags | MessageFlags.Ephemeral }, files);
  }

  /** One sentence for the member alone, whatever was answered before, with buttons if any. */
  async say(sentence: string, buttons: readonly APIButtonComponent[] = []): Promise<void> {
    const content = cut(sentence, CONTENT_CHARS_MAX);
    const components =
      buttons.length === 0 ? {} : { components: [{ type: ComponentType.ActionRow, components: buttons }] };
    await this.#private({ content, ...components, flags: MessageFlags.Ephemeral, allowed_mentions: { parse: [] } }, []);
  }

  /** Buys fifteen minutes; the channel sees that something is coming. */
  async defer(): Promise<void> {
    await this.#callback({ type: InteractionResponseType.DeferredChannelMessageWithSource }, []);
    this.#given = 'deferred';
  }

  /** The button was pressed, and nothing is to be said about it. */
  async acknowledge(): Promise<void> {
    await this.#callback({ type: InteractionResponseType.DeferredMessageUpdate }, []);
    this.#given = 'acknowledged';
  }

  /** Shows a message in the place of the one whose button was pressed. Only as the first answer. */
  async update({ body, files }: DiscordMessage): Promise<void> {
    await this.#callback({ type: InteractionResponseType.UpdateMessage, data: body }, files);
    this.#given = 'message';
  }

  /** After `acknowledge`: shows a message in the place of the one whose button was pressed. */
  async replace(message: DiscordMessage): Promise<void> {
    await this.#editOriginal(message);
  }

  /** Opens a form. Only as the first answer. */
  async openModal(data: APIModalInteractionResponseCallbackData): Promise<void> {
    await this.#callback({ type: InteractionResponseType.Modal, data }, []);
    this.#given = 'message';
  }

  /** Opens the application's Activity for who asked. Only as the first answer. */
  async launch(): Promise<void> {
    await this.#callback({ type: InteractionResponseType.LaunchActivity }, []);
    this.#given = 'message';
  }

  /** Choices for the option that is being typed. */
  async suggest(choices: readonly APIApplicationCommandOptionChoice<string>[]): Promise<void> {
    const type = InteractionResponseType.ApplicationCommandAutocompleteResult;
    await this.#callback({ type, data: { choices } }, []);
    this.#given = 'message';
  }

  async #private(data: Readonly<Record<string, unknown>>, files: readonly RawFile[]): Promise<string> {
    if (this.#given === 'nothing') {
      const answer = await this.#callback({ type: InteractionResponseType.ChannelMessageWithSource, data }, files);
      this.#given = 'message';
      return idIn(answer);
    }
    // What follows a waiting mark directly would replace it, for all to see.
    if (this.#given === 'deferred') await this.#rest.delete(this.#originalRoute(), { auth: false });
    this.#given = 'message';
    return (await this.#follow(data, files)).id;
  }

  async #follow(body: unknown, files: readonly RawFile[]): Promise<{ readonly id: string }> {
    const answer = await this.#rest.post(Routes.webhook(this.#asked.applicationId, this.#asked.token), {
      body,
      files: [...files],
      auth: false,
      query: new URLSearchParams({ wait: 'true' }),
    });
    return answer as { readonly id: string };
  }

  async #editOriginal({ body, files }: DiscordMessage): Promise<{ readonly id: string }> {
    const answer = await this.#rest.patch(this.#originalRoute(), { body, files: [...files], auth: false });
    this.#given = 'message';
    return answer as { readonly id: string };
  }

  async #callback(
    body: Readonly<Record<string, unknown>>,
    files: readonly RawFile[],
  ): Promise<RESTPostAPIInteractionCallbackWithResponseResult> {
    const answer = await this.#rest.post(Routes.interactionCallback(this.#asked.id, this.#asked.token), {
      body,
      files: [...files],
      auth: false,
      query: new URLSearchParams({ with_response: 'true' }),
    });
    return answer as RESTPostAPIInteractionCallbackWithResponseResult;
  }

  #originalRoute() {
    return Routes.webhookMessage(this.#asked.applicationId, this.#asked.token, ORIGINAL);
  }
}

function idIn({ resource, interaction }: RESTPostAPIInteractionCallbackWithResponseResult): string {
  return resource?.message?.id ?? interaction.response_message_id ?? ORIGINAL;
}
