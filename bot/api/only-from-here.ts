import type { Context, MiddlewareHandler } from 'hono';
import { isLoopbackHost } from '#bot/api/addressed-host.ts';
import { isLocalOrigin } from '#bot/api/guard.ts';
import { failure } from '#bot/text/say.ts';

/** What proxies add to requests that they carry: whoever asks behind one need not be on this machine. */
const OF_PROXIES = [
  'Forwarded',
  'Via',
  'X-Forwarded-For',
  'X-Forwarded-Host',
  'X-Forwarded-Proto',
  'X-Real-IP',
] as const;

/**
 * Answers programs of this machine alone, for a server that listens on loopback: what a proxy carried here, what means
 * another name (DNS rebinding) and what a page of another site asks is refused.
 */
export const onlyFromHere: MiddlewareHandler = async (c, next) => {
  const found = elsewhereIn(c);
  if (found !== null) throw failure('denied', 'api.only-here', { found });
  await next();
};

/** The header that says that a request comes from elsewhere; null = none does. */
function elsewhereIn(c: Context): string | null {
  const host = c.req.header('host') ?? '';
  if (!isLoopbackHost(host)) return `Host: ${host}`;
  const origin = c.req.header('origin');
  if (origin !== undefined && !isLocalOrigin(origin)) return `Origin: ${origin}`;
  // Pictures and links of pages send no origin.
  if (c.req.header('sec-fetch-site') === 'cross-site') return 'Sec-Fetch-Site: cross-site';
  return OF_PROXIES.find((name) => c.req.header(name) !== undefined) ?? null;
}
