import { Redis } from 'ioredis';
import { doubtful, type Finding, right, wrong } from '#shared/preflight/finding.ts';
import { message } from '#shared/text/failure.ts';

/** What the tests run with. Streams, which are all that is used, came with 5. */
const TRIED = 7;

/** How long a server may take to answer. Milliseconds. */
const PATIENCE_MS = 3_000;

/** Whether how far jobs are can go by this Redis or Valkey. Nothing is written there. */
export async function checkRedis(url: string): Promise<Finding> {
  const limits = { connectTimeout: PATIENCE_MS, commandTimeout: PATIENCE_MS, maxRetriesPerRequest: 0 };
  const redis = new Redis(url, { ...limits, lazyConnect: true, retryStrategy: () => null });
  let broke: Error | null = null;
  redis.on('error', (error) => {
    broke ??= error; // what is thrown says only that the connection is closed
  });
  const { host: place } = new URL(url);
  try {
    await redis.connect();
    const version = /^redis_version:(\S+)/m.exec(await redis.info('server'))?.[1] ?? '';
    if (Number.parseInt(version, 10) < TRIED)
      return doubtful(message('preflight.redis-old', { version, tried: TRIED }));
    return right(message('preflight.redis', { place, version }));
  } catch (thrown) {
    return wrong(message('preflight.redis-away', { place, why: (broke ?? (thrown as Error)).message }));
  } finally {
    redis.disconnect();
  }
}
