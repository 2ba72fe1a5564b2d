import {
  type AutocompleteInteraction,
  type Client,
  Events,
  type Interaction,
  type MessageReaction,
  type PartialMessageReaction,
  type PartialUser,
  type REST,
  type User,
} from 'discord.js';
import { Answer } from '#bot/discord/answer.ts';
import { BUTTONS } from '#bot/discord/buttons/buttons.ts';
import { submitEdit } from '#bot/discord/buttons/open-edit.ts';
import { callOf } from '#bot/discord/call.ts';
import { COMMANDS } from '#bot/discord/commands/commands.ts';
import { readCustomId } from '#bot/discord/custom-id.ts';
import { loggable, troubleOf } from '#bot/discord/panel/discord-trouble.ts';
import type { PanelDoor } from '#bot/discord/panel/panel-door.ts';
import { sentenceMessage } from '#bot/discord/panel/panel-message.ts';
import { react } from '#bot/discord/reactions.ts';
import type { Rooms } from '#bot/discord/rooms.ts';
import { noticeMarkdown } from '#bot/views/markdown.ts';
import { Failure } from '#shared/failure.ts';

const RESTARTING = 'Easel is restarting. Please ask again in a moment';

/** Brings every event of Discord to the one handler it is for, and every Failure back to who asked. */
export class Router {
  readonly #rooms: Rooms;
  readonly #webhooks: REST;
  readonly #door: PanelDoor;
  readonly #running = new Set<Promise<void>>();
  #stopping = false;

  constructor(options: { readonly rooms: Rooms; readonly webhooks: REST; readonly door: PanelDoor }) {
    this.#rooms = options.rooms;
    this.#webhooks = options.webhooks;
    this.#door = options.door;
  }

  /** Takes interactions and reactions of the client from now on. */
  listen(client: Client): void {
    client.on(Events.InteractionCreate, (interaction) => this.#track(this.#answer(interaction)));
    client.on(Events.MessageReactionAdd, (reaction, user) => this.#track(this.#react(reaction, user)));
  }

  /** Takes nothing new; resolves when everything that was taken has been dealt with. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.allSettled(this.#running);
  }

  #track(work: Promise<void>): void {
    this.#running.add(work);
    void work.finally(() => this.#running.delete(work));
  }

  async #answer(interaction: Interaction): Promise<void> {
    const { rest, clock } = { rest: this.#webhooks, clock: this.#rooms.clock };
    const { id, token, applicationId, channelId, createdTimestamp: createdAt } = interaction;
    const answer = new Answer({ id, token, applicationId, channelId: channelId ?? '', createdAt }, { rest, clock });
    if (interaction.isAutocomplete()) return this.#guard(() => this.#suggest(interaction, answer), noWords);
    await this.#guard(
      () => this.#handle(interaction, answer),
      (sentence) => answer.say(sentence),
    );
  }

  async #handle(interaction: Interaction, answer: Answer): Promise<void> {
    if (this.#stopping) throw new Failure('unavailable', RESTARTING);
    const call = callOf(interaction, { rooms: this.#rooms, answer });
    if (interaction.isChatInputCommand()) {
      const command = COMMANDS.find(({ definition }) => definition.name === interaction.commandName);
      if (!command) throw new Failure('not-found', `There is no command /${interaction.commandName} any more`);
      return command.run(interaction, call);
    }
    if (!interaction.isButton() && !interaction.isModalSubmit()) return;
    const pressed = readCustomId(interaction.customId);
    if (!pressed) throw new Failure('not-found', 'This button is from another version of Easel; please use /imagine');
    if (interaction.isModalSubmit()) return submitEdit(pressed.jobId, { call, fields: interaction.fields });
    return BUTTONS[pressed.action](pressed.jobId, call);
  }

  async #suggest(interaction: AutocompleteInteraction, answer: Answer): Promise<void> {
    const command = COMMANDS.find(({ definition }) => definition.name === interaction.commandName);
    await answer.suggest((await command?.suggest?.(interaction, this.#rooms)) ?? []);
  }

  async #react(reaction: MessageReaction | PartialMessageReaction, user: User | PartialUser): Promise<void> {
    if (this.#stopping || user.partial) return;
    // Gateway events have no id of their own; a press after a press is meant.
    const key = `discord:reaction:${crypto.randomUUID()}`;
    await this.#guard(
      () => react({ reaction, user, key }, this.#rooms),
      async (sentence) => {
        const { id, channelId } = reaction.message;
        await this.#door.post(channelId, sentenceMessage(sentence), { nonce: key.slice(-24), replyTo: id });
      },
    );
  }

  /** The one catch: a Failure becomes a sentence, what is unknown goes to the log with all it has. */
  async #guard(work: () => Promise<void>, say: (sentence: string) => Promise<void>): Promise<void> {
    const { log } = this.#rooms;
    try {
      await work();
    } catch (thrown) {
      const trouble = thrown instanceof Failure ? null : troubleOf(thrown).kind;
      if (trouble === 'expired' || trouble === 'answered') return log.warn({ trouble }, 'answered too late');
      const failure = Failure.from(thrown);
      if (failure.code === 'internal') log.error({ err: loggable(failure.cause ?? failure) }, 'a handler failed');
      await say(noticeMarkdown(sentences(failure.message))).catch((error) =>
        log.warn({ trouble: troubleOf(error).kind }, 'could not say so'),
      );
    }
  }
}

/** A Failure may have several, one on each line, and need not end them. What is in a code block stays as it is. */
function sentences(message: string): string {
  return message.includes('```') ? message : message.replace(/(?<![.!?])$/gm, '.');
}

/** A list of choices that does not come is empty; there is no place for words. */
async function noWords(): Promise<void> {}
