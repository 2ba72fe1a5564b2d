import { abortable } from '#shared/async/abortable.ts';
import type { Clock } from '#shared/clock.ts';

/** Wakes everyone who waits. It carries nothing: who is woken looks for himself what is new. */
export interface Notifier {
  notify(): void;
  /** Resolves at the next ring; rejects with the signal's reason. Ask before looking, so that no ring is missed. */
  next(signal: AbortSignal): Promise<void>;
}

/** Makes a notifier that nobody waits for yet. */
export function createNotifier(): Notifier {
  let round = Promise.withResolvers<void>();
  return {
    notify() {
      round.resolve();
      round = Promise.withResolvers();
    },
    next(signal) {
      return abortable(round.promise, signal);
    },
  };
}

/** True when the promise resolved, false when `ms` passed first; rejects with the signal's reason. */
export async function within(
  promise: Promise<unknown>,
  limits: { readonly ms: number; readonly clock: Clock; readonly signal: AbortSignal },
): Promise<boolean> {
  const over = new AbortController();
  const pause = limits.clock.sleep(limits.ms, AbortSignal.any([limits.signal, over.signal]));
  try {
    return await Promise.race([promise.then(() => true), pause.then(() => false)]);
  } finally {
    over.abort();
  }
}
