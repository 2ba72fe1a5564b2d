import { hubFailure, type UnreachableKey, unreachable } from '#renderer/models/hub/hub-failure.ts';
import type { HubConfig } from '#shared/config/hub.ts';
import { failure } from '#shared/text/failure.ts';

/** The hub, as this program may use it. */
export interface HubClient {
  readonly endpoint: string;
  /**
   * A fetch that adds the token on the way to the endpoint's own origin and nowhere else, follows redirects under that
   * rule, and throws a Failure for every answer that is no success. `headers` of the result are the last server's.
   */
  readonly fetch: typeof fetch;
  /** The same, with the headers of the endpoint's own last answer: they describe the file wherever it lies. */
  ask(url: string, init: RequestInit): Promise<{ readonly response: Response; readonly own: Headers }>;
}

/** The hub sends from its own address to a data centre, rarely over a renamed repository first. */
const REDIRECTS_MAX = 5;

const REDIRECTS = [301, 302, 303, 307, 308];

/** What other places than the hub need. */
interface OtherPlace {
  /** What the token makes of itself, if not said. */
  readonly authorization?: string | null;
  readonly whenUnreachable?: UnreachableKey;
}

/** Opens nothing yet; every call is a request of its own. */
export function createHubClient(
  { endpoint, token }: HubConfig,
  { authorization = token === null ? null : `Bearer ${token}`, whenUnreachable = 'hub.unreachable' }: OtherPlace = {},
): HubClient {
  const home = new URL(endpoint);

  async function ask(url: string, init: RequestInit): Promise<{ response: Response; own: Headers }> {
    let at = new URL(url);
    let own = new Headers();
    for (let hops = 0; hops <= REDIRECTS_MAX; hops++) {
      const response = await fetchOnce(at, { ...init, headers: headersFor(at, init) }, whenUnreachable);
      if (at.origin === home.origin) own = response.headers;
      const next = REDIRECTS.includes(response.status) ? response.headers.get('location') : null;
      if (next === null) {
        if (response.ok) return { response, own };
        throw await hubFailure(response, { host: at.host, hasToken: token !== null });
      }
      await response.body?.cancel();
      at = redirected(at, next);
    }
    throw failure('unavailable', 'hub.redirects', { host: home.host, limit: REDIRECTS_MAX });
  }

  function headersFor(at: URL, init: RequestInit): Headers {
    const headers = new Headers(init.headers);
    headers.delete('authorization');
    if (authorization !== null && at.origin === home.origin) headers.set('authorization', authorization);
    return headers;
  }

  return {
    endpoint,
    ask,
    fetch: async (input, init = {}) => {
      const url = input instanceof Request ? input.url : String(input);
      return (await ask(url, init)).response;
    },
  };
}

async function fetchOnce(at: URL, init: RequestInit, whenUnreachable: UnreachableKey): Promise<Response> {
  try {
    return await fetch(at, { ...init, redirect: 'manual' });
  } catch (thrown) {
    const stopped = init.signal?.aborted && (init.signal.reason as Error).name !== 'TimeoutError';
    throw stopped ? init.signal?.reason : unreachable(at.host, thrown, whenUnreachable);
  }
}

function redirected(from: URL, location: string): URL {
  const to = new URL(location, from);
  if (to.protocol === from.protocol || to.protocol === 'https:') return to;
  throw failure('denied', 'hub.unsafe-redirect', { host: from.host, to: `${to.protocol}//${to.host}` });
}
