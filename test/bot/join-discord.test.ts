import { expect, it, onTestFinished } from 'vitest';
import { joinDiscord } from '#bot/join-discord.ts';
import { openStorage } from '#bot/storage/storage.ts';
import { silentLog } from '#shared/log.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

it('logs in again at growing pauses while Discord is away, so that no day’s starts are used up', async () => {
  const storage = await openStorage({ file: `${scratchFolder()}/ledger.sqlite` });
  onTestFinished(() => storage.close());
  const stop = new AbortController();
  const lines: string[] = [];
  const clock = {
    now: Date.now,
    async sleep() {
      if (lines.length === 8) stop.abort();
    },
  };
  const nobody = {} as never; // asked for nothing before the first login
  const services = {
    ...storage,
    jobs: nobody,
    presets: nobody,
    intake: nobody,
    cluster: nobody,
    clock,
    log: silentLog,
  };
  const joining = joinDiscord({
    config: {
      discordToken: 'a.b.c',
      discordApi: 'http://127.0.0.1:9/api',
      discordShards: 'auto',
      outsideServers: true,
      elsewhere: null,
    },
    services: { ...services, tellOperator: () => {} },
    presence: {
      ...{ connected: false, readRefusedRequests: () => 0, directory: null },
      memberOf: () => Promise.reject(new Error('nobody')),
    },
    open: [],
    say: (line) => lines.push(line),
    signal: stop.signal,
  });
  await expect(joining).rejects.toThrow();
  const pauses = lines.map((line) => Number(/(\d+) s/.exec(line)?.[1]));
  expect(pauses).toEqual([10, 20, 40, 80, 160, 320, 600, 600]);
  const inAnHour = pauses.filter((_, tries) => pauses.slice(0, tries).reduce((sum, each) => sum + each, 0) < 3600);
  expect(inAnHour.length).toBeLessThan(20);
});
