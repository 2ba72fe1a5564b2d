import type { AddressInfo } from 'node:net';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { A1111_DOOR, CONTROLNET_DOOR, GRADIO_DOOR } from '#bot/api/a1111/a1111-door.ts';
import { onlyAddressed } from '#bot/api/addressed-host.ts';
import type { ApiServices, Door } from '#bot/api/door.ts';
import { followJobs } from '#bot/api/follow-jobs.ts';
import { type ApiBindings, boundedBody, closedToOrigins, dropStalled, onlyWithKey, refuse } from '#bot/api/guard.ts';
import { pictureRoutes } from '#bot/api/linked-pictures.ts';
import { MCP_DOOR } from '#bot/api/mcp/mcp-door.ts';
import { onlyFromHere } from '#bot/api/only-from-here.ts';
import { OPENAI_DOOR } from '#bot/api/openai/openai-door.ts';
import { createLinkSigner } from '#bot/api/picture-links.ts';
import { PLAIN_DOOR } from '#bot/api/plain/plain-door.ts';
import { failure } from '#bot/text/say.ts';

/** What programs that were written for A1111 ask; few of them can be told a key, and some cannot. */
const A1111_DOORS: readonly Door[] = [A1111_DOOR, CONTROLNET_DOOR, GRADIO_DOOR];

/** Every door there is; a new one is a folder and a line here. */
const DOORS: readonly Door[] = [PLAIN_DOOR, OPENAI_DOOR, ...A1111_DOORS, MCP_DOOR];

/** What opening the doors takes. */
export interface ApiOptions extends Omit<ApiServices, 'follower' | 'links' | 'closing'> {
  readonly host: string;
  /** Names besides by which it may be called: a proxy's, say. */
  readonly names: readonly string[];
  /** 0 = any free one. */
  readonly port: number;
  /** Web pages of other sites whose scripts may ask. */
  readonly origins: readonly string[];
  /** Opens A1111's doors once more, on this machine alone, to programs that send no key: in whose name, and on which port. */
  readonly local?: { readonly key: string; readonly port: number } | null;
  /** A reader that takes nothing for so long is given up. Milliseconds; a minute when left out. */
  readonly stalledMs?: number;
}

/** The doors for other programs, open. */
export interface Api {
  /** `http://127.0.0.1:8430`. */
  readonly address: string;
  /** Where programs of this machine come in without a key; null = nowhere. */
  readonly localAddress: string | null;
  /** Ends what is waited for, without ending the jobs, and stops listening. */
  close(): Promise<void>;
}

const STALLED_MS = 60_000;

/** How long a body may take to come in. Milliseconds. */
const REQUEST_MS = 120_000;

/** Where no other machine reaches. */
const LOCAL_HOST = '127.0.0.1';

/** Opens all doors on one port, and A1111's on another where that is wanted. Throws `unavailable` when one is taken. */
export async function startApi(options: ApiOptions): Promise<Api> {
  const { host, port, local, log } = options;
  const closing = new AbortController();
  const follower = followJobs(options, closing.signal);
  const links = createLinkSigner(options.clock);
  const apps = appsOf({ ...options, follower, links, closing: closing.signal }, options);
  const open: Listening[] = [];
  const close = async (why: unknown) => {
    closing.abort(why);
    await Promise.all([...open.map((server) => server.close()), follower.done]);
  };
  try {
    open.push(await listen(apps.all.fetch, { host, port, setting: 'EASEL_API', log }));
    if (local) {
      const withKey: Fetch = (request, env) => apps.local.fetch(request, { ...env, localKey: local.key });
      open.push(await listen(withKey, { host: LOCAL_HOST, port: local.port, setting: 'EASEL_API_LOCAL_PORT', log }));
    }
  } catch (thrown) {
    await close(thrown);
    throw thrown;
  }
  if (local) warnOfKey(local.key, options);
  const [address, localAddress = null] = open.map((server) => server.address);
  return { address: address!, localAddress, close: () => close(failure('unavailable', 'api.closing')) };
}

/** Members take keys back, and so no start fails for that; each request hears of it, too. */
function warnOfKey(key: string, { keys, log }: Pick<ApiServices, 'keys' | 'log'>): void {
  try {
    keys.check(key);
  } catch (err) {
    log.warn({ err }, 'the key in EASEL_API_LOCAL_KEY opens nothing');
  }
}

/** A server that has begun to listen. */
interface Listening {
  readonly address: string;
  close(): Promise<void>;
}

type Fetch = (request: Request, env: HttpBindings) => Response | Promise<Response>;

/** Throws `unavailable` with the setting that says another port. */
async function listen(
  fetch: Fetch,
  {
    host,
    port,
    setting,
    log,
  }: { readonly host: string; readonly port: number; readonly setting: string; readonly log: ApiServices['log'] },
): Promise<Listening> {
  const server = createAdaptorServer({
    fetch: (request, env) => fetch(request, env as HttpBindings),
    serverOptions: { requestTimeout: REQUEST_MS },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const why = cause.code ?? cause.message;
      reject(failure('unavailable', 'api.port', { where: `${host}:${port}`, why, setting }, { cause }));
    });
    server.listen(port, host, resolve);
  });
  server.on('error', (err) => log.error({ err }, 'the server for other programs failed'));
  return {
    address: `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed;
    },
  };
}

/** All doors, and those for programs of this machine that send no key: the same behind, with the same limits of keys. */
function appsOf(services: ApiServices, { host, names, origins, stalledMs = STALLED_MS }: ApiOptions) {
  const withKey = onlyWithKey(services);
  const routes = new Map(DOORS.map((door) => [door, door.routes(services)]));
  const build = (doors: readonly Door[], begin: (app: Hono<{ Bindings: ApiBindings }>) => void) => {
    const app = new Hono<{ Bindings: ApiBindings }>();
    app.use(dropStalled(stalledMs));
    begin(app);
    app.use(withKey, boundedBody);
    for (const door of doors) app.route(door.path, routes.get(door)!);
    app.notFound((c) => {
      throw failure('not-found', 'api.no-route', { method: c.req.method, path: c.req.path });
    });
    app.onError((thrown, c) => refuse(thrown, { c, log: services.log, doors: DOORS }));
    return app;
  };
  const greet = (doors: readonly Door[]) => ({ name: 'Easel', doors: doors.map(({ path }) => path) });
  return {
    all: build(DOORS, (app) => {
      app.use(onlyAddressed({ host, names }), closedToOrigins(origins));
      app.get('/', (c) => c.json(greet(DOORS)));
      app.route('/pictures', pictureRoutes(services));
    }),
    local: build(A1111_DOORS, (app) => {
      app.use(onlyFromHere);
      app.get('/', (c) => c.json(greet(A1111_DOORS)));
    }),
  };
}
