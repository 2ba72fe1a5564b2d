import { describe, expect, it } from 'vitest';
import { logSnr, multistepPath, type SolverHabits, solverSchedule } from '#renderer/engine/samplers/multistep-path.ts';
import { parseNoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import type { SigmaSpacing } from '#shared/contract/bounds.ts';
import { BASE_L } from '#test/renderer/engine/samplers/upstream-loop.ts';

function path(sigmas: SigmaSpacing, more: { steps?: number; config?: object; habits?: SolverHabits } = {}) {
  const schedule = parseNoiseSchedule({ ...BASE_L, ...more.config });
  return multistepPath(schedule, { schedule, steps: more.steps ?? 10, sigmas }, more.habits);
}

const LOWEST = expect.closeTo(0.0291675, 6);

describe('multistepPath', () => {
  it('rounds the timesteps of Karras levels and cuts those of exponential ones, as diffusers', () => {
    expect(path('karras').timesteps).toEqual([999, 916, 815, 687, 523, 327, 146, 41, 7, 0]);
    expect(path('exponential', { steps: 3 }).timesteps).toEqual([998, 233, 0]);
  });

  it('rounds Karras levels of the cosine schedule for some solvers only', () => {
    const config = { beta_schedule: 'squaredcos_cap_v2' };
    const [cut, rounded] = [{}, { roundsCosine: true }].map((habits) => path('karras', { config, habits }).timesteps);
    expect(cut!.every((t, i) => t <= rounded![i]! && t >= rounded![i]! - 1)).toBe(true);
    expect(cut).not.toEqual(rounded);
  });

  it.each<[string, object, SolverHabits, unknown]>([
    ['at no noise', {}, {}, 0],
    ['at the lowest trained level', { final_sigmas_type: 'sigma_min' }, {}, LOWEST],
    ['where the solver must', {}, { endsLow: true, endsAtLast: true }, LOWEST],
  ])('ends %s', (_name, config, habits, expected) => {
    for (const rule of ['default', 'karras', 'exponential'] as const) {
      expect(path(rule, { config, habits }).sigmas[10]).toEqual(expected);
    }
  });

  it('keeps the spacing of a solver that takes no other', () => {
    const own = path('default', { config: { timestep_spacing: 'leading' }, habits: { spacing: 'linspace' } });
    expect(own).toEqual(path('default', { config: { timestep_spacing: 'linspace' } }));
  });

  it('refuses so many steps that two fall together', () => {
    expect(() => path('default', { steps: 1000 })).toThrow('two of 1000 steps fall on one timestep; ask for fewer');
  });
});

describe('solverRoute', () => {
  it('has the levels of the sigmas', () => {
    const { levels } = solverSchedule(path('default'));
    for (const { alpha, sigma } of levels) expect(alpha ** 2 + sigma ** 2).toBeCloseTo(1, 9);
    expect(levels[0]!.sigma / levels[0]!.alpha).toBeCloseTo(14.614647, 5);
  });
});

describe('logSnr', () => {
  it('is 0 where signal and noise are equal, and infinite without noise', () => {
    expect(logSnr(1)).toBeCloseTo(0, 12);
    expect(logSnr(0)).toBe(Number.POSITIVE_INFINITY);
  });
});
