import { pause } from '#shared/async/timer.ts';
import { isLate } from '#shared/async/watchdog.ts';
import type { Clock } from '#shared/clock.ts';

const LOOK_MS = 1_000;

/** How often this process stood still: a closed lid, SIGSTOP, a machine that was moved, swapping. */
export interface OwnPauses {
  readonly count: number;
}

/**
 * Counts from now on until the signal aborts. After a pause connections break before any timer rings, so a look that is
 * overdue counts already.
 */
export function countOwnPauses({ clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal }): OwnPauses {
  let counted = 0;
  let due = clock.now() + LOOK_MS;
  const isPaused = () => isLate(clock, due);
  async function look() {
    while (await pause(clock, LOOK_MS, signal)) {
      if (isPaused()) counted += 1;
      due = clock.now() + LOOK_MS;
    }
  }
  void look();
  return {
    get count() {
      return counted + (isPaused() ? 1 : 0);
    },
  };
}
