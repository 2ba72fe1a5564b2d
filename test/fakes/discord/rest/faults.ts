/** What goes wrong on the way, and for which requests. */
export interface Fault {
  /** Any method when not given. */
  readonly method?: string;
  /** Part of the decoded path without /api/v10, or a pattern; any path when not given. */
  readonly path?: string | RegExp;
  /**
   * status: answers `status` without doing anything (502 when not given). drop: cuts the connection before the request
   * is worked on; dropAnswer: afterwards, so that the client does not know it was done. hold: keeps the request waiting
   * until `release`, then works on it; holdAnswer: works on it, and keeps its answer until then.
   */
  readonly kind: 'status' | 'drop' | 'dropAnswer' | 'hold' | 'holdAnswer';
  readonly status?: number;
  /** Of `status`: an HTML page as Cloudflare's in front of Discord, in place of an empty body. */
  readonly html?: string;
  /** Of `status`: the header `retry-after`. */
  readonly retryAfterSeconds?: number;
  /** How many requests it hits; 1 when not given. */
  readonly times?: number;
}

/** A fault that has been set. */
export interface SetFault {
  /** Requests hit so far. */
  readonly hits: number;
  /** Lets the held requests go on and hits no more. */
  release(): void;
}

interface ActiveFault extends Fault {
  hits: number;
  left: number;
  readonly released: PromiseWithResolvers<void>;
}

/** The faults of one fake Discord. */
export interface Faults {
  add(fault: Fault): SetFault;
  /** The fault that hits this request, counted; null = none. */
  take(request: {
    readonly method: string;
    readonly path: string;
  }): (Fault & { readonly released: Promise<void> }) | null;
  releaseAll(): void;
}

/** Keeps faults in the order they were set; the first that fits a request hits it. */
export function createFaults(): Faults {
  const active: ActiveFault[] = [];
  const end = (fault: ActiveFault) => {
    fault.left = 0;
    fault.released.resolve();
  };
  return {
    add(fault) {
      const entry: ActiveFault = { ...fault, hits: 0, left: fault.times ?? 1, released: Promise.withResolvers() };
      active.push(entry);
      return {
        get hits() {
          return entry.hits;
        },
        release: () => end(entry),
      };
    },
    take({ method, path }) {
      const hit = active.find(
        (fault) => fault.left > 0 && (fault.method ?? method) === method && fits(fault.path, path),
      );
      if (!hit) return null;
      hit.left -= 1;
      hit.hits += 1;
      return { ...hit, released: hit.released.promise };
    },
    releaseAll() {
      for (const fault of active) end(fault);
    },
  };
}

function fits(pattern: string | RegExp | undefined, path: string): boolean {
  if (pattern === undefined) return true;
  return typeof pattern === 'string' ? path.includes(pattern) : pattern.test(path);
}
