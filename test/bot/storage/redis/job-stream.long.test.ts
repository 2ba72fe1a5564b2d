import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkRedis } from '#bot/storage/redis/check-redis.ts';
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
  it('is found usable by a look before the start, which names neither user nor password', async () => {
    const url = server.url.replace('redis://', 'redis://default:secret@');
    // This one asks for no password, and takes none.
    expect((await checkRedis(server.url)).said).toMatchObject({
      key: expect.stringMatching(/^preflight\.redis(-old)?$/),
    });
    expect(JSON.stringify(await checkRedis(url))).not.toContain('secret');
  });
  jobFeedContract('a stream of Redis', async () => ({
    join: (teller) => openJobStream({ url: server.url, teller, clock: systemClock, log: silentLog }),
    async restart() {
      await server.kill();
      await server.start();
    },
  }));
});
