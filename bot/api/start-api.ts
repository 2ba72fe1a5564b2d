import type { AddressInfo } from 'node:net';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { A1111_DOOR, CONTROLNET_DOOR, GRADIO_DOOR } from '#bot/api/a1111/a1111-door.ts';
import { onlyAddressed } from '#bot/api/addressed-host.ts';
import type { ApiServices, Door } from '#bot/api/door.ts';
import { followJobs } from '#bot/api/follow-jobs.ts';
import { boundedBody, closedToOrigins, dropStalled, onlyWithKey, refuse } from '#bot/api/guard.ts';
import { pictureRoutes } from '#bot/api/linked-pictures.ts';
import { MCP_DOOR } from '#bot/api/mcp/mcp-door.ts';
import { OPENAI_DOOR } from '#bot/api/openai/openai-door.ts';
import { createLinkSigner } from '#bot/api/picture-links.ts';
import { PLAIN_DOOR } from '#bot/api/plain/plain-door.ts';
import { failure } from '#bot/text/say.ts';

/** Every door there is; a new one is a folder and a line here. */
const DOORS: readonly Door[] = [PLAIN_DOOR, OPENAI_DOOR, A1111_DOOR, CONTROLNET_DOOR, GRADIO_DOOR, MCP_DOOR];

/** What opening the doors takes. */
export interface ApiOptions extends Omit<ApiServices, 'follower' | 'links' | 'closing'> {
  readonly host: string;
  /** Names besides by which it may be called: a proxy's, say. */
  readonly names: readonly string[];
  /** 0 = any free one. */
  readonly port: number;
  /** Web pages of other sites whose scripts may ask. */
  readonly origins: readonly string[];
  /** A reader that takes nothing for so long is given up. Milliseconds; a minute when left out. */
  readonly stalledMs?: number;
}

/** The doors for other programs, open. */
export interface Api {
  /** `http://127.0.0.1:8430`. */
  readonly address: string;
  /** Ends what is waited for, without ending the jobs, and stops listening. */
  close(): Promise<void>;
}

const STALLED_MS = 60_000;

/** How long a body may take to come in. Milliseconds. */
const REQUEST_MS = 120_000;

/** Opens all doors on one port. Throws `unavailable` when it is taken. */
export async function startApi(options: ApiOptions): Promise<Api> {
  const closing = new AbortController();
  const follower = followJobs(options, closing.signal);
  const services: ApiServices = {
    ...options,
    follower,
    links: createLinkSigner(options.clock),
    closing: closing.signal,
  };
  const server = createAdaptorServer({
    fetch: apiApp(services, options).fetch,
    serverOptions: { requestTimeout: REQUEST_MS },
  });
  const { host, port, log } = options;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(
        failure('unavailable', 'api.port', { where: `${host}:${port}`, why: cause.code ?? cause.message }, { cause }),
      ),
    );
    server.listen(port, host, resolve);
  }).catch(async (thrown) => {
    closing.abort(thrown);
    await follower.done;
    throw thrown;
  });
  server.on('error', (err) => log.error({ err }, 'the server for other programs failed'));
  return {
    address: `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`,
    async close() {
      closing.abort(failure('unavailable', 'api.closing'));
      const closed = new Promise((resolve) => server.close(resolve));
      if ('closeAllConnections' in server) server.closeAllConnections();
      await Promise.all([closed, follower.done]);
    },
  };
}

function apiApp(services: ApiServices, { host, names, origins, stalledMs = STALLED_MS }: ApiOptions) {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.use(dropStalled(stalledMs), onlyAddressed({ host, names }), closedToOrigins(origins));
  app.get('/', (c) => c.json({ name: 'Easel', doors: DOORS.map(({ path }) => path) }));
  app.route('/pictures', pictureRoutes(services));
  app.use(onlyWithKey(services), boundedBody);
  for (const door of DOORS) app.route(door.path, door.routes(services));
  app.notFound((c) => {
    throw failure('not-found', 'api.no-route', { method: c.req.method, path: c.req.path });
  });
  app.onError((thrown, c) => refuse(thrown, { c, log: services.log, doors: DOORS }));
  return app;
}
