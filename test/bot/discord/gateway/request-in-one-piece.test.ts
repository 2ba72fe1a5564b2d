import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { openRest, restOptions } from '#bot/discord/gateway/rest-clients.ts';

it('a line that is cut in the middle of an upload fails that one request, and ends nothing else', async () => {
  const lost: unknown[] = [];
  const note = (reason: unknown) => void lost.push(reason);
  process.on('unhandledRejection', note);
  const server = createServer((request) => request.once('data', () => request.socket.destroy()));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const { webhooks, stopSweeping } = openRest({ token: 'x', options: restOptions(`http://127.0.0.1:${port}/api`) });
  onTestFinished(() => {
    process.off('unhandledRejection', note);
    stopSweeping();
    server.close();
  });
  const picture = { data: Buffer.alloc(400_000), contentType: 'image/png' };
  const files = ['a.png', 'b.png', 'c.png'].map((name) => ({ ...picture, name }));
  await expect(webhooks.post('/webhooks/1/abc', { body: {}, files, auth: false })).rejects.toThrow();
  for (let turn = 0; turn < 50; turn++) await setImmediate();
  expect(lost).toEqual([]);
});
