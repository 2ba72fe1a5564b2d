import { request } from 'node:http';
import { createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { HOME, openDoors } from '#test/bot/api/api-fixture.ts';

const BODY = JSON.stringify({ prompt: 'a boat', steps: 1, width: 64, height: 64 });

interface Answered {
  readonly status: number;
  readonly said: string;
}

/** Asks without a key; `fetch` sends neither another host nor what browsers alone say. */
function askHere(
  address: string,
  path: string,
  { headers = {}, body }: { readonly headers?: Readonly<Record<string, string>>; readonly body?: string } = {},
): Promise<Answered> {
  const { promise, resolve, reject } = Promise.withResolvers<Answered>();
  const sent = { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers };
  const asking = request(address + path, { method: body === undefined ? 'GET' : 'POST', headers: sent }, (answer) => {
    let text = '';
    answer.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
    });
    answer.on('end', () => {
      const { detail = '' } = JSON.parse(text) as { detail?: string };
      resolve({ status: answer.statusCode ?? 0, said: detail });
    });
  });
  asking.once('error', reject);
  asking.end(body);
  return promise;
}

it('programs of this machine that send no key draw by A1111’s API in the name and within the limits of one', async () => {
  const doors = await openDoors(onTestFinished, { local: { name: 'krita', requestsPerMinute: 8 } });
  const here = doors.api.localAddress!;
  expect(here).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect((await askHere(here, '/sdapi/v1/txt2img', { body: BODY })).status).toBe(200);
  const { jobs } = (await (await doors.ask('GET', '/api/jobs')).json()) as { jobs: readonly unknown[] };
  expect(jobs).toHaveLength(1);
  // A field for a name and a password with nothing in it.
  for (const empty of ['Basic ', `Basic ${Buffer.from('anybody:').toString('base64')}`, ''])
    expect((await askHere(here, '/sdapi/v1/options', { headers: { authorization: empty } })).status).toBe(200);
  expect((await askHere(here, '/queue/status')).status).toBe(200);
  expect((await askHere(here, '/controlnet/version')).status).toBe(200);
  const bob = await doors.keyOf('bob', { requestsPerMinute: 1 });
  const asBob = { headers: { authorization: `Bearer ${bob}` } };
  expect((await askHere(here, '/sdapi/v1/options', asBob)).status).toBe(200);
  expect((await askHere(here, '/sdapi/v1/options', asBob)).status).toBe(429);
  expect((await askHere(here, '/sdapi/v1/options', { headers: { authorization: 'Bearer x' } })).status).toBe(401);
  await askHere(here, '/sdapi/v1/options');
  await askHere(here, '/sdapi/v1/options');
  expect((await askHere(here, '/sdapi/v1/options')).status).toBe(429);
});

it('and others are refused: who asks by a proxy, by another name, or as a page of another site', async () => {
  const doors = await openDoors(onTestFinished, { local: { name: 'krita' }, names: ['draw.example'] });
  const here = doors.api.localAddress!;
  const refused = [
    { 'x-forwarded-for': '203.0.113.7' },
    { forwarded: 'for=203.0.113.7' },
    { via: '1.1 proxy' },
    { host: 'draw.example' },
    { host: '127.0.0.1.evil.example' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
  ];
  for (const headers of refused) {
    const { status, said } = await askHere(here, '/sdapi/v1/txt2img', { headers, body: BODY });
    expect([status, said]).toEqual([403, expect.stringMatching(/for programs of this machine, given \S/)]);
  }
  expect(doors.renderer.renders).toEqual([]);
  const keyless = await fetch(`${doors.api.address}/sdapi/v1/options`);
  expect(keyless.headers.get('www-authenticate')).toMatch(/^Bearer .*, Basic /);
  const { status, said } = await askHere(doors.api.address, '/sdapi/v1/txt2img', { body: BODY });
  expect([status, said]).toEqual([401, expect.stringContaining('Cannot answer without a key: send one')]);
});

it('only A1111’s doors are there without a key, and none of them once the key is taken back', async () => {
  const doors = await openDoors(onTestFinished, { local: { name: 'krita' } });
  const here = doors.api.localAddress!;
  for (const path of ['/api/models', '/v1/models', '/mcp', '/pictures/a/0.png'])
    expect((await askHere(here, path)).status).toBe(404);
  await doors.keys.revoke({ member: { id: 'nelly', name: '' }, place: HOME }, 'krita');
  const { status, said } = await askHere(here, '/sdapi/v1/options');
  expect([status, said]).toEqual([401, expect.stringContaining('EASEL_API_LOCAL_KEY')]);
});

it('nothing is open without a key unless that is said, and a port that is taken is named with its setting', async () => {
  expect((await openDoors(onTestFinished)).api.localAddress).toBeNull();
  const other = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void other.close());
  await new Promise((resolve) => other.once('listening', resolve));
  const { port: localPort } = other.address() as { port: number };
  await expect(openDoors(onTestFinished, { local: { name: 'krita' }, localPort })).rejects.toThrow(
    'Set EASEL_API_LOCAL_PORT to another',
  );
});
