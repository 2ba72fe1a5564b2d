import { abortable } from '#shared/async/abortable.ts';

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
