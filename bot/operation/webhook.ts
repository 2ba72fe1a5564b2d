import { createBackoff } from '#shared/async/backoff.ts';
import type { Clock } from '#shared/clock.ts';
import type { Log } from '#shared/log.ts';

/** Where short texts for the operator are sent, in order. */
export interface Webhook {
  /** Sends it when what came before is sent; drops the oldest when too many wait. */
  send(text: string): void;
  /** Resolves when everything is sent or given up. */
  idle(): Promise<void>;
}

/** What sending takes. */
export interface WebhookOptions {
  /** A secret: who knows it can write there. It stands in no log. */
  readonly url: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

const WAITING_MAX = 50;
const TRIES = 4;
const ANSWERS_WITHIN_MS = 10_000;
const PAUSES = { firstMs: 1_000, longestMs: 60_000 };

/**
 * Posts `{"content": TEXT}` as JSON, which Discord's webhooks show and others can read; a text pings nobody. What is
 * refused for good is given up, everything else tried four times.
 */
export function createWebhook(options: WebhookOptions): Webhook {
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

async function sendOne(text: string, { url, clock, log, signal }: WebhookOptions): Promise<void> {
  const pauses = createBackoff(PAUSES);
  for (let left = TRIES; left > 0; left -= 1) {
    const outcome = await post(url, text, signal);
    if (outcome === 'sent') return;
    log.warn({ outcome, triesLeft: left - 1 }, 'the alert webhook did not take a message');
    if (outcome === 'refused' || left === 1 || !(await pauses.wait(clock, signal))) return;
  }
}

async function post(url: string, content: string, signal: AbortSignal): Promise<'sent' | 'refused' | 'failed'> {
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
}
