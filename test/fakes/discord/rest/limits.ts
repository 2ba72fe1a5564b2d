/** A request as the limiter sees it. */
export interface LimitedCall {
  readonly method: string;
  /** As in the OpenAPI description, e.g. /channels/{channel_id}/messages. */
  readonly template: string;
  /** Channel, guild or interaction token: each has a bucket of its own. */
  readonly major: string;
  /** True for calls with the bot's token; only they count for the global limit. */
  readonly byBot: boolean;
}

/** What the limiter says; the numbers become the x-ratelimit headers. */
export interface Verdict {
  readonly allowed: boolean;
  readonly bucket: string;
  readonly limit: number;
  readonly remaining: number;
  readonly resetAfterMs: number;
  readonly scope: 'user' | 'global' | 'shared';
}

/** Decides about each call in turn; null = this route has no limit. */
export type Limiter = (call: LimitedCall) => Verdict | null;

/** So many calls of some routes in one window, counted per major parameter. */
export interface BucketRule {
  readonly method: string;
  /** Start of the templates it holds for. */
  readonly template: string;
  readonly limit: number;
  readonly windowMs: number;
}

/** Lets everything through. */
export const noLimits: Limiter = () => null;

/**
 * Buckets with fixed windows that open with the first call, as Discord's do. They run on the machine's own clock,
 * because discord.js waits by it.
 */
export function bucketLimits(
  rules: readonly BucketRule[],
  options: { readonly globalPerSecond?: number; readonly now?: () => number } = {},
): Limiter {
  const { globalPerSecond = Number.POSITIVE_INFINITY, now = Date.now } = options;
  const windows = new Map<string, { endsAt: number; count: number }>();

  return (call) => {
    const overall = call.byBot ? count('global', globalPerSecond, 1000) : null;
    if (overall && !overall.allowed) return { ...overall, scope: 'global' };
    const rule = rules.find((one) => one.method === call.method && call.template.startsWith(one.template));
    return rule ? count(`${rule.method} ${rule.template} ${call.major}`, rule.limit, rule.windowMs) : null;
  };

  function count(key: string, limit: number, windowMs: number): Verdict {
    const at = now();
    const open = windows.get(key);
    const current = open && open.endsAt > at ? open : { endsAt: at + windowMs, count: 0 };
    windows.set(key, current);
    const allowed = current.count < limit;
    if (allowed) current.count += 1;
    return {
      allowed,
      bucket: key.split(' ').slice(0, 2).join(' '),
      limit,
      remaining: Math.max(0, limit - current.count),
      resetAfterMs: current.endsAt - at,
      scope: 'user',
    };
  }
}

const MESSAGES = '/channels/{channel_id}/messages';

/**
 * Limits of the size people have seen at Discord: 5 calls in 2 s per interaction token, 5 messages and 5 edits in 5 s
 * per channel, a reaction in 250 ms per channel, 50 calls of the bot a second. Discord publishes none but the last.
 */
export function discordLimits(): Limiter {
  return bucketLimits(
    [
      { method: 'POST', template: '/webhooks/', limit: 5, windowMs: 2000 },
      { method: 'PATCH', template: '/webhooks/', limit: 5, windowMs: 2000 },
      { method: 'POST', template: MESSAGES, limit: 5, windowMs: 5000 },
      { method: 'PATCH', template: MESSAGES, limit: 5, windowMs: 5000 },
      { method: 'PUT', template: `${MESSAGES}/{message_id}/reactions`, limit: 1, windowMs: 250 },
    ],
    { globalPerSecond: 50 },
  );
}

/** The headers that tell a client where it stands. */
export function limitHeaders(verdict: Verdict): Record<string, string> {
  const seconds = verdict.resetAfterMs / 1000;
  return {
    'x-ratelimit-limit': String(verdict.limit),
    'x-ratelimit-remaining': String(verdict.remaining),
    'x-ratelimit-reset': (Date.now() / 1000 + seconds).toFixed(3),
    'x-ratelimit-reset-after': seconds.toFixed(3),
    'x-ratelimit-bucket': Buffer.from(verdict.bucket).toString('hex').slice(0, 32),
    ...(verdict.allowed
      ? {}
      : {
          'x-ratelimit-scope': verdict.scope,
          'retry-after': String(Math.ceil(seconds)),
          ...(verdict.scope === 'global' ? { 'x-ratelimit-global': 'true' } : {}),
        }),
  };
}
