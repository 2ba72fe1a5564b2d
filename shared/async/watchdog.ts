import { createTimeout, type Timeout } from '#shared/async/timer.ts';
import type { Clock } from '#shared/clock.ts';

/** A timer that rings so much later than it was due tells of a pause of this process: a closed lid, SIGSTOP, swapping. */
const LATE_MS = 2_000;

/** After a pause, how long it waits for what the others said meanwhile. Milliseconds. */
const AGAIN_MS = 5_000;

/**
 * A timeout for the silence of another process. After a pause of our own it is not the other that was silent: what was
 * said meanwhile gets time to be read before anybody is accused.
 */
export function createWatchdog(clock: Clock, onSilence: () => void): Timeout {
  let due = 0;
  const timeout = createTimeout(clock, () => {
    if (isLate(clock, due)) watchdog.reset(AGAIN_MS);
    else onSilence();
  });
  const watchdog: Timeout = {
    reset(ms) {
      due = clock.now() + ms;
      timeout.reset(ms);
    },
    stop: timeout.stop,
  };
  return watchdog;
}

/** Whether what was due then comes so late that this process must have stood still. */
export function isLate(clock: Clock, due: number): boolean {
  return clock.now() - due > LATE_MS;
}
