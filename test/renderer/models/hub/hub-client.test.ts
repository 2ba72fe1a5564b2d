import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHubClient } from '#renderer/models/hub/hub-client.ts';

const TOKEN = 'hf_for_tests_only';
let home: Server;
let elsewhere: Server;
const seen: { host: string; authorization: string | undefined }[] = [];

// /to?ADDRESS redirects there, /round to itself; /status/N answers N; everything else is fine.
async function open(): Promise<Server> {
  const server = createServer((request, response) => {
    const { host = '', authorization } = request.headers;
    seen.push({ host, authorization });
    const [path = '', query = ''] = request.url!.split('?');
    const location = path === '/round' ? path : path === '/to' ? decodeURIComponent(query) : null;
    const status = Number(/^\/status\/(\d+)$/.exec(path)?.[1] ?? 200);
    if (location === null) response.writeHead(status).end('{}');
    else response.writeHead(302, { location, 'x-hop': 'first' }).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

beforeAll(async () => {
  home = await open();
  elsewhere = await open();
});
afterAll(() => {
  for (const server of [home, elsewhere]) server.close();
});

const at = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const client = () => createHubClient({ endpoint: at(home), token: TOKEN });

describe('the client of the hub', () => {
  it('gives the token to the hub alone, also when it is led there and back', async () => {
    seen.length = 0;
    const back = `${at(home)}/end`;
    const away = `${at(elsewhere)}/to?${encodeURIComponent(back)}`;
    await client().fetch(`${at(home)}/to?${encodeURIComponent(away)}`, { headers: { authorization: 'Bearer other' } });
    expect(seen.map(({ authorization }) => authorization)).toEqual([`Bearer ${TOKEN}`, undefined, `Bearer ${TOKEN}`]);
  });

  it('keeps the headers of the hub’s own answer', async () => {
    const { response, own } = await client().ask(`${at(home)}/to?${encodeURIComponent(`${at(elsewhere)}/end`)}`, {});
    expect(await response.text()).toBe('{}');
    expect(own.get('x-hop')).toBe('first');
  });

  it('does not run in circles', async () => {
    await expect(client().fetch(`${at(home)}/round`)).rejects.toThrow('it redirects more than 5 times');
  });

  it('refuses a way that is less safe than the one before', async () => {
    await expect(client().fetch(`${at(home)}/to?${encodeURIComponent('ftp://127.0.0.1/file')}`)).rejects.toMatchObject({
      code: 'denied',
      message: expect.stringContaining('redirects to ftp://127.0.0.1, which is not safe'),
    });
  });

  it.each([
    [401, 'denied', 'the token in HF_TOKEN may not read it'],
    [403, 'denied', 'the token in HF_TOKEN may not read it'],
    [404, 'not-found', 'has no such repository'],
    [418, 'unavailable', 'answered 418'],
    [500, 'unavailable', 'is overloaded or down (500)'],
  ])('says what %d means', async (status, code, words) => {
    const asking = client().fetch(`${at(home)}/status/${status}`);
    await expect(asking).rejects.toMatchObject({ code, message: expect.stringContaining(words) });
    await expect(asking).rejects.not.toThrow(TOKEN);
  });
});
