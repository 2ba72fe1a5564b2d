import type { RESTOptions } from 'discord.js';
import { systemClock } from '#shared/clock.ts';

type MakeRequest = RESTOptions['makeRequest'];

/** Buckets that are known to be empty; beyond it those whose time is over are dropped. */
const EMPTY_MAX = 1000;

/** Where discord.js counts too: the routes that share a bucket, of each channel, server or token for itself. */
const MAJOR = /\/(?:(?:webhooks|interactions)\/\d+\/[^/?]+|(?:channels|guilds|webhooks)\/\d+)/;

/**
 * Keeps what Discord's headers say of empty buckets for all clients of this process, and answers in Discord's place, as
 * it would, where there is no room left. discord.js counts by client and by the bucket that it knew when it
 * began to wait: what the first answer of a route says, and what another client hears, it does not heed.
 */
export function heedKnownLimits(makeRequest: MakeRequest, now: () => number = systemClock.now): MakeRequest {
  const bucketOf = new Map<string, string>();
  const emptyUntil = new Map<string, number>();
  return async (url, init) => {
    const { pathname } = new URL(url);
    const [major = ''] = MAJOR.exec(pathname) ?? [];
    const route = `${init.method} ${routeOf(pathname)}`;
    const bucket = bucketOf.get(route);
    const leftMs = bucket === undefined ? 0 : (emptyUntil.get(`${bucket} ${major}`) ?? 0) - now();
    if (bucket !== undefined && leftMs > 0) return refusal(bucket, leftMs / 1000);
    const response = await makeRequest(url, init);
    tellExactly(response);
    const said = response.headers.get('x-ratelimit-bucket');
    if (said === null || response.headers.has('x-ratelimit-global')) return response;
    bucketOf.set(route, said);
    const isEmpty = response.headers.get('x-ratelimit-remaining') === '0';
    const seconds = Number(response.headers.get('x-ratelimit-reset-after') ?? 0);
    if (isEmpty && seconds > 0) {
      if (emptyUntil.size >= EMPTY_MAX)
        for (const [key, until] of emptyUntil) if (until <= now()) emptyUntil.delete(key);
      if (emptyUntil.size < EMPTY_MAX) emptyUntil.set(`${said} ${major}`, now() + seconds * 1000);
    }
    return response;
  };
}

/** `retry-after` is in whole seconds, rounded up: a panel would wait up to a second longer than it has to. */
function tellExactly({ status, headers }: Awaited<ReturnType<MakeRequest>>): void {
  const after = headers.get('x-ratelimit-reset-after');
  if (status === 429 && after !== null && headers.get('x-ratelimit-scope') === 'user')
    headers.set('retry-after', after);
}

/** A path without what is different from message to message: as many as Discord has operations. */
function routeOf(pathname: string): string {
  return pathname
    .replace(/\/reactions\/.*/, '/reactions')
    .replace(/\/(webhooks|interactions)\/\d+\/[^/]+/, '/$1/:id/:token')
    .replaceAll(/\d{16,}/g, ':id');
}

/** `shared`: nobody's fault, as nothing was sent, so that it does not count among the refused requests. */
function refusal(bucket: string, seconds: number): Awaited<ReturnType<MakeRequest>> {
  const answer = { message: 'Known to be limited', retry_after: seconds, global: false };
  const text = JSON.stringify(answer);
  const headers = new Headers({
    'x-ratelimit-limit': '1',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset-after': String(seconds),
    'x-ratelimit-bucket': bucket,
    'x-ratelimit-scope': 'shared',
    'retry-after': String(seconds),
  });
  return {
    ...{ status: 429, statusText: 'Too Many Requests', ok: false, headers, body: null, bodyUsed: false },
    arrayBuffer: async () => new TextEncoder().encode(text).buffer,
    json: async () => answer,
    text: async () => text,
  };
}
