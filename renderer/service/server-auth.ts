import { createHash, timingSafeEqual } from 'node:crypto';
import { ServerCredentials, ServerInterceptingCall, type ServerInterceptor, status } from '@grpc/grpc-js';
import type { RendererAuth, RendererTls } from '#shared/config/renderer-auth.ts';
import { toStatus } from '#shared/rpc/status.ts';
import { failure } from '#shared/text/failure.ts';

/** A probe of a container cannot say a secret, and hears only whether renders are taken. */
const OPEN_TO_ALL = '/grpc.health.v1.Health/Check';

const UNIX = 'unix:';

/** What a server needs to let in nobody but those who may. */
export interface ServerAuth {
  readonly credentials: ServerCredentials;
  readonly interceptors: readonly ServerInterceptor[];
}

/**
 * How callers of an address show who they are. A Unix socket is guarded by its file mode; any other address needs a
 * secret, or certificates on both sides. Throws one sentence when there is neither: whoever reaches an open port could
 * draw, cancel, and read what others draw, on loopback every user of the machine.
 */
export function serverAuth(listen: string, { secret, tls }: RendererAuth): ServerAuth {
  if (listen.startsWith(UNIX)) return { credentials: ServerCredentials.createInsecure(), interceptors: [] };
  if (tls && !tls.own) throw failure('invalid', 'renderer.no-certificate');
  if (secret === null && !tls?.authority) throw failure('invalid', 'renderer.no-auth', { address: listen });
  return {
    credentials: tls ? encrypted(tls) : ServerCredentials.createInsecure(),
    interceptors: secret === null ? [] : [askForSecret(secret)],
  };
}

function encrypted({ own, authority }: RendererTls): ServerCredentials {
  const pairs = own ? [{ private_key: own.key, cert_chain: own.certificate }] : [];
  return ServerCredentials.createSsl(authority, pairs, authority !== null);
}

/** Answers before anything of the request is read. */
function askForSecret(secret: string): ServerInterceptor {
  const expected = digest(`Bearer ${secret}`);
  return (method, call) =>
    new ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMetadata(metadata, pass) {
            const [given] = metadata.get('authorization');
            // Digests have one length, which the comparison needs, and say nothing about how much was right.
            if (method.path === OPEN_TO_ALL || timingSafeEqual(digest(String(given)), expected)) return pass(metadata);
            call.sendStatus({ ...toStatus(failure('denied', 'renderer.secret')), code: status.UNAUTHENTICATED });
          },
        }),
    });
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
