import { afterAll, beforeAll, describe } from 'vitest';
import { openJobStream } from '#bot/storage/redis/job-stream.ts';
import { systemClock } from '#shared/clock.ts';
import { silentLog } from '#shared/log.ts';
import { jobFeedContract } from '#test/contract/job-feed.ts';
import { hasRedis, type RedisServer, startRedis } from '#test/fakes/redis-server.ts';

describe.runIf(hasRedis())('Redis', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.close());
  jobFeedContract('a stream of Redis', async () => ({
    join: (teller) => openJobStream({ url: server.url, teller, clock: systemClock, log: silentLog }),
    async restart() {
      await server.kill();
      await server.start();
    },
  }));
});
