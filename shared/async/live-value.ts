import { createNotifier } from '#shared/async/notifier.ts';

/** A value that changes and that others watch. */
export interface LiveValue<T> {
  readonly now: T;
  set(next: T): void;
  /** The value at once and after every change; a slow reader gets the newest only. Ends by throwing the abort's reason. */
  changes(signal: AbortSignal): AsyncGenerator<T, void, undefined>;
}

/** Makes a live value. Setting a value that looks the same (as JSON) wakes nobody. */
export function createLiveValue<T>(initial: T): LiveValue<T> {
  const notifier = createNotifier();
  let now = initial;
  let text = JSON.stringify(initial);
  let version = 0;
  return {
    get now() {
      return now;
    },
    set(next) {
      const nextText = JSON.stringify(next);
      now = next;
      if (nextText === text) return;
      text = nextText;
      version += 1;
      notifier.notify();
    },
    async *changes(signal) {
      for (let seen = -1; ; ) {
        const rung = notifier.next(signal);
        rung.catch(() => {});
        if (seen === version) await rung;
        else {
          seen = version;
          yield now;
        }
      }
    },
  };
}
