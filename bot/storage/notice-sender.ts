import { z } from 'zod';
import type { JobFeed, JobNotice } from '#bot/ports/job-feed.ts';
import { pause } from '#shared/async/timer.ts';
import type { Clock } from '#shared/clock.ts';
import type { Log } from '#shared/log.ts';

/** Notices that wait to be sent or read; more than all open jobs together can be. */
export const WAITING_MAX = 200_000;

/** PostgreSQL carries 8,000 bytes in a notice. */
const NOTICE_BYTES_MAX = 7_500;

/** How many go at once, and the pause after it, in which newer ones take the place of older. Milliseconds. */
const SENT_AT_ONCE = 200;
const SEND_EVERY_MS = 100;

/** What sending takes. */
export interface SenderOptions {
  /** Names this process among those that tell. */
  readonly teller: string;
  /** Carries texts to the other bots, in order; what it rejects is tried again. */
  readonly carry: (texts: readonly string[]) => Promise<unknown>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Sends notices until it is closed; of several about how far a job is, the newest goes. */
export function createNoticeSender({
  teller,
  carry,
  clock,
  log,
}: SenderOptions): Pick<JobFeed, 'tell'> & { close(): Promise<void> } {
  const closing = new AbortController();
  const waiting = new Map<string, string>();
  const sending = (async () => {
    while (await pause(clock, SEND_EVERY_MS, closing.signal)) {
      const going = [...waiting].slice(0, SENT_AT_ONCE);
      if (going.length === 0) continue;
      for (const [key] of going) waiting.delete(key);
      await carry(going.map(([, text]) => text)).catch((thrown) => {
        log.warn({ err: thrown }, 'other bots could not be told, trying again');
        for (const [key, text] of going) if (!waiting.has(key)) waiting.set(key, text);
      });
    }
  })();
  return {
    tell(notice) {
      const text = JSON.stringify({ from: teller, ...notice });
      const fits = Buffer.byteLength(text) <= NOTICE_BYTES_MAX;
      if (waiting.size >= WAITING_MAX) return;
      const short = () => JSON.stringify({ from: teller, kind: 'written', id: notice.id });
      waiting.set(`${notice.kind} ${notice.id}`, fits ? text : short());
    },
    async close() {
      closing.abort();
      await sending;
    },
  };
}

const shape = z.looseObject({ from: z.string(), kind: z.enum(['written', 'moved', 'ended']), id: z.string() });

/** Null for what this process told itself, and when another version of the bot tells something else. */
export function readNotice(text: string, teller: string): JobNotice | null {
  try {
    const notice = shape.parse(JSON.parse(text));
    return notice.from === teller ? null : (notice as unknown as JobNotice);
  } catch {
    return null;
  }
}
