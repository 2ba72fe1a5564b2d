import { createBackoff } from '#shared/async/backoff.ts';
import type { Clock } from '#shared/clock.ts';
import type { Log } from '#shared/log.ts';

/** What came of sending a text; what was refused will always be. */
export type SendOutcome = 'sent' | 'refused' | 'failed';

/** Sends one text, once. Never rejects. */
export type Post = (text: string, signal: AbortSignal) => Promise<SendOutcome>;

/** Where short texts for the operator are sent, in order. */
export interface Messenger {
  /** Sends it when what came before is sent; drops the oldest when too many wait. */
  send(text: string): void;
  /** Resolves when everything is sent or given up. */
  idle(): Promise<void>;
}

/** What sending takes. */
export interface MessengerOptions {
  readonly post: Post;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

const WAITING_MAX = 50;
const TRIES = 4;
const ANSWERS_WITHIN_MS = 10_000;
const PAUSES = { firstMs: 1_000, longestMs: 60_000 };

/** Sends one after the other. What is refused for good is given up, everything else tried four times. */
export function createMessenger(options: MessengerOptions): Messenger {
  const waiting: string[] = [];
  let sending: Promise<void> | null = null;
  const sendAll = async () => {
    for (let text = waiting.shift(); text !== undefined; text = waiting.shift()) await sendOne(text, options);
    sending = null;
  };
  return {
    send(text) {
      waiting.push(text);
      if (waiting.length > WAITING_MAX) waiting.shift();
      sending ??= sendAll();
    },
    idle: async () => sending ?? undefined,
  };
}

async function sendOne(text: string, { post, clock, log, signal }: MessengerOptions): Promise<void> {
  const pauses = createBackoff(PAUSES);
  for (let left = TRIES; left > 0; left -= 1) {
    const outcome = await post(text, signal);
    if (outcome === 'sent') return;
    log.warn({ outcome, triesLeft: left - 1 }, 'an alert was not taken');
    if (outcome === 'refused' || left === 1 || !(await pauses.wait(clock, signal))) return;
  }
}

/**
 * Posts `{"content": TEXT}` as JSON, which Discord's webhooks show and others can read; a text pings nobody. The address
 * is a secret, as who knows it can write there: it stands in no log.
 */
export function postTo(url: string): Post {
  return async (content, signal) => {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ content, allowed_mentions: { parse: [] } }),
        redirect: 'error',
        signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWERS_WITHIN_MS)]),
      });
      await response.body?.cancel();
      if (response.ok) return 'sent';
      return response.status >= 400 && response.status < 500 && response.status !== 429 ? 'refused' : 'failed';
    } catch {
      return 'failed'; // what fetch says has the address in it
    }
  };
}
