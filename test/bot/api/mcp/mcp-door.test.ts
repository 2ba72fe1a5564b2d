import { PassThrough } from 'node:stream';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ReadBuffer, serializeMessage } from '@modelcontextprotocol/sdk/shared/stdio.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bridgeToDoor } from '#bot/api/mcp/stdio-bridge.ts';
import { type OpenDoors, openDoors } from '#test/bot/api/api-fixture.ts';
import { DEMO_DESCRIPTION } from '#test/bot/studio/server/studio-fixture.ts';
import { UPSCALING } from '#test/fakes/larger-picture.ts';
import { tinyPng } from '#test/fakes/tiny-png.ts';

const closers: (() => Promise<void>)[] = [];
let doors: OpenDoors;
let client: Client;

beforeAll(async () => {
  doors = await openDoors((close) => closers.push(close), {
    renderer: {
      description: { ...DEMO_DESCRIPTION, tasks: ['draw', 'describe', 'upscale'] },
      results: (request) =>
        request.task === 'describe'
          ? [{ event: 'text', text: { index: 0, text: 'a boat at night', score: 0.9 } }]
          : UPSCALING.results!(request),
    },
  });
  client = await clientOf(doors.token);
});
afterAll(async () => {
  await client.close();
  for (const close of closers.reverse()) await close();
});

async function clientOf(token: string): Promise<Client> {
  const requestInit = { headers: { authorization: `Bearer ${token}` } };
  const connected = new Client({ name: 'test', version: '1' });
  await connected.connect(
    new StreamableHTTPClientTransport(new URL(`${doors.api.address}/mcp`), { requestInit }) as never,
  );
  return connected;
}

const BOTH = { accept: 'application/json, text/event-stream' };
const ME = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } };
const INITIALIZE = { jsonrpc: '2.0', id: 1, method: 'initialize', params: ME };
const LIST = { jsonrpc: '2.0', id: 2, method: 'tools/list' };

const post = (body: unknown, headers: Readonly<Record<string, string>> = {}) =>
  doors.ask('POST', '/mcp', { body, headers: { ...BOTH, ...headers } });

/** What every request of a new session carries. */
async function initialized(): Promise<{ readonly 'mcp-session-id': string }> {
  return { 'mcp-session-id': (await post(INITIALIZE)).headers.get('mcp-session-id')! };
}

interface Content {
  readonly type: string;
  readonly text?: string;
  readonly data?: string;
  readonly mimeType?: string;
}

/** What a tool answers: its pictures' sizes, and what it tells. */
async function call(name: string, input: object, options: object = {}, by = client) {
  const answer = await by.callTool({ name, arguments: { ...input } }, undefined, options);
  const content = answer.content as readonly Content[];
  const images = content.filter(({ type }) => type === 'image');
  const sizes = await Promise.all(images.map(({ data }) => sharp(Buffer.from(data!, 'base64')).metadata()));
  const text = content.find(({ type }) => type === 'text')?.text ?? '';
  return { isError: answer.isError ?? false, sizes: sizes.map(({ width, format }) => [width, format]), text };
}

const drawn = () => doors.renderer.renders.filter(({ request }) => request.task === 'draw').at(-1)!.spec;

describe('an assistant, by the protocol’s own client', () => {
  it('finds the tools, each with what it takes', async () => {
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['draw', 'vary', 'upscale', 'describe', 'queue']);
    expect(tools[0]!.inputSchema).toMatchObject({ required: ['prompt'], additionalProperties: false });
  });

  it('draws, hears how far it is, and gets the picture with its job and seed', async () => {
    const heard: number[] = [];
    const onprogress = ({ progress, total }: { progress: number; total?: number }) => {
      expect(total ?? 8).toBe(8);
      heard.push(progress);
    };
    const input = { prompt: 'a red boat', negative_prompt: 'fog', steps: 8, width: 64, height: 64, seed: 7 };
    const { sizes, text } = await call('draw', input, { onprogress });
    expect(sizes).toEqual([[64, 'webp']]);
    expect(JSON.parse(text)).toMatchObject({ pictures: [{ index: 0, seed: 7, width: 64, height: 64 }] });
    expect(heard).toEqual(heard.toSorted((a, b) => a - b));
    expect(heard.length).toBeGreaterThan(1);
    expect(drawn()).toMatchObject({ seed: 7, steps: 8, parametersPrompt: 'a red boat', parametersNegative: 'fog' });
  });

  it('goes on from what was drawn: varies it, makes it larger, says what is in it', async () => {
    const { job } = JSON.parse((await call('draw', { prompt: 'a boat', steps: 4 })).text) as { job: string };
    await call('vary', { job, index: 0, how: 'subtle' });
    expect(drawn()).toMatchObject({ parametersPrompt: 'a boat', source: { strength: expect.closeTo(0.35) } });
    expect((await call('upscale', { job })).sizes).toEqual([[256, 'webp']]);
    expect(JSON.parse((await call('describe', { job })).text)).toMatchObject({ captions: ['a boat at night'] });
    const image = tinyPng({ width: 64, height: 64, seed: 1 }).toString('base64');
    expect(JSON.parse((await call('describe', { image })).text)).toMatchObject({ prompts: ['a boat at night'] });
    expect(JSON.parse((await call('queue', {})).text)).toMatchObject({ waiting: 0, own: [], models: ['demo'] });
  });

  it('cancels what it does not want any more', async () => {
    doors.renderer.setStepMs(100);
    const enough = new AbortController();
    const heard = () => enough.abort('enough');
    await expect(
      call('draw', { prompt: 'a boat', steps: 50 }, { signal: enough.signal, onprogress: heard }),
    ).rejects.toThrow();
    for await (const { job } of doors.workplace.jobs.watch('api', AbortSignal.timeout(5_000)))
      if (job.state.kind === 'cancelled') break;
    expect(doors.workplace.jobs.queue()).toEqual([]);
    doors.renderer.setStepMs(1);
  });

  it('reads why it was refused, and what it may say instead', async () => {
    expect(await call('draw', { prompt: 'a boat', model: 'nothing' })).toMatchObject({
      isError: true,
      text: expect.stringMatching(/nothing.*demo/),
    });
    expect(await call('draw', { prompt: 'a boat', sparkle: 1 })).toMatchObject({
      isError: true,
      text: expect.stringContaining('sparkle'),
    });
    expect((await call('vary', { how: 'subtle' })).text).toMatch(/job.*image/);
    const { job } = JSON.parse((await call('draw', { prompt: 'a boat', steps: 4 })).text) as { job: string };
    const stranger = await clientOf(await doors.keyOf('bob', { scopes: ['draw'] }));
    expect((await call('vary', { job, how: 'subtle' }, {}, stranger)).isError).toBe(true);
    expect((await call('queue', {}, {}, stranger)).text).toContain('scope jobs');
    await stranger.close();
    await expect(clientOf('easel_x_y')).rejects.toThrow(/wrong/);
  });

  it('hears 404 for a session of somebody else', async () => {
    const begun = await initialized();
    expect((await post(LIST, { ...begun, authorization: `Bearer ${await doors.keyOf('bob')}` })).status).toBe(404);
    expect((await post(LIST, { 'mcp-session-id': 'nobodys' })).status).toBe(404);
    expect((await post(LIST, begun)).status).toBe(200);
  });
});

describe('streamable HTTP, rule by rule', () => {
  it.each([
    ['another site’s page (DNS rebinding, by origin)', 403, INITIALIZE, { origin: 'http://evil.example' }],
    ['a client that takes no events', 406, INITIALIZE, { accept: 'application/json' }],
    ['a body that is no JSON by its type', 415, INITIALIZE, { 'content-type': 'text/plain' }],
    ['a body that is no JSON', 400, '{', {}],
    ['JSON that is no message', 400, { hello: 1 }, {}],
    ['a call before any initialization', 400, LIST, {}],
  ])('refuses %s with %i', async (_what, status, body, headers) => {
    const response = await post(body, headers);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ jsonrpc: '2.0', error: { message: expect.any(String) }, id: null });
  });

  it('refuses other methods with 405 and says which there are', async () => {
    const response = await doors.ask('PUT', '/mcp', { body: LIST, headers: BOTH });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, POST, DELETE']);
  });

  it('gives a session of printable characters, takes notifications with 202, and knows versions of the protocol', async () => {
    const begun = await initialized();
    expect(begun['mcp-session-id']).toMatch(/^[!-~]{20,}$/);
    expect((await post({ jsonrpc: '2.0', method: 'notifications/initialized' }, begun)).status).toBe(202);
    for (const [version, status] of [
      ['2025-06-18', 200],
      ['2025-03-26', 200],
      ['1999-01-01', 400],
    ] as const)
      expect((await post(LIST, { ...begun, 'mcp-protocol-version': version })).status).toBe(status);
    expect((await post(INITIALIZE, begun)).status).toBe(400);
  });

  it('has one stream of a session for what comes unasked, and no session after its end', async () => {
    const begun = await initialized();
    const enough = new AbortController();
    const listen = (accept: string) =>
      doors.ask('GET', '/mcp', { headers: { ...begun, accept }, signal: enough.signal });
    expect((await listen('application/json')).status).toBe(406);
    expect((await listen('text/event-stream')).headers.get('content-type')).toBe('text/event-stream');
    expect((await listen('text/event-stream')).status).toBe(409);
    enough.abort();
    expect((await doors.ask('DELETE', '/mcp', { headers: begun })).status).toBe(200);
    expect((await post(LIST, begun)).status).toBe(404);
  });

  it('offers no going on after a broken stream: its events have no numbers, and none is invented', async () => {
    const begun = await initialized();
    const said = await (await post(LIST, { ...begun, 'last-event-id': '7' })).text();
    expect(said).toMatch(/^event: message\ndata: /);
    expect(said).not.toMatch(/^id:/m);
  });
});

it('an assistant that starts a program of its own is carried to the door, and its refusals back', async () => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const bridged = bridgeToDoor({ address: doors.api.address, key: doors.token, input, output });
  const read = new ReadBuffer();
  const next = async (): Promise<JSONRPCMessage> => {
    for (;;) {
      const message = read.readMessage();
      if (message) return message;
      const [piece] = await new Promise<Buffer[]>((resolve) =>
        output.once('data', (...got) => resolve(got as Buffer[])),
      );
      read.append(piece!);
    }
  };
  const say = (message: object) => input.write(serializeMessage({ jsonrpc: '2.0', ...message } as JSONRPCMessage));
  say({ id: 1, method: 'initialize', params: ME });
  say({ method: 'notifications/initialized' });
  say({ id: 2, method: 'tools/call', params: { name: 'draw', arguments: { prompt: 'a boat', steps: 2 } } });
  expect(await next()).toMatchObject({ id: 1, result: { serverInfo: { name: 'easel' } } });
  expect(await next()).toMatchObject({ id: 2, result: { content: [{ type: 'image' }, { type: 'text' }] } });
  input.end();
  await bridged;
});
