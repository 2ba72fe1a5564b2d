import { Redis } from 'ioredis';
import { type NoticeListener, type OpenFeed, openNoticeFeed } from '#bot/storage/notice-feed.ts';
import type { Clock } from '#shared/clock.ts';
import type { Log } from '#shared/log.ts';

/** The stream, about so many notices of it that stay, and how many are read at once. */
const STREAM = 'easel:jobs';
const KEPT = 10_000;
const READ_AT_ONCE = 500;

/** How long one look waits for the next notice, and how long a command may take. Milliseconds. */
const WAIT_MS = 5_000;
const COMMAND_MS = 3_000;

/** What a stream takes. */
export interface JobStreamOptions {
  /** redis://host:port/database; a secret. Bots of one ledger name the same, and no others do. */
  readonly url: string;
  /** Names this process among those that tell. */
  readonly teller: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Notices by a stream of Redis or Valkey. It holds nothing that is not in the ledger, and may be lost at any time. */
export function openJobStream({ url, ...rest }: JobStreamOptions): OpenFeed {
  const sending = connect(url, COMMAND_MS);
  const feed = openNoticeFeed({
    ...rest,
    carry: (texts) => add(sending, texts),
    listen: (listener, signal) => listen(url, listener, signal),
  });
  return {
    ...feed,
    async close() {
      await feed.close();
      sending.disconnect();
    },
  };
}

/** It connects with its first command, and after a broken connection with the next one; nothing waits for it meanwhile. */
function connect(url: string, commandTimeout: number): Redis {
  const again = { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null, connectTimeout: COMMAND_MS };
  const redis = new Redis(url, { ...again, commandTimeout });
  redis.on('error', () => {}); // the command that fails tells it
  return redis;
}

async function add(redis: Redis, texts: readonly string[]): Promise<void> {
  if (redis.status === 'end') await redis.connect();
  const pipeline = redis.pipeline();
  for (const text of texts) pipeline.xadd(STREAM, 'MAXLEN', '~', KEPT, '*', 'notice', text);
  for (const [error] of (await pipeline.exec()) ?? []) if (error) throw error;
}

async function listen(url: string, { joined, heard }: NoticeListener, signal: AbortSignal): Promise<void> {
  const redis = connect(url, WAIT_MS + COMMAND_MS);
  const leave = () => redis.disconnect();
  signal.addEventListener('abort', leave, { once: true });
  try {
    const [newest] = await redis.xrevrange(STREAM, '+', '-', 'COUNT', 1);
    joined();
    await read(redis, newest?.[0] ?? '0-0', heard);
  } finally {
    signal.removeEventListener('abort', leave);
    redis.disconnect();
  }
}

/** Until the connection breaks. */
async function read(redis: Redis, from: string, hear: (text: string) => void): Promise<never> {
  let last = from;
  while (true) {
    const streams = await redis.xread('COUNT', READ_AT_ONCE, 'BLOCK', WAIT_MS, 'STREAMS', STREAM, last);
    for (const [, entries] of streams ?? [])
      for (const [id, [, text = '']] of entries) {
        last = id;
        hear(text);
      }
  }
}
