import { within } from '#shared/async/timer.ts';
import { type Clock, systemClock } from '#shared/clock.ts';

/** How long one file or model may take to be looked at: a file system that hangs would keep everybody waiting. */
export const LOOK_SECONDS = 5;

/** Looks that take their time go on in the background, once each; whoever asks meanwhile is told at once. */
export interface TimelyLooks<T> {
  /** What `look` finds; null when it has been going on for longer than LOOK_SECONDS. */
  at(key: string, look: () => Promise<T>): Promise<T | null>;
}

/** Nothing is being looked at. */
export function createTimelyLooks<T>(clock: Clock = systemClock): TimelyLooks<T> {
  const going = new Map<string, { readonly found: Promise<T>; readonly since: number }>();
  return {
    async at(key, look) {
      const known = going.get(key) ?? { found: look(), since: clock.now() };
      going.set(key, known);
      void known.found.catch(() => {}).finally(() => going.delete(key));
      const ms = Math.max(known.since + LOOK_SECONDS * 1000 - clock.now(), 0);
      return (await within(known.found, { ms, clock })) ? known.found : null;
    },
  };
}
