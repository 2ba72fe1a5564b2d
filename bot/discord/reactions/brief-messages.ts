import type { DiscordMessage } from '#bot/discord/panel/panel-message.ts';
import type { PanelWriter } from '#bot/discord/panel/panel-writer.ts';
import { pause } from '#shared/async/timer.ts';
import type { Clock } from '#shared/clock.ts';
import type { Log } from '#shared/log.ts';

/** Where a message goes for a while. */
export interface BriefPlace {
  readonly channelId: string;
  readonly replyTo?: string;
  /** Posts once. At most 25 characters. */
  readonly nonce: string;
  /** Milliseconds. */
  readonly shownMs: number;
}

/** Messages to a channel that go away by themselves: what reactions come to can be told to nobody alone. */
export class BriefMessages {
  readonly #writer: PanelWriter;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #closing = new AbortController();

  constructor({ writer, clock, log }: { readonly writer: PanelWriter; readonly clock: Clock; readonly log: Log }) {
    this.#writer = writer;
    this.#clock = clock;
    this.#log = log;
  }

  /** Shows it and takes it away again; resolves when it is gone. */
  async show(message: DiscordMessage, { channelId, shownMs, ...how }: BriefPlace): Promise<void> {
    const posted = await this.#writer.post(channelId, message, how);
    if (posted.kind !== 'shown') return this.#log.warn({ error: posted.kind }, 'could not say so');
    await pause(this.#clock, shownMs, this.#closing.signal);
    const address = { channelId, messageId: posted.messageId, interactionToken: null, tokenExpiresAt: 0 };
    const removed = await this.#writer.remove(address);
    if (removed.kind !== 'shown') this.#log.debug({ error: removed.kind }, 'what was said could not be taken away');
  }

  /** Takes away at once what is still shown. */
  close(): void {
    this.#closing.abort();
  }
}
