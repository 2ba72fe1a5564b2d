import { Failure } from '#shared/failure.ts';
import { sharedEnglish } from '#shared/text/english.ts';
import { failure, message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** An answer of the hub that may come out better in a moment. */
export class PassingHubFailure extends Failure {
  /** How long the hub asks to wait; null = it does not say. */
  readonly pauseMs: number | null;

  constructor(said: Message, options: { readonly pauseMs?: number | null; readonly cause?: unknown } = {}) {
    super('unavailable', sharedEnglish.say(said), {
      said,
      ...(options.cause !== undefined && { cause: options.cause }),
    });
    this.pauseMs = options.pauseMs ?? null;
  }
}

/** Nobody waits longer than this because a server said so. */
const PAUSE_MAX_MS = 60_000;

/** What an answer means and what to do about it. Reads no more of the body than it has to. */
export async function hubFailure(
  response: Response,
  { host, hasToken }: { readonly host: string; readonly hasToken: boolean },
): Promise<Failure> {
  const { status, headers } = response;
  const error = headers.get('x-error-code');
  const what = pathOf(response.url);
  await response.body?.cancel();
  if (status === 429 || status >= 500) {
    const seconds = Number(headers.get('retry-after') ?? Number.NaN);
    const pauseMs = Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0) * 1000, PAUSE_MAX_MS) : null;
    return new PassingHubFailure(message('hub.overloaded', { what, host, status }), { pauseMs });
  }
  if (error === 'GatedRepo') return failure('denied', hasToken ? 'hub.gated-account' : 'hub.gated', { what, host });
  // The hub says 401 for what is not there as well: it does not tell strangers what exists.
  const isRefused = status === 401 || status === 403;
  if (isRefused) return failure('denied', hasToken ? 'hub.refused-token' : 'hub.refused', { what, host });
  if (error === 'RevisionNotFound') return failure('not-found', 'hub.no-revision', { what });
  if (error === 'EntryNotFound') return failure('not-found', 'hub.no-file', { what });
  if (status === 404) return failure('not-found', 'hub.no-repo', { what, host });
  return failure('unavailable', 'hub.answered', { what, host, status });
}

/** Sentences for a place that does not answer, each with the setting that names another one, where there is one. */
export type UnreachableKey = 'hub.unreachable' | 'wheel.unreachable' | 'release.unreachable';

/** For an address that did not answer at all. */
export function unreachable(host: string, thrown: unknown, key: UnreachableKey): PassingHubFailure {
  const cause = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown;
  const { code, name } = cause as { code?: string; name?: string };
  const why = name === 'TimeoutError' ? 'hub.timeout' : (REASONS[code ?? ''] ?? 'hub.connection');
  return new PassingHubFailure(message(key, { host, reason: message(why) }), { cause: thrown });
}

type NetworkReason = 'hub.unknown-host' | 'hub.no-names' | 'hub.nothing-listens' | 'hub.offline' | 'hub.timeout';

const REASONS: Readonly<Record<string, NetworkReason>> = {
  ENOTFOUND: 'hub.unknown-host',
  EAI_AGAIN: 'hub.no-names',
  ECONNREFUSED: 'hub.nothing-listens',
  ENETUNREACH: 'hub.offline',
  EHOSTUNREACH: 'hub.offline',
  UND_ERR_CONNECT_TIMEOUT: 'hub.timeout',
  UND_ERR_HEADERS_TIMEOUT: 'hub.timeout',
};

/** owner/name, and the file where one was asked for; nothing of the query, which can carry a signature. */
function pathOf(url: string): string {
  const path = decodeURIComponent(new URL(url).pathname).replace(/^\//, '');
  const [, apiRepo] = /^api\/models\/([^/]+\/[^/]+)/.exec(path) ?? [];
  if (apiRepo) return apiRepo;
  const [, repo, file] = /^([^/]+\/[^/]+)\/resolve\/[^/]+\/(.+)$/.exec(path) ?? [];
  return repo ? `${repo}:${file}` : path.slice(0, 120);
}
