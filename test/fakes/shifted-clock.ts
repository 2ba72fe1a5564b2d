import { type Clock, systemClock } from '#shared/clock.ts';

/** The machine's clock, ahead by as many milliseconds as one likes. */
export function shiftedClock(): { readonly shift: { ms: number }; readonly clock: Clock } {
  const shift = { ms: 0 };
  return { shift, clock: { ...systemClock, now: () => Date.now() + shift.ms } };
}
