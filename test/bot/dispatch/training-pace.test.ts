import { describe, expect, it } from 'vitest';
import { trainingPace } from '#bot/dispatch/training-pace.ts';

/** What is said after each step that ended at these milliseconds. */
function saidAt(expectedMs: number | null, ends: readonly { readonly at: number; readonly isPaused?: boolean }[]) {
  let now = 0;
  const pace = trainingPace(expectedMs, { now: () => now });
  let step = 0;
  return ends.map(({ at, isPaused = false }) => {
    now = at;
    if (!isPaused) step += 1;
    return pace.at({ step, steps: 100, isPaused });
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

  it('counts waits between steps, which come again, and no time that it was held', () => {
    const waited = [1, 2, 3, 4].map((n) => ({ at: 1000 * n })).concat({ at: 14_000 });
    expect(saidAt(100_000, waited)[4]).toEqual({ etaMs: (13_000 / 4) * 95, isLate: true });
    const held = [...waited.slice(0, 4), { at: 4000, isPaused: true }, { at: 13_000, isPaused: true }, { at: 14_000 }];
    expect(saidAt(100_000, held)[6]).toEqual({ etaMs: ((13_000 - 10_000) / 4) * 95, isLate: false });
  });
});
