import type { HttpBindings } from '@hono/node-server';
import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { ApiServices, Door, Refusal } from '#bot/api/door.ts';
import { createRateLimit, type RateLimit } from '#bot/limits/rate-limit.ts';
import type { ApiKey } from '#bot/ports/api-keys.ts';
import { writerOf } from '#bot/text/languages.ts';
import { languageAccepted } from '#bot/text/locale.ts';
import { failure } from '#bot/text/say.ts';
import { Failure } from '#shared/failure.ts';
import { HTTP_STATUS } from '#shared/http-status.ts';

/** Room for a picture of 25 MB with its mask, as base64. */
export const BODY_BYTES_MAX = 72 * 2 ** 20;

/** Requests of one key under way at a time; each may hold a body. */
const OPEN_MAX = 24;

/** Wrong keys in a row from one address, and how long until there is room for the next. */
const WRONG_KEYS = { burst: 30, everyMs: 5_000 };

/** Sentences about the key itself: with another one it would go on. */
const ABOUT_THE_KEY: ReadonlySet<string> = new Set(['api.no-key', 'api.wrong-key', 'api.key-over', 'api.local-key']);

/** Programs for A1111 that send a name and a password only when they are asked for them wait for the second. */
const CHALLENGES = 'Bearer realm="Easel", Basic realm="Easel", charset="UTF-8"';

/** Pages of this machine; they too get no answer that their scripts could read. */
const LOCAL_ORIGIN = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** Whether a page of this machine asks. */
export function isLocalOrigin(origin: string): boolean {
  return LOCAL_ORIGIN.test(origin);
}

/** What a request comes with besides itself. */
export interface ApiBindings extends HttpBindings {
  /** Stands for programs that send no key, where they may come in without one. */
  readonly localKey?: string;
}

/** Refuses bodies larger than any request needs, before they are read. */
export const boundedBody: MiddlewareHandler = bodyLimit({
  maxSize: BODY_BYTES_MAX,
  onError: () => {
    throw failure('invalid', 'api.body', { max: BODY_BYTES_MAX });
  },
});

/** Other sites' pages get no answer, unless the operator has named them; programs send no such header, nor need to. */
export function closedToOrigins(origins: readonly string[]): MiddlewareHandler {
  return async (c, next) => {
    const origin = c.req.header('origin');
    const isKnown = origin !== undefined && origins.includes(origin);
    if (origin !== undefined && !isKnown && !isLocalOrigin(origin)) throw failure('denied', 'api.origin', { origin });
    if (isKnown) {
      c.header('access-control-allow-origin', origin);
      c.header('vary', 'Origin');
    }
    if (c.req.method === 'OPTIONS') {
      if (!isKnown) throw failure('denied', 'api.origin', { origin: origin ?? '' });
      c.header('access-control-allow-methods', 'GET, POST, DELETE');
      c.header('access-control-allow-headers', c.req.header('access-control-request-headers') ?? '');
      return c.body(null, 204);
    }
    await next();
  };
}

/** Drops a connection whose answer nobody has read of for so long. Milliseconds. */
export function dropStalled(ms: number): MiddlewareHandler<{ Bindings: HttpBindings }> {
  return async (c, next) => {
    await next();
    const { outgoing } = c.env;
    const { socket } = outgoing;
    if (!socket) return;
    const drop = () => socket.destroy();
    socket.setTimeout(ms, drop);
    outgoing.once('close', () => socket.setTimeout(0, drop));
  };
}

/** Lets nobody pass without a key that holds, in time and number; says who it is. */
export function onlyWithKey(services: ApiServices): MiddlewareHandler<{ Bindings: ApiBindings }> {
  const { keys, members, jobs, clock } = services;
  const wrong = createRateLimit({ ...WRONG_KEYS, clock });
  const limits = new Map<number, RateLimit>();
  const open = new Map<string, number>();
  return async (c, next) => {
    const key = checked(c, { keys, wrong });
    limitFor(key.requestsPerMinute, { limits, clock }).take(key.id);
    const before = open.get(key.id) ?? 0;
    if (before >= OPEN_MAX) throw failure('exhausted', 'api.open', { max: OPEN_MAX });
    open.set(key.id, before + 1);
    try {
      const member = await members.memberOf(key);
      const place = { ...key.home, platform: 'api' } as const;
      if (!(await jobs.rules.settings.of(key.home)).keys) throw failure('denied', 'api.server-off');
      c.set('asker', { key, member, place, gone: c.req.raw.signal });
      await next();
    } finally {
      const now = (open.get(key.id) ?? 1) - 1;
      if (now > 0) open.set(key.id, now);
      else open.delete(key.id);
    }
  };
}

/** One for each number that keys are made with: names of keys are its buckets. */
function limitFor(
  requestsPerMinute: number,
  { limits, clock }: { readonly limits: Map<number, RateLimit>; readonly clock: ApiServices['clock'] },
): RateLimit {
  const limit =
    limits.get(requestsPerMinute) ??
    createRateLimit({ burst: requestsPerMinute, everyMs: 60_000 / requestsPerMinute, clock });
  limits.set(requestsPerMinute, limit);
  return limit;
}

function checked(
  c: Context<{ Bindings: ApiBindings }>,
  { keys, wrong }: { readonly keys: ApiServices['keys']; readonly wrong: RateLimit },
) {
  const token = keyIn(c);
  // A name without a password is what programs send that have a field for it, and nothing in it.
  if (token === null || token === '') return localKeyOf(c, keys);
  try {
    return keys.check(token);
  } catch (thrown) {
    wrong.take(c.env.incoming?.socket?.remoteAddress ?? '');
    throw thrown;
  }
}

/** The key that stands for who sends none. Throws `denied` where there is none, and where it opens nothing any more. */
function localKeyOf(c: Context<{ Bindings: ApiBindings }>, keys: ApiServices['keys']): ApiKey {
  const { localKey } = c.env;
  if (localKey === undefined) throw failure('denied', 'api.no-key');
  try {
    return keys.check(localKey);
  } catch (thrown) {
    throw failure('denied', 'api.local-key', { cause: thrown });
  }
}

/** As programs send keys: a bearer's, as the password of a name (A1111's clients), or in a header of its own. */
function keyIn(c: Context): string | null {
  const [scheme = '', value = ''] = (c.req.header('authorization') ?? '').split(/ +/, 2);
  if (scheme.toLowerCase() === 'bearer' && value !== '') return value;
  if (scheme.toLowerCase() === 'basic') {
    const pair = Buffer.from(value, 'base64').toString('utf8');
    return pair.slice(pair.indexOf(':') + 1);
  }
  return c.req.header('x-api-key') ?? null;
}

/** Anything thrown in the shape of the door it was thrown behind; the cause of the unexpected goes to the log. */
export function refuse(
  thrown: unknown,
  { c, log, doors }: { readonly c: Context; readonly log: ApiServices['log']; readonly doors: readonly Door[] },
): Response {
  const { code, said, cause } = Failure.from(thrown);
  if (code === 'internal') log.error({ path: c.req.path, err: cause }, 'request of another program failed');
  const status = ABOUT_THE_KEY.has(said.key) ? 401 : HTTP_STATUS[code];
  if (status === 401) c.header('www-authenticate', CHALLENGES);
  const { seconds } = said.values;
  if (code === 'exhausted' && typeof seconds === 'number') c.header('retry-after', String(seconds));
  const message = writerOf(languageAccepted(c.req.header('accept-language'))).say(said);
  const why: Refusal = { status, code, message };
  const door = doors.find(({ path }) => `${c.req.path}/`.startsWith(`${path}/`));
  return c.json(door ? door.refusal(why) : { error: why }, status as 400);
}
