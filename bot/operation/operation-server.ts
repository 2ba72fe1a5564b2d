import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BotMetrics } from '#bot/operation/bot-metrics.ts';
import { failure } from '#bot/text/say.ts';
import type { Log } from '#shared/log.ts';

/** What those who run the bot ask it: whether it lives, whether it can take orders, and its numbers. */
export interface OperationServer {
  /** http://host:port, with the port that was really bound. */
  readonly address: string;
  close(): Promise<void>;
}

/** What the server tells. */
export interface OperationServerOptions {
  readonly host: string;
  readonly port: number;
  readonly metrics: Pick<BotMetrics, 'contentType' | 'read'>;
  /** Why orders cannot be taken now, each in a few words; none = they can. */
  readonly obstacles: () => Promise<readonly string[]>;
  readonly log: Log;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/**
 * Listens for `GET /healthz` (200 while the process answers), `/readyz` (200, or 503 with the obstacles) and
 * `/metrics`. It asks for no authentication and says nothing about members. Throws when the address cannot be had.
 */
export async function startOperationServer(options: OperationServerOptions): Promise<OperationServer> {
  const server = createServer({ requestTimeout: 5_000 }, (request, response) => {
    respond(options, request).then(
      (answer) => write(response, answer),
      (thrown) => {
        options.log.error({ err: thrown, path: request.url }, 'a question about operation could not be answered');
        write(response, plain(500, 'Something went wrong; the log says what.'));
      },
    );
  });
  await listen(server, options);
  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    address: `http://${host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, { host, port }: OperationServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const values = { address: `${host}:${port}`, problem: error.code ?? error.message };
      reject(failure('unavailable', 'operation.listen', values, { cause: error }));
    });
    server.listen({ host, port }, resolve);
  });
}

async function respond(
  { metrics, obstacles }: OperationServerOptions,
  { method, url }: IncomingMessage,
): Promise<Answer> {
  if (method !== 'GET' && method !== 'HEAD') return plain(405, 'This is only read.');
  switch (url?.split('?')[0]) {
    case '/healthz':
      return plain(200, 'ok');
    case '/readyz': {
      const found = await obstacles();
      return found.length === 0 ? plain(200, 'ready') : plain(503, found.join('\n'));
    }
    case '/metrics':
      return { status: 200, type: metrics.contentType, body: await metrics.read() };
    default:
      return plain(404, 'Here are /healthz, /readyz and /metrics.');
  }
}

function plain(status: number, line: string): Answer {
  return { status, type: 'text/plain; charset=utf-8', body: `${line}\n` };
}

function write(response: ServerResponse, { status, type, body }: Answer): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
}
