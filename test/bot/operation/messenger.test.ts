import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { createMessenger, postTo } from '#bot/operation/messenger.ts';
import { createLog, type Log } from '#shared/log.ts';
import { createFakeClock } from '#test/fakes/clock.ts';

/** A webhook that answers with these statuses and then takes everything. */
async function startHook(...statuses: readonly number[]) {
  const asked: unknown[] = [];
  const left = [...statuses];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    asked.push(JSON.parse(body));
    response.writeHead(left.shift() ?? 204, left.length % 2 ? { location: '/elsewhere' } : {}).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const warnings: unknown[] = [];
  const log: Log = {
    ...createLog({ name: 'test', level: 'silent' }),
    warn: (...words: unknown[]) => void warnings.push(words),
  };
  const clock = createFakeClock();
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/secret`;
  const webhook = createMessenger({ post: postTo(url), clock, log, signal: new AbortController().signal });
  /** Until it is idle, however long the pauses are. */
  const settle = async () => {
    const state = { isIdle: false };
    void webhook.idle().then(() => {
      state.isIdle = true;
    });
    const look = async () => {
      await clock.advance(60_000);
      return state.isIdle;
    };
    await expect.poll(look, { interval: 5 }).toBe(true);
  };
  return { asked, warnings, webhook, settle };
}

it('sends in order, and pings nobody', async () => {
  const { asked, webhook } = await startHook();
  webhook.send('first');
  webhook.send('second');
  await webhook.idle();
  expect(asked).toEqual(['first', 'second'].map((content) => ({ content, allowed_mentions: { parse: [] } })));
});

it('tries again what failed, gives up what was refused, follows no redirect, and tells no address', async () => {
  const { asked, warnings, webhook, settle } = await startHook(500, 429, 204, 404, 302, 302, 302, 302);
  for (const text of ['again', 'refused', 'moved', 'last']) webhook.send(text);
  await settle();
  expect(asked.map((one) => (one as { content: string }).content)).toEqual([
    ...Array(3).fill('again'),
    'refused',
    ...Array(4).fill('moved'),
    'last',
  ]);
  expect(warnings).toHaveLength(7);
  expect(JSON.stringify(warnings)).not.toContain('secret');
});

it('keeps the newest when too many wait', async () => {
  const { asked, webhook } = await startHook();
  for (let index = 0; index < 100; index += 1) webhook.send(`${index}`);
  await webhook.idle();
  expect(asked).toHaveLength(51);
  expect(asked.at(-1)).toMatchObject({ content: '99' });
});
