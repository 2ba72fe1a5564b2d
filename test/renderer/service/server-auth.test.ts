import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:http2';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { serverAuth } from '#renderer/service/server-auth.ts';
import { NO_AUTH, type RendererAuth } from '#shared/config/renderer-auth.ts';
import { connectRenderer } from '#shared/rpc/call.ts';
import { rendererService } from '#shared/rpc/contract.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { createScriptedEngine } from '#test/fakes/scripted-engine.ts';
import { checkHealth } from '#test/renderer/service/grpc-health.ts';
import { AUTH, demoSpec, serveDemo } from '#test/renderer/service/real-renderer.ts';

const scratch = scratchFolder();
const forever = new AbortController().signal;
const SOON = { timeoutMs: 5_000 };

async function serve(auth: RendererAuth = AUTH) {
  const renderer = await serveDemo(createScriptedEngine(), {}, { listen: '127.0.0.1:0', auth });
  onTestFinished(renderer.close);
  return renderer;
}

function clientOf(address: string, auth?: RendererAuth) {
  const client = connectRenderer(address, auth);
  onTestFinished(() => client.close());
  return client;
}

/** What a stranger hears who speaks HTTP/2 and knows the contract: the status of gRPC. */
async function callRaw(address: string, path: string, body: Buffer): Promise<string> {
  const session = connect(`http://${address}`);
  const headers = { ':method': 'POST', ':path': path, 'content-type': 'application/grpc', te: 'trailers' };
  const stream = session.request(headers);
  const frame = Buffer.alloc(5);
  frame.writeUInt32BE(body.length, 1);
  stream.on('error', () => {});
  stream.end(Buffer.concat([frame, body]));
  const [answer] = (await once(stream, 'response')) as [Record<string, string>];
  session.destroy();
  return String(answer['grpc-status']);
}

describe('a renderer that listens on a port', () => {
  it('does nothing for who does not know its secret, and everything for who does', async () => {
    const renderer = await serve();
    expect((await renderer.client.describe({}, SOON)).name).toBe('test');
    for (const auth of [NO_AUTH, { secret: 'another-secret-of-16', tls: null }]) {
      const stranger = clientOf(renderer.address, auth);
      const denied = { code: 'denied', said: { key: 'renderer.secret' } };
      await expect(stranger.describe({}, SOON)).rejects.toMatchObject(denied);
      await expect(stranger.cancel({ jobId: 'a', attempt: 0 }, SOON)).rejects.toMatchObject(denied);
      await expect(stranger.watch({}, forever).next()).rejects.toMatchObject(denied);
      const request = { jobId: 'a', attempt: 1, epoch: 1, task: 'draw', draw: demoSpec() } as const;
      await expect(stranger.render(request, forever).next()).rejects.toMatchObject(denied);
    }
    expect(await checkHealth(renderer.address, '')).toBe('SERVING');
  });
  it('answers a stranger before it has read what he sends, to every method', async () => {
    const { address } = await serve();
    for (const name of Object.keys(rendererService))
      expect(await callRaw(address, `/easel.v1.Renderer/${name}`, Buffer.alloc(2 ** 20, 10))).toBe('16');
    expect(await callRaw(address, '/grpc.health.v1.Health/Watch', Buffer.alloc(0))).toBe('16');
  });
  it('lets in a certificate of its authority instead', async () => {
    const file = (name: string) => readFileSync(join(import.meta.dirname, 'tls', name));
    const own = { certificate: file('side.pem'), key: file('side.key') };
    const mutual = { secret: null, tls: { own, authority: file('ca.pem') } };
    const { address, client } = await serve(mutual);
    expect((await client.describe({}, SOON)).name).toBe('test');
    for (const auth of [NO_AUTH, { secret: null, tls: { own: null, authority: file('ca.pem') } }])
      await expect(clientOf(address, auth).describe({}, SOON)).rejects.toMatchObject({ code: 'unavailable' });
  });
  it('does not start without authentication, wherever it is to listen, and says what to set', () => {
    const authority = readFileSync(join(import.meta.dirname, 'tls', 'ca.pem'));
    for (const listen of ['0.0.0.0:50551', '127.0.0.1:0', '[::]:1', 'gpu1:50551'])
      expect(() => serverAuth(listen, NO_AUTH)).toThrow(
        `Cannot listen on ${listen} without authentication: set EASEL_RENDERER_SECRET`,
      );
    expect(() => serverAuth('gpu1:1', { ...AUTH, tls: { own: null, authority } })).toThrow(/needs EASEL_TLS_CERT/);
  });
});

describe('a renderer that listens on a Unix socket', () => {
  it('needs none: the socket is its owner’s alone', async () => {
    const path = join(scratch, 'one.sock');
    const renderer = await serveDemo(createScriptedEngine(), {}, { listen: `unix:${path}` });
    expect((await renderer.client.describe({}, SOON)).name).toBe('test');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const second = serveDemo(createScriptedEngine(), {}, { listen: `unix:${path}` });
    await expect(second).rejects.toThrow('another renderer listens there');
    await renderer.close();
  });
  it('takes the place of one that died', async () => {
    const path = join(scratch, 'two.sock');
    const first = await serveDemo(createScriptedEngine(), {}, { listen: `unix:${path}` });
    await first.close();
    writeFileSync(join(scratch, 'no-socket'), '');
    const again = await serveDemo(createScriptedEngine(), {}, { listen: `unix:${path}` });
    expect((await again.client.describe({}, SOON)).name).toBe('test');
    await again.close();
  });
});

describe('who gave orders last', () => {
  it('cannot be one from the far future', async () => {
    const { client } = await serve();
    const request = (epoch: number) => ({ jobId: 'a', attempt: 1, epoch, task: 'draw' as const, draw: demoSpec() });
    const far = client.render(request(2 ** 32 - 1), forever).next();
    await expect(far).rejects.toMatchObject({ code: 'invalid', said: { key: 'renderer.epoch-far' } });
    expect((await client.render(request(1), forever).next()).value?.event).toBe('accepted');
  });
});
