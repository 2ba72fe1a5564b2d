import { AsyncLocalStorage } from 'node:async_hooks';

const scope = new AsyncLocalStorage<AbortSignal>();

/**
 * Runs of networks that the work begins, at whatever depth, stop in their middle when the signal aborts. What is shared
 * by several renders must be begun in a scope of its own, or one of them could stop it for all.
 */
export function stoppedBy<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  return scope.run(signal, work);
}

/** Never aborts. */
const NOBODY = new AbortController().signal;

/** Runs work whose networks no scope around it may stop: what comes of it is there for others, too. */
export function stoppedByNobody<T>(work: () => Promise<T>): Promise<T> {
  return scope.run(NOBODY, work);
}

/** The signal of the innermost scope; null outside of any. */
export function currentStop(): AbortSignal | null {
  return scope.getStore() ?? null;
}
