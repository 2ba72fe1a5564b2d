import { request } from 'node:http';
import { connect } from 'node:net';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApiKeys } from '#bot/api/api-keys.ts';
import { BODY_BYTES_MAX, dropStalled } from '#bot/api/guard.ts';
import { createLinkSigner } from '#bot/api/picture-links.ts';
import { KEY_SCOPES } from '#bot/ports/api-keys.ts';
import { createKeyStore } from '#bot/storage/key-store.ts';
import { failure } from '#bot/text/say.ts';
import { HOME, type OpenDoors, openDoors, type Sent } from '#test/bot/api/api-fixture.ts';

const closers: (() => Promise<void>)[] = [];
let doors: OpenDoors;

beforeAll(async () => {
  const standing = {
    silenced: { demandRight: () => Promise.reject(failure('denied', 'ask.command-denied', { command: 'imagine' })) },
  };
  doors = await openDoors((close) => closers.push(close), {
    standing,
    names: ['draw.example'],
    origins: ['https://known.example'],
  });
});
afterAll(async () => {
  for (const close of closers.reverse()) await close();
});

const BODY = { prompt: 'a red house', num_inference_steps: 1, img_width: 64, img_height: 64 };

/** The status of an answer to a request that is addressed so, which `fetch` cannot send. */
function statusTo(host: string, path: string): Promise<number> {
  const { token, api } = doors;
  return new Promise((resolve, reject) => {
    const asking = request(api.address + path, { headers: { host, authorization: `Bearer ${token}` } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asking.once('error', reject);
    asking.end();
  });
}

/** The status and the sentence of a refusal, as the plain API says it. */
async function refusal(method: string, path: string, sent: Sent = {}) {
  const response = await doors.ask(method, path, sent);
  return { status: response.status, said: ((await response.json()) as { error: { message: string } }).error.message };
}

describe('the doors refuse', () => {
  it('whoever shows no key, a wrong one, or half of one, in the same words', async () => {
    const [prefix, id] = doors.token.split('_');
    const wrong = ['x', `${prefix}_${id}_`, `${prefix}_${id}_${'A'.repeat(43)}`, `${prefix}_000000000000000000_x`];
    for (const token of wrong) {
      const { status, said } = await refusal('GET', '/api/models', { token });
      expect([status, said]).toEqual([401, 'Cannot answer: this key is wrong, or was taken back']);
    }
    expect((await fetch(`${doors.api.address}/api/models`)).status).toBe(401);
  });

  it('a key that was taken back, and gives up what was under way with it', async () => {
    doors.renderer.setStepMs(200);
    const token = await doors.keyOf('nelly', { name: 'lost' });
    const drawing = refusal('POST', '/api/draw', { token, body: { ...BODY, num_inference_steps: 50 } });
    const [open] = await openJobs(1);
    await doors.keys.revoke({ member: { id: 'nelly', name: '' }, place: HOME }, 'lost');
    expect((await drawing).status).toBe(401);
    expect(await endOf(open!)).toBe('cancelled');
    expect((await refusal('GET', '/api/models', { token })).status).toBe(401);
    doors.renderer.setStepMs(1);
  });

  it('a key that is for something else, naming the scope', async () => {
    const token = await doors.keyOf('nelly', { scopes: ['jobs'] });
    const { status, said } = await refusal('POST', '/api/draw', { token, body: BODY });
    expect([status, said]).toEqual([403, expect.stringMatching(/takes the scope draw, given jobs$/)]);
  });

  it('more requests in a minute than the key has', async () => {
    const token = await doors.keyOf('nelly', { requestsPerMinute: 1 });
    expect((await doors.ask('GET', '/api/models', { token })).status).toBe(200);
    const response = await doors.ask('GET', '/api/models', { token });
    expect([response.status, Number(response.headers.get('retry-after'))]).toEqual([429, expect.closeTo(60, -1)]);
  });

  it('more seconds of renderers in a day than the key has', async () => {
    const token = await doors.keyOf('nelly', { secondsPerDay: 0.001 });
    expect((await doors.ask('POST', '/api/draw', { token, body: { ...BODY, num_inference_steps: 4 } })).status).toBe(
      200,
    );
    const { status, said } = await refusal('POST', '/api/draw', { token, body: BODY });
    expect([status, said]).toEqual([429, expect.stringContaining('seconds of renderers in 24 hours')]);
    expect((await doors.ask('POST', '/api/draw', { body: BODY })).status).toBe(200);
  });

  it('other people’s jobs: they are not there', async () => {
    const { id } = (await (await doors.ask('POST', '/api/draw', { body: { ...BODY, base64: true } })).json()) as {
      id: string;
    };
    const token = await doors.keyOf('bob');
    for (const [method, path] of [
      ['GET', ''],
      ['DELETE', ''],
      ['GET', '/pictures/0.png'],
    ] as const)
      expect((await refusal(method, `/api/jobs/${id}${path}`, { token })).status).toBe(404);
    expect(await (await doors.ask('GET', '/api/jobs', { token })).json()).toEqual({ jobs: [] });
    expect((await doors.ask('GET', `/api/jobs/${id}`)).status).toBe(200);
  });

  it('bodies that are larger than any request, before they are read', async () => {
    const { status, said } = await refusalOfHead({ 'content-length': String(BODY_BYTES_MAX + 1) });
    expect([status, said]).toEqual([400, expect.stringContaining(`a body has ${BODY_BYTES_MAX} bytes at most`)]);
  });

  it('what has no field, by name, and broken JSON', async () => {
    const { said } = await refusal('POST', '/api/draw', { body: { ...BODY, steps: 3, colour: 'red' } });
    expect(said).toMatch(/“?steps.*colour/s);
    expect((await refusal('POST', '/api/draw', { body: '{"prompt":' })).said).toMatch(/JSON/);
    expect((await refusal('GET', '/api/nothing')).said).toContain('/api/nothing');
  });

  it.each([
    ['a scheduler that nobody has', { scheduler: 'Magic' }, /no sampler.*Magic/],
    ['a style that is not there', { style: 'nothing' }, /style.*nothing/],
    ['a share for a refiner that is not asked for', { high_noise_fraction: 0.8 }, /high_noise_fraction.*refiner/],
    ['a refiner where there is none', { refiner: true }, /refiner/],
    ['a mask without a picture', { mask: 'AAAA' }, /mask.*image/],
    ['a picture that lies elsewhere', { image: 'http://169.254.169.254/x.png' }, /send the picture itself/],
    ['a picture that is none', { image: 'AAAA' }, /picture/],
    ['a seed that is none', { seed: -2 }, /seed.*-2/],
    ['more pictures than are drawn at once', { samples: 999 }, /999/],
  ])('%s', async (_what, more, said) => {
    expect(await refusal('POST', '/api/draw', { body: { ...BODY, ...more } })).toMatchObject({
      status: 400,
      said: expect.stringMatching(said),
    });
  });

  it('a member who may not draw there any more, as the command would', async () => {
    const token = await doors.keyOf('silenced');
    expect((await refusal('POST', '/api/draw', { token, body: BODY })).status).toBe(403);
  });

  it('everybody where the server has switched other programs off', async () => {
    const { settings } = doors.workplace.jobs.rules;
    const asker = { serverId: HOME.serverId, memberId: 'boss', memberName: 'Boss', mayManageServer: true };
    await settings.set(asker, { name: 'keys', value: 'off', channelId: null });
    expect((await refusal('GET', '/api/models')).said).toMatch(/this server has switched that off/);
    await settings.reset(asker, { name: 'keys', channelId: null });
  });

  it('pages of other sites, unless the operator has named them', async () => {
    const asked = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' };
    const from = (origin: string) =>
      fetch(`${doors.api.address}/api/draw`, { method: 'OPTIONS', headers: { origin, ...asked } });
    const [stranger, known] = [await from('https://evil.example'), await from('https://known.example')];
    expect([stranger.status, stranger.headers.get('access-control-allow-origin')]).toEqual([403, null]);
    expect([known.status, known.headers.get('access-control-allow-origin')]).toEqual([204, 'https://known.example']);
    const answerTo = (origin: string) => doors.ask('GET', '/api/models', { headers: { origin } });
    expect((await answerTo('https://evil.example')).status).toBe(403);
    const local = await answerTo('http://localhost:8000');
    expect([local.status, local.headers.get('access-control-allow-origin')]).toEqual([200, null]);
  });

  it.each(['/mcp', '/api/models', '/v1/models', '/sdapi/v1/options', '/pictures/a', '/'])(
    'requests to a name that another site made lead here: %s',
    async (path) => {
      const { port } = new URL(doors.api.address);
      const [stranger, similar] = [`evil.example:${port}`, `127.0.0.1.evil.example:${port}`];
      expect(await Promise.all([stranger, similar].map((host) => statusTo(host, path)))).toEqual([403, 403]);
      for (const host of [`127.0.0.1:${port}`, `LOCALHOST:${port}`, `[::1]:${port}`, 'draw.example'])
        expect(await statusTo(host, path)).not.toBe(403);
    },
  );
});

describe('a program that goes away', () => {
  it.each([
    ['takes its job along', 'cancel', 'cancelled'],
    ['leaves its job to be finished where the operator wants that', 'finish', 'done'],
  ] as const)('%s', async (_what, disconnect, state) => {
    const other = await openDoors((close) => closers.push(close), { disconnect, renderer: { stepMs: 40 } });
    const leave = new AbortController();
    const body = { ...BODY, num_inference_steps: 8 };
    const drawing = other.ask('POST', '/api/draw', { body, signal: leave.signal }).catch(() => null);
    const [open] = await openJobs(1, other);
    leave.abort();
    await drawing;
    expect(await endOf(open!, other)).toBe(state);
  });

  it('or reads nothing of its answer is dropped, and what was made for it ends', async () => {
    const ended = Promise.withResolvers<void>();
    const app = new Hono<{ Bindings: HttpBindings }>();
    app.use(dropStalled(60));
    app.get('/', (c) =>
      c.body(
        new ReadableStream({
          pull: (out) => out.enqueue(new Uint8Array(1 << 20)),
          cancel: () => ended.resolve(),
        }),
      ),
    );
    const server = createAdaptorServer({ fetch: app.fetch }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    const reader = connect(port, '127.0.0.1');
    reader.on('error', () => {});
    reader.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    reader.pause();
    await ended.promise;
    reader.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('a key', () => {
  it('is kept as its hash alone, and holds after a restart', async () => {
    const notes = new Map<string, string>();
    const store = createKeyStore({
      read: async (name) => notes.get(name) ?? null,
      write: async (name, value) => void notes.set(name, value),
    });
    let now = 1_000;
    const clock = { now: () => now, sleep: () => Promise.resolve() };
    const owner = { member: { id: 'nelly', name: 'Nelly' }, place: HOME };
    const wish = { name: 'painter', scopes: KEY_SCOPES, requestsPerMinute: 60, secondsPerDay: 30, days: 1 };
    const first = await openApiKeys({ store, clock });
    const { token } = await first.create(owner, wish);
    expect([...notes.values()].join()).not.toContain(token.split('_').slice(2).join('_'));
    expect([...notes.values()].join()).toContain('"version":1');
    const second = await openApiKeys({ store, clock });
    expect(second.check(token)).toMatchObject({ name: 'painter', secondsPerDay: 30, ownerId: 'nelly' });
    await expect(second.create(owner, wish)).rejects.toThrow('you have one here');
    now += 24 * 3_600_000;
    expect(() => second.check(token)).toThrow('has run out');
    expect(second.list(owner)).toEqual([]);
  });

  it('is not needed for a link to a picture, which holds for an hour and for this picture alone', () => {
    let now = 5_000;
    const links = createLinkSigner({ now: () => now, sleep: () => Promise.resolve() });
    const { searchParams } = new URL(links.sign('job', 0), 'http://x');
    const given = { until: searchParams.get('until')!, signature: searchParams.get('signature')! };
    expect(() => links.check('job', 0, given)).not.toThrow();
    expect(() => links.check('job', 1, given)).toThrow('run out');
    expect(() => links.check('job', 0, { ...given, until: '9'.repeat(13) })).toThrow('run out');
    now += 3_600_000;
    expect(() => links.check('job', 0, given)).toThrow('run out');
  });
});

/** Names of jobs that are open, as soon as there are so many. */
async function openJobs(count: number, { workplace }: OpenDoors = doors): Promise<readonly string[]> {
  for await (const _ of workplace.jobs.watch('api', AbortSignal.timeout(5_000))) {
    const open = workplace.jobs.queue().filter(({ job }) => job.state.kind === 'rendering');
    if (open.length >= count) return open.map(({ job }) => job.id);
  }
  throw new Error('the jobs closed');
}

async function endOf(id: string, { workplace }: OpenDoors = doors): Promise<string> {
  const watching = workplace.jobs.watch('api', AbortSignal.timeout(5_000));
  for (;;) {
    const coming = watching.next();
    coming.catch(() => {});
    const kind = (await workplace.jobs.view(id))?.job.state.kind ?? 'gone';
    if (kind !== 'queued' && kind !== 'rendering') return kind;
    await coming;
  }
}

/** Asks with such headers and sends no body. */
function refusalOfHead(headers: Readonly<Record<string, string>>): Promise<{ status: number; said: string }> {
  const { hostname, port } = new URL(doors.api.address);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    const lines = Object.entries({ host: hostname, authorization: `Bearer ${doors.token}`, ...headers });
    socket.write(
      `POST /api/draw HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}connection: close\r\n\r\n`,
    );
    let text = '';
    socket.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
      if (!text.includes('}}')) return;
      socket.destroy();
      const body = text.slice(text.indexOf('{"error"'), text.lastIndexOf('}}') + 2);
      resolve({
        status: Number(text.split(' ')[1]),
        said: (JSON.parse(body) as { error: { message: string } }).error.message,
      });
    });
    socket.on('error', reject);
  });
}
