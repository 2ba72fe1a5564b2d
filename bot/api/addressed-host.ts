import { isIP } from 'node:net';
import type { MiddlewareHandler } from 'hono';
import { failure } from '#bot/text/say.ts';

/** Names under which nobody but programs of this machine can come. */
const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '::1']);

/** Listening on all of a machine's addresses. */
const EVERYWHERE: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

/**
 * Answers requests alone that mean this server, by where it listens or by a name that the operator says. A site that
 * makes its own name lead here (DNS rebinding) is refused: its pages would be of one origin with these doors.
 */
export function onlyAddressed({
  host,
  names,
}: {
  /** Where it listens: a name or an address without port. */
  readonly host: string;
  readonly names: readonly string[];
}): MiddlewareHandler {
  const known = new Set([host, ...names].map((name) => name.toLowerCase()));
  const isLocal = LOOPBACK.has(host) || host.startsWith('127.') || EVERYWHERE.has(host);
  const isMeant = (name: string) =>
    known.has(name) ||
    (isLocal && LOOPBACK.has(name)) ||
    // An address is no name that somebody else could lead here.
    (EVERYWHERE.has(host) && isIP(name) !== 0);
  return async (c, next) => {
    const said = c.req.header('host') ?? '';
    if (!isMeant(nameIn(said))) throw failure('denied', 'api.host', { host: said });
    await next();
  };
}

/** Whether a `Host` names this machine in a way that nobody elsewhere could make lead here. */
export function isLoopbackHost(host: string): boolean {
  return LOOPBACK.has(nameIn(host));
}

/** Without the port, and without the brackets of an IPv6 address. */
function nameIn(host: string): string {
  return host
    .toLowerCase()
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1');
}
