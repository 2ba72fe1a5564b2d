import { once } from 'node:events';
import { type Kysely, sql } from 'kysely';
import { Client } from 'pg';
import { z } from 'zod';
import type { JobFeed, JobNotice } from '#bot/ports/job-feed.ts';
import { connectionTo } from '#bot/storage/postgres/pool.ts';
import type { Tables } from '#bot/storage/tables.ts';
import { createBackoff } from '#shared/async/backoff.ts';
import { createMailbox } from '#shared/async/mailbox.ts';
import { pause } from '#shared/async/timer.ts';
import type { Clock } from '#shared/clock.ts';
import type { Log } from '#shared/log.ts';

const CHANNEL = 'easel_jobs';

/** PostgreSQL carries 8,000 bytes in a notice. */
const NOTICE_BYTES_MAX = 7_500;

/** Notices that wait to be sent or read; more than all open jobs together can be. */
const WAITING_MAX = 200_000;

/** How many go in one statement, and the pause after it, in which newer ones take the place of older. Milliseconds. */
const SENT_AT_ONCE = 200;
const SEND_EVERY_MS = 100;

/** Between two tries to listen. Milliseconds. */
const LISTEN_AGAIN = { firstMs: 250, longestMs: 5_000 };

/** What a feed takes. */
export interface FeedOptions {
  readonly database: Kysely<Tables>;
  readonly url: string;
  /** Names this process among those that tell. */
  readonly teller: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** A feed that somebody must close. */
export interface OpenFeed extends JobFeed {
  close(): Promise<void>;
}

/** Notices by LISTEN and NOTIFY; of several about how far a job is, the newest goes. */
export function openJobFeed(options: FeedOptions): OpenFeed {
  const closing = new AbortController();
  const waiting = new Map<string, string>();
  const sending = send(options, waiting, closing.signal);
  return {
    tell(notice) {
      const text = JSON.stringify({ from: options.teller, ...notice });
      const fits = Buffer.byteLength(text) <= NOTICE_BYTES_MAX;
      if (waiting.size >= WAITING_MAX) return;
      waiting.set(
        `${notice.kind} ${notice.id}`,
        fits ? text : JSON.stringify({ from: options.teller, kind: 'written', id: notice.id }),
      );
    },
    async *notices(signal) {
      const heard = createMailbox<JobNotice>(WAITING_MAX);
      const listening = listen(options, heard.put, AbortSignal.any([signal, closing.signal]));
      try {
        yield* heard.read(signal);
      } catch (thrown) {
        if (!signal.aborted) throw thrown;
      } finally {
        await listening;
      }
    },
    async close() {
      closing.abort();
      await sending;
    },
  };
}

async function send({ database, clock, log }: FeedOptions, waiting: Map<string, string>, signal: AbortSignal) {
  while (await pause(clock, SEND_EVERY_MS, signal)) {
    const going = [...waiting].slice(0, SENT_AT_ONCE);
    if (going.length === 0) continue;
    for (const [key] of going) waiting.delete(key);
    const texts = going.map(([, text]) => text);
    await sql`SELECT pg_notify(${CHANNEL}, notice) FROM unnest(${texts}::text[]) AS notice`
      .execute(database)
      .catch((thrown) => {
        log.warn({ err: thrown }, 'other bots could not be told, trying again');
        for (const [key, text] of going) if (!waiting.has(key)) waiting.set(key, text);
      });
  }
}

async function listen(
  { url, teller, clock, log }: FeedOptions,
  put: (notice: JobNotice) => boolean,
  signal: AbortSignal,
): Promise<void> {
  const pauses = createBackoff(LISTEN_AGAIN);
  while (!signal.aborted) {
    const client = new Client(connectionTo(url));
    client.on('error', () => {}); // its end is what counts
    client.on('notification', ({ payload }) => {
      const notice = readNotice(payload ?? '');
      if (notice && notice.from !== teller) put(notice as JobNotice);
    });
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      put({ kind: 'gap' });
      pauses.reset();
      await once(client, 'end', { signal });
    } catch (thrown) {
      if (!signal.aborted) log.warn({ err: thrown }, 'other bots cannot be heard, trying again');
    }
    await client.end().catch(() => {});
    if (!signal.aborted) await pauses.wait(clock, signal);
  }
}

const notice = z.looseObject({ from: z.string(), kind: z.enum(['written', 'moved', 'ended']), id: z.string() });

/** Null when another version of the bot tells something else. */
function readNotice(text: string) {
  try {
    return notice.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
