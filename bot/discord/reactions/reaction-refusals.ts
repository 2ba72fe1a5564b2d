import { sentenceMessage } from '#bot/discord/panel/panel-message.ts';
import type { PanelWriter } from '#bot/discord/panel/panel-writer.ts';
import { pause } from '#shared/async/timer.ts';
import type { Clock } from '#shared/clock.ts';
import type { Log } from '#shared/log.ts';

/** A member is told why at most so often, and what was said goes away after this. Milliseconds. */
const SAID_EVERY_MS = 60_000;
const SHOWN_MS = 8000;
/** Members remembered; beyond it the one who was told longest ago is forgotten. */
const MEMBERS_MAX = 1000;

/** A reaction that did nothing: whose, and where. */
export interface RefusedReaction {
  readonly memberId: string;
  readonly channelId: string;
  readonly messageId: string;
  /** Posts once. At most 25 characters. */
  readonly nonce: string;
}

/** Tells why reactions did nothing: nobody can be told so alone, so it is said to the channel, seldom and for a short while. */
export class ReactionRefusals {
  readonly #writer: PanelWriter;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #toldAt = new Map<string, number>();
  readonly #closing = new AbortController();

  constructor({ writer, clock, log }: { readonly writer: PanelWriter; readonly clock: Clock; readonly log: Log }) {
    this.#writer = writer;
    this.#clock = clock;
    this.#log = log;
  }

  /** Shows the sentence under the message and takes it away again; resolves when it is gone. */
  async say(sentence: string, { memberId, channelId, messageId, nonce }: RefusedReaction): Promise<void> {
    if (!this.#mayTell(memberId)) return;
    const posted = await this.#writer.post(channelId, sentenceMessage(sentence), { nonce, replyTo: messageId });
    if (posted.kind !== 'shown') return this.#log.warn({ error: posted.kind }, 'could not say so');
    await pause(this.#clock, SHOWN_MS, this.#closing.signal);
    const address = { channelId, messageId: posted.messageId, interactionToken: null, tokenExpiresAt: 0 };
    const removed = await this.#writer.remove(address);
    if (removed.kind !== 'shown') this.#log.debug({ error: removed.kind }, 'what was said could not be taken away');
  }

  /** Takes away at once what is still shown. */
  close(): void {
    this.#closing.abort();
  }

  #mayTell(memberId: string): boolean {
    const now = this.#clock.now();
    if (now - (this.#toldAt.get(memberId) ?? Number.NEGATIVE_INFINITY) < SAID_EVERY_MS) return false;
    this.#toldAt.delete(memberId);
    this.#toldAt.set(memberId, now);
    const [oldest] = this.#toldAt.keys();
    if (this.#toldAt.size > MEMBERS_MAX && oldest !== undefined) this.#toldAt.delete(oldest);
    return true;
  }
}
