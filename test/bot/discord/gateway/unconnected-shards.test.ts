import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createClient, leave, logIn } from '#bot/discord/gateway/session.ts';
import { systemClock } from '#shared/clock.ts';
import { silentLog } from '#shared/log.ts';
import { type FakeDiscord, startFakeDiscord } from '#test/fakes/discord/fake-discord.ts';

let discord: FakeDiscord;

beforeEach(async () => {
  discord = await startFakeDiscord();
});

afterEach(() => discord.close());

/** A bot that asks for its connection, and leaves without having got one. */
async function leaveUnconnected(handshakes: 'held' | 'refused') {
  discord.gateway.setRules({ handshakes });
  const client = createClient({ api: discord.api }, silentLog);
  const starts = { read: async () => [], write: async () => {} };
  const options = { token: discord.token, clock: systemClock, api: discord.api, shards: 1, starts } as const;
  const loggingIn = logIn(client, { ...options, tellOperator: () => {} });
  loggingIn.catch(() => {});
  await expect.poll(() => discord.gateway.handshakes).toBe(1);
  await leave(client, systemClock);
}

it('a bot that leaves while it is being connected does not end when that connection fails', async () => {
  const uncaught: unknown[] = [];
  const note = (error: unknown) => void uncaught.push(error);
  const others = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException').on('uncaughtException', note);
  try {
    await leaveUnconnected('held');
    await discord.close();
    await sleep(100);
  } finally {
    process.off('uncaughtException', note);
    for (const listener of others) process.on('uncaughtException', listener);
  }
  expect(uncaught).toEqual([]);
});

it('a bot that leaves while its connection is refused asks for no other', async () => {
  await leaveUnconnected('refused');
  await sleep(1200);
  expect(discord.gateway.handshakes).toBe(1);
});
