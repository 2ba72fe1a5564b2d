import { Server, ServerCredentials } from '@grpc/grpc-js';
import { afterEach, describe, expect, it } from 'vitest';
import type { RendererState, WatchRequest } from '#shared/contract/messages.ts';
import type { CancelReply, CancelRequest } from '#shared/contract/operating.ts';
import { Failure } from '#shared/failure.ts';
import { connectRenderer, type RendererConnection } from '#shared/rpc/call.ts';
import { rendererService } from '#shared/rpc/contract.ts';
import { serverStream, unary } from '#shared/rpc/serve.ts';

type Watch = (request: WatchRequest, signal: AbortSignal) => AsyncGenerator<RendererState, void, undefined>;
type Cancel = (request: CancelRequest, signal: AbortSignal) => Promise<CancelReply>;

const open: { server: Server; connection: RendererConnection }[] = [];

afterEach(() => {
  for (const { server, connection } of open.splice(0)) {
    connection.close();
    server.forceShutdown();
  }
});

async function serve(handlers: { watch?: Watch; cancel?: Cancel }): Promise<RendererConnection> {
  const server = new Server();
  server.addService(rendererService, {
    ...(handlers.watch && { Watch: serverStream(handlers.watch) }),
    ...(handlers.cancel && { Cancel: unary(handlers.cancel) }),
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  const connection = connectRenderer(`127.0.0.1:${port}`);
  open.push({ server, connection });
  return connection;
}

const state = (waiting: number, model = ''): RendererState => ({
  phase: 'RENDERER_PHASE_READY',
  resident: model ? [{ model, adapters: [], stepMs: 0 }] : [],
  rendering: 0,
  waiting,
  memoryMib: 0,
  engineStarts: 1,
});

describe('a unary call', () => {
  it('carries the request there and the reply back', async () => {
    const connection = await serve({
      cancel: async ({ jobId, attempt }) => ({ found: jobId === 'a' && attempt === 2 }),
    });
    expect(await connection.cancel({ jobId: 'a', attempt: 2 }, { timeoutMs: 2000 })).toEqual({ found: true });
  });

  it.each([
    'invalid',
    'denied',
    'not-found',
    'already-exists',
    'exhausted',
    'superseded',
    'unavailable',
    'cancelled',
    'internal',
  ] as const)('brings a Failure %s back with its sentence', async (code) => {
    const connection = await serve({
      cancel: async () => {
        throw new Failure(code, `Cannot do it: ${code}`);
      },
    });
    await expect(connection.cancel({ jobId: 'a', attempt: 1 }, { timeoutMs: 2000 })).rejects.toMatchObject({
      name: 'Failure',
      code,
      message: `Cannot do it: ${code}`,
    });
  });

  it('keeps the text of an unknown error on the server', async () => {
    const connection = await serve({
      cancel: async () => {
        throw new Error('password is hunter2');
      },
    });
    const failure = await connection.cancel({ jobId: 'a', attempt: 1 }, { timeoutMs: 2000 }).catch((thrown) => thrown);
    expect(failure.code).toBe('internal');
    expect(failure.message).not.toContain('hunter2');
  });

  it('is unavailable when nobody listens', async () => {
    const connection = connectRenderer('127.0.0.1:9');
    await expect(connection.cancel({ jobId: 'a', attempt: 1 }, { timeoutMs: 2000 })).rejects.toMatchObject({
      code: 'unavailable',
    });
    connection.close();
  });
});

describe('a stream', () => {
  it('gives every item in order and ends', async () => {
    const connection = await serve({
      watch: async function* () {
        yield state(1);
        yield state(2);
      },
    });
    const seen: number[] = [];
    for await (const item of connection.watch({}, new AbortController().signal)) seen.push(item.waiting);
    expect(seen).toEqual([1, 2]);
  });

  it('ends with the Failure that the server threw after the items before it', async () => {
    const connection = await serve({
      watch: async function* () {
        yield state(1);
        throw new Failure('unavailable', 'The engine died');
      },
    });
    const seen: number[] = [];
    const reading = (async () => {
      for await (const item of connection.watch({}, new AbortController().signal)) seen.push(item.waiting);
    })();
    await expect(reading).rejects.toMatchObject({ code: 'unavailable', message: 'The engine died' });
    expect(seen).toEqual([1]);
  });

  it.each(['leaving the loop', 'aborting'])('runs the finally of the server generator after %s', async (way) => {
    let finish: () => void = () => {};
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const connection = await serve({
      watch: async function* (_, signal) {
        try {
          yield state(1);
          await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
        } finally {
          finish();
        }
      },
    });
    const abort = new AbortController();
    const reading = (async () => {
      for await (const _ of connection.watch({}, abort.signal)) {
        if (way === 'leaving the loop') return 'left';
        abort.abort(new Failure('cancelled', 'Enough'));
      }
      return 'ended';
    })();
    if (way === 'aborting') await expect(reading).rejects.toMatchObject({ message: 'Enough' });
    else expect(await reading).toBe('left');
    await finished;
  });

  it('holds the generator back while the reader does not read', async () => {
    let produced = 0;
    const connection = await serve({
      watch: async function* () {
        for (; produced < 5000; produced++) yield state(produced, 'x'.repeat(100_000));
      },
    });
    const reader = connection.watch({}, new AbortController().signal);
    await reader.next();
    let before = -1;
    while (before !== produced) {
      before = produced;
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    expect(produced).toBeLessThan(500);
    await reader.return();
  });
});
