import { once } from 'node:events';
import { type Kysely, sql } from 'kysely';
import { Client } from 'pg';
import { type NoticeListener, type OpenFeed, openNoticeFeed } from '#bot/storage/notice-feed.ts';
import { connectionTo } from '#bot/storage/postgres/pool.ts';
import type { Tables } from '#bot/storage/tables.ts';
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
export function openJobFeed({ database, url, ...rest }: FeedOptions): OpenFeed {
  return openNoticeFeed({
    ...rest,
    carry: (texts) =>
      sql`SELECT pg_notify(${CHANNEL}, notice) FROM unnest(${texts}::text[]) AS notice`.execute(database),
    listen: (listener, signal) => listen(url, listener, signal),
  });
}

async function listen(url: string, { joined, heard }: NoticeListener, signal: AbortSignal): Promise<void> {
  const client = new Client(connectionTo(url));
  client.on('error', () => {}); // its end is what counts
  client.on('notification', ({ payload }) => heard(payload ?? ''));
  try {
    await client.connect();
    await client.query(`LISTEN ${CHANNEL}`);
    joined();
    await once(client, 'end', { signal });
  } finally {
    await client.end().catch(() => {});
  }
}
