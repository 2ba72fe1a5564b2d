import { describe, expect, it } from 'vitest';
import { trainingPace } from '#bot/dispatch/training-pace.ts';

interface Said {
  readonly at: number;
  readonly isPaused?: boolean;
  readonly isReady?: boolean;
}

/** What is said after each step that ended at these milliseconds, or before it took one. */
function saidAt(expectedMs: number | null, ends: readonly Said[]) {
  let now = 0;
  const pace = trainingPace(expectedMs, { now: () => now });
  let step = 0;
  return ends.map(({ at, isPaused = false, isReady = true }) => {
    now = at;
    const isStep = isReady && !isPaused;
    if (isStep) step += 1;
    return pace.at({ step, steps: 100, isPaused, ...(isStep && { stepMs: 1 }) });
  });
}

describe('how long a training still takes', () => {
  it('is said by what its steps took once there are some, and says so where that is longer than was expected', () => {
    const steps = [1, 2, 3, 4, 5].map((n) => ({ at: 2000 * n }));
    const said = saidAt(200_000, steps);
    expect(said.slice(0, 3)).toEqual([null, null, null]);
    expect(said[4]).toEqual({ etaMs: 2000 * 95, isLate: false });
    expect(saidAt(100_000, steps)[4]).toEqual({ etaMs: 2000 * 95, isLate: true });
    expect(saidAt(null, steps)[4]).toEqual({ etaMs: 2000 * 95, isLate: false });
  });

  it('says nothing of steps by what it takes to make ready', () => {
    const ready = [20_000, 40_000].map((at) => ({ at, isReady: false }));
    const steps = [1, 2, 3, 4].map((n) => ({ at: 60_000 + 1000 * n }));
    const said = saidAt(200_000, [...ready, ...steps]);
    expect(said.slice(0, 5)).toEqual([null, null, null, null, null]);
    expect(said[5]).toEqual({ etaMs: 1000 * 96, isLate: false });
    const held = [1000, 50_000].map((at) => ({ at, isPaused: true }));
    expect(saidAt(200_000, [...held, ...steps])[5]).toEqual({ etaMs: 1000 * 96, isLate: false });
  });

  it('counts waits between steps, which come again, and no time that it was held', () => {
    const waited = [1, 2, 3, 4].map((n) => ({ at: 1000 * n })).concat({ at: 14_000 });
    expect(saidAt(100_000, waited)[4]).toEqual({ etaMs: (13_000 / 4) * 95, isLate: true });
    const held = [...waited.slice(0, 4), { at: 4000, isPaused: true }, { at: 13_000, isPaused: true }, { at: 14_000 }];
    expect(saidAt(100_000, held)[6]).toEqual({ etaMs: ((13_000 - 10_000) / 4) * 95, isLate: false });
  });
});
