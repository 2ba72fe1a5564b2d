import { expect, it, onTestFinished } from 'vitest';
import { joinDiscord, refusalOf } from '#bot/join-discord.ts';
import { openStorage } from '#bot/storage/storage.ts';
import { writerOf } from '#bot/text/languages.ts';
import { failure } from '#bot/text/say.ts';
import { silentLog } from '#shared/log.ts';
import type { Message } from '#shared/text/message.ts';
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

it('the operator is told that the token is refused, at the start or later, and nothing when the bot is just stopped', async () => {
  const told: string[] = [];
  const operation = { tell: (message: Message) => void told.push(writerOf('en').say(message)) };
  const refused = failure('invalid', 'discord.token-refused');
  await expect(refusalOf(Promise.reject(refused), operation)).rejects.toBe(refused);
  await expect(refusalOf(Promise.resolve({ refused: Promise.resolve(refused) }), operation)).rejects.toBe(refused);
  const stopped = failure('cancelled', 'job.stopping');
  await expect(refusalOf(Promise.reject(stopped), operation)).rejects.toBe(stopped);
  expect(told).toEqual(Array(2).fill(expect.stringMatching(/^The bot stops: DISCORD_TOKEN was refused by Discord/)));
});
