import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { readerOf } from '#bot/studio/server/reader.ts';
import { OPERATOR } from '#bot/studio/server/visitor.ts';
import { writerOf } from '#bot/text/languages.ts';
import { failure } from '#bot/text/say.ts';
import { Failure } from '#shared/failure.ts';
import { HTTP_STATUS } from '#shared/http-status.ts';
import type { Log } from '#shared/log.ts';

/** Names by which a browser on this machine (or at the end of an ssh tunnel) may call the studio. */
const LOOPBACK_NAMES: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];

/** Room for a prompt of 10,000 characters, all of them escaped, and its negative. */
const BODY_BYTES_MAX = 256 * 1024;

/** Nothing from elsewhere runs in the page, nothing elsewhere shows the page, and no other site reads its answers. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'";

const HEADERS: Record<string, string> = {
  'content-security-policy': `${POLICY}; frame-ancestors 'none'`,
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** Only answers requests meant for this machine (DNS rebinding) that do not come out of another site (forgery). */
export const onlyFromThisMachine: MiddlewareHandler = async (c, next) => {
  const host = c.req.header('host') ?? '';
  if (!LOOPBACK_NAMES.includes(host.replace(/:\d+$/, '').toLowerCase()))
    throw failure('denied', 'studio.other-machine', { host });
  const origin = c.req.header('origin');
  if (origin !== undefined && origin !== `http://${host}`) throw failure('denied', 'studio.other-origin', { origin });
  const site = c.req.header('sec-fetch-site');
  const isVisit = c.req.header('sec-fetch-mode') === 'navigate' && c.req.method === 'GET';
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !isVisit)
    throw failure('denied', 'studio.other-site');
  c.set('visitor', OPERATOR);
  await next();
};

/** Changes come as JSON only: a form on another site cannot send that without asking first. */
export const onlyJson: MiddlewareHandler = async (c, next) => {
  const type = c.req.header('content-type') ?? '';
  if (c.req.method !== 'GET' && c.req.method !== 'HEAD' && type.split(';')[0]!.trim() !== 'application/json')
    throw failure('invalid', 'studio.no-json', { type });
  await next();
};

/** Refuses bodies larger than any request of the page. */
export const boundedBody: MiddlewareHandler = bodyLimit({
  maxSize: BODY_BYTES_MAX,
  onError: () => {
    throw failure('invalid', 'studio.body', { max: BODY_BYTES_MAX });
  },
});

/** Sets the headers of every answer. Nobody shows the page in a frame but these origins. */
export function safeHeaders(framedBy: readonly string[] = []): MiddlewareHandler {
  const frames = framedBy.length === 0 ? "'none'" : framedBy.join(' ');
  const headers = Object.entries({ ...HEADERS, 'content-security-policy': `${POLICY}; frame-ancestors ${frames}` });
  return async (c, next) => {
    await next();
    for (const [name, value] of headers) c.header(name, value);
  };
}

/** Anything thrown becomes its status and `{error: sentence}`; the cause of the unexpected goes to the log. */
export function refuse(thrown: unknown, { c, log }: { c: Context; log: Log }): Response {
  const { code, said, cause } = Failure.from(thrown);
  if (code === 'internal') log.error({ path: c.req.path, err: cause }, 'studio request failed');
  for (const [name, value] of Object.entries(HEADERS)) c.header(name, value);
  return c.json({ error: writerOf(readerOf(c).language).say(said) }, HTTP_STATUS[code]);
}
