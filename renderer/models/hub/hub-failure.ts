import { Failure } from '#shared/failure.ts';

/** An answer of the hub that may come out better in a moment. */
export class PassingFailure extends Failure {
  /** How long the hub asks to wait; null = it does not say. */
  readonly pauseMs: number | null;

  constructor(message: string, options: { readonly pauseMs?: number | null; readonly cause?: unknown } = {}) {
    super('unavailable', message, options.cause === undefined ? {} : { cause: options.cause });
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
  const where = pathOf(response.url);
  await response.body?.cancel();
  if (status === 429 || status >= 500) {
    const seconds = Number(headers.get('retry-after') ?? Number.NaN);
    const pauseMs = Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0) * 1000, PAUSE_MAX_MS) : null;
    return new PassingFailure(`Cannot pull ${where}: ${host} is overloaded or down (${status})`, { pauseMs });
  }
  if (error === 'GatedRepo') {
    const how = hasToken
      ? 'the account of HF_TOKEN has to accept'
      : 'set HF_TOKEN to the token of an account that accepted';
    return new Failure('denied', `Cannot pull ${where}: ${how} its terms on ${host} first`);
  }
  if (status === 401 || status === 403) return new Failure('denied', refusedSentence(where, { host, hasToken }));
  if (error === 'RevisionNotFound') return new Failure('not-found', `Cannot pull ${where}: it has no such revision`);
  if (error === 'EntryNotFound') return new Failure('not-found', `Cannot pull ${where}: there is no such file`);
  if (status === 404) return new Failure('not-found', `Cannot pull ${where}: ${host} has no such repository`);
  return new Failure('unavailable', `Cannot pull ${where}: ${host} answered ${status}`);
}

/** For an address that did not answer at all. */
export function unreachable(host: string, thrown: unknown): PassingFailure {
  const cause = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown;
  const { code, name } = cause as { code?: string; name?: string };
  const why = name === 'TimeoutError' ? 'it does not answer' : ((code && REASONS[code]) ?? 'the connection broke');
  return new PassingFailure(`Cannot reach ${host}: ${why}. HF_ENDPOINT names another hub`, { cause: thrown });
}

const REASONS: Record<string, string> = {
  ENOTFOUND: 'no such host is known here, or this machine is offline',
  EAI_AGAIN: 'names cannot be looked up, so this machine is probably offline',
  ECONNREFUSED: 'nothing listens there',
  ENETUNREACH: 'this machine is offline',
  EHOSTUNREACH: 'this machine is offline',
  UND_ERR_CONNECT_TIMEOUT: 'it does not answer',
  UND_ERR_HEADERS_TIMEOUT: 'it does not answer',
};

// The hub says 401 for what is not there as well: it does not tell strangers what exists.
function refusedSentence(where: string, { host, hasToken }: { host: string; hasToken: boolean }): string {
  const why = hasToken
    ? 'the token in HF_TOKEN may not read it, or there is no such repository'
    : 'there is no such repository, or it needs a token: set HF_TOKEN';
  return `Cannot pull ${where} from ${host}: ${why}`;
}

/** owner/name, and the file where one was asked for; nothing of the query, which can carry a signature. */
function pathOf(url: string): string {
  const path = decodeURIComponent(new URL(url).pathname).replace(/^\//, '');
  const [, apiRepo] = /^api\/models\/([^/]+\/[^/]+)/.exec(path) ?? [];
  if (apiRepo) return apiRepo;
  const [, repo, file] = /^([^/]+\/[^/]+)\/resolve\/[^/]+\/(.+)$/.exec(path) ?? [];
  return repo ? `${repo}:${file}` : path.slice(0, 120);
}
