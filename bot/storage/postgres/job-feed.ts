import { once } from 'node:events';
import { type Kysely, sql } from 'kysely';
import { Client } from 'pg';
import type { JobNotice } from '#bot/ports/job-feed.ts';
import {
  createNoticeSender,
  LISTEN_AGAIN,
  type OpenFeed,
  readNotice,
  WAITING_MAX,
} from '#bot/storage/notice-sender.ts';
import { connectionTo } from '#bot/storage/postgres/pool.ts';
import type { Tables } from '#bot/storage/tables.ts';
import { createBackoff } from '#shared/async/backoff.ts';
import { createMailbox } from '#shared/async/mailbox.ts';
import type { Clock } from '#shared/clock.ts';
import type { Log } from '#shared/log.ts';

const CHANNEL = 'easel_jobs';

/** What a feed takes. */
export interface FeedOptions {
  readonly database: Kysely<Tables>;
  readonly url: string;
  /** Names this process among those that tell. */
  readonly teller: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Notices by LISTEN and NOTIFY. */
export function openJobFeed(options: FeedOptions): OpenFeed {
  const { database } = options;
  const closing = new AbortController();
  const carry = (texts: readonly string[]) =>
    sql`SELECT pg_notify(${CHANNEL}, notice) FROM unnest(${texts}::text[]) AS notice`.execute(database);
  const sender = createNoticeSender({ ...options, carry });
  return {
    tell: sender.tell,
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
      await sender.close();
    },
  };
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
      const notice = readNotice(payload ?? '', teller);
      if (notice) put(notice);
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
