import { Server, type ServerCredentials } from '@grpc/grpc-js';
import { ReflectionService } from '@grpc/reflection';
import { HealthImplementation, protoPath } from 'grpc-health-check';
import type { RendererService } from '#renderer/service/renderer-service.ts';
import { serverAuth } from '#renderer/service/server-auth.ts';
import { bindPrivately } from '#renderer/service/unix-socket.ts';
import type { RendererAuth } from '#shared/config/renderer-auth.ts';
import { asWritten, RENDERER_SERVICE_NAME, rendererService } from '#shared/rpc/contract.ts';
import { failure } from '#shared/text/failure.ts';

/** A listening gRPC server. */
export interface RendererServer {
  /** host:port or unix:/path, with the port that was really bound. */
  readonly address: string;
  /** Streams that somebody reads: at once, then after every change. */
  readers(signal: AbortSignal): AsyncGenerator<number, void, undefined>;
  /** Drains the service (see there), then ends every call. */
  close(signal: AbortSignal): Promise<void>;
}

/** A dead peer is noticed within time + timeout; a closed connection at once. */
const OPTIONS = {
  'grpc.keepalive_time_ms': 5_000,
  'grpc.keepalive_timeout_ms': 3_000,
  'grpc.keepalive_permit_without_calls': 1,
  // An image and its mask (valid-source.ts) with prompts beside them.
  'grpc.max_receive_message_length': 20 * 1024 * 1024,
  'grpc.enable_channelz': 0,
};

/** How long streams may take to end by themselves at the end. */
const SHUTDOWN_MS = 500;

/** Where a renderer listens, and to whom. */
export interface ListenOptions {
  /** host:port or unix:/path. */
  readonly listen: string;
  readonly auth: RendererAuth;
  /** Whether clients may ask what there is (gRPC's server reflection). */
  readonly reflection: boolean;
}

/**
 * Puts the service on a server, with health, and listens for callers who show who they are. Throws when nothing
 * is asked of them, or the address cannot be had.
 */
export async function serveRenderer(service: RendererService, options: ListenOptions): Promise<RendererServer> {
  const { listen, auth, reflection } = options;
  const { credentials, interceptors } = serverAuth(listen, auth);
  const server = new Server({ ...OPTIONS, interceptors: [...interceptors] });
  server.addService(rendererService, service.handlers);
  const health = new HealthImplementation({ '': 'NOT_SERVING', [RENDERER_SERVICE_NAME]: 'NOT_SERVING' });
  health.addToServer(server);
  if (reflection) new ReflectionService(asWritten([protoPath])).addToServer(server);
  const port = await listenOn(server, listen, credentials);
  const stop = new AbortController();
  const following = followHealth(service, { health, signal: stop.signal });
  return {
    address: listen.startsWith('unix:') ? listen : listen.replace(/:\d+$/, `:${port}`),
    readers: (signal) => service.readers.changes(signal),
    async close(signal) {
      await service.drain(signal);
      await shutDown(server);
      stop.abort();
      await following;
    },
  };
}

function listenOn(server: Server, listen: string, credentials: ServerCredentials): Promise<number> {
  const bound = () => bind(server, listen, credentials);
  return listen.startsWith('unix:') ? bindPrivately(listen.slice('unix:'.length), bound) : bound();
}

function bind(server: Server, listen: string, credentials: ServerCredentials): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(listen, credentials, (error, port) => {
      if (error)
        reject(
          failure('unavailable', 'renderer.listen', { address: listen, problem: error.message }, { cause: error }),
        );
      else resolve(port);
    });
  });
}

async function followHealth(
  service: RendererService,
  { health, signal }: { health: HealthImplementation; signal: AbortSignal },
): Promise<void> {
  try {
    let last = '';
    for await (const { phase } of service.state.changes(signal)) {
      const status = phase === 'RENDERER_PHASE_READY' ? 'SERVING' : 'NOT_SERVING';
      if (status === last) continue;
      last = status;
      for (const name of ['', RENDERER_SERVICE_NAME]) health.setStatus(name, status);
    }
  } catch (thrown) {
    if (!signal.aborted) throw thrown;
  }
}

/** Ends when the last stream has, or hangs up: a health watcher, say, would stay for ever. */
function shutDown(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      server.forceShutdown();
      resolve();
    }, SHUTDOWN_MS);
    server.tryShutdown(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
