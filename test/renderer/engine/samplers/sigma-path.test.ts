import { describe, expect, it } from 'vitest';
import { parseNoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import {
  cleanLatents,
  eulerStep,
  inputScale,
  sigmaPath,
  singleCallSchedule,
} from '#renderer/engine/samplers/sigma-path.ts';
import { mix, tensor } from '#renderer/engine/tensor.ts';
import { BASE_L } from '#test/renderer/engine/samplers/upstream-loop.ts';

function path(config: object, more: object = {}) {
  return sigmaPath(parseNoiseSchedule({ ...BASE_L, ...config }), { steps: 10, sigmas: 'default', ...more } as never);
}

describe('sigmaPath', () => {
  it('starts from the highest sigma, and a little above with leading spacing', () => {
    const start = (config: object) => path({ steps_offset: 1, ...config }).initialSigma;
    expect(start({ timestep_spacing: 'trailing' })).toBeCloseTo(14.614647, 5);
    expect(start({ timestep_spacing: 'leading' })).toBeCloseTo(8.450067, 5);
    expect(start({})).toBeCloseTo(14.614647, 5);
  });

  it('takes the spacing that was asked for instead of the one of the file', () => {
    const asked = path({ timestep_spacing: 'leading' }, { spacing: 'trailing' });
    expect(asked.timesteps).toEqual(path({ timestep_spacing: 'trailing' }).timesteps);
    expect(asked.initialSigma).toBeCloseTo(14.614647, 5);
  });

  it('keeps the fractions of the timesteps of Karras levels', () => {
    expect(path({}, { sigmas: 'karras' }).timesteps[1]).toBeCloseTo(916.2841, 3);
  });

  it('ends at no noise or at the lowest trained level', () => {
    const schedule = parseNoiseSchedule(BASE_L);
    const last = (end: 'zero' | 'sigma_min') =>
      sigmaPath(schedule, { schedule, steps: 4, sigmas: 'default' }, { end }).sigmas[4];
    expect([last('zero'), last('sigma_min')]).toEqual([0, expect.closeTo(0.029168, 5)]);
  });
});

describe('singleCallRoute', () => {
  it('mixes noise in with the sigma of each call, and scales to unit variance', () => {
    const sampling = singleCallSchedule(path({}));
    expect(sampling.levels).toHaveLength(10);
    sampling.levels.forEach(({ alpha, sigma }, i) => {
      expect(alpha).toBe(1);
      expect(sampling.inputScales![i]).toBeCloseTo(inputScale(sigma), 12);
      expect(sampling.inputScales![i]! ** 2 * (sigma ** 2 + 1)).toBeCloseTo(1, 9);
    });
  });
});

describe('cleanLatents and eulerStep', () => {
  it('take the noise away and put less of it back', () => {
    const clean = tensor([2], Float32Array.of(0.5, -1));
    const eps = tensor([2], Float32Array.of(2, 1));
    const latents = mix(1, clean, 4, eps);
    const denoised = cleanLatents('epsilon', { latents, output: eps, sigma: 4 });
    expect([...denoised.data]).toEqual([expect.closeTo(0.5, 5), expect.closeTo(-1, 5)]);
    const next = eulerStep({ latents, denoised }, { from: 4, to: 1 });
    expect([...next.data]).toEqual([expect.closeTo(2.5, 5), expect.closeTo(0, 5)]);
  });
});
