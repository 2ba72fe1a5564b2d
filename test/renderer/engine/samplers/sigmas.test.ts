import { describe, expect, it } from 'vitest';
import { parseNoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import {
  exponentialSigmas,
  karrasSigmas,
  sigmaAt,
  spacedSigmas,
  timestepAt,
  trainingSigmas,
} from '#renderer/engine/samplers/sigmas.ts';
import { BASE_L } from '#test/renderer/engine/samplers/upstream-loop.ts';

const sigmas = trainingSigmas(parseNoiseSchedule(BASE_L));

describe('trainingSigmas', () => {
  it('spans the noise levels of Stable Diffusion', () => {
    expect(sigmas[999]).toBeCloseTo(14.614646911621094, 6);
    expect(sigmas[0]).toBeCloseTo(0.029168, 6);
  });

  it('stays finite where the signal is gone', () => {
    const zero = { ...BASE_L, rescale_betas_zero_snr: true, prediction_type: 'v_prediction' };
    expect(trainingSigmas(parseNoiseSchedule(zero))[999]).toBeCloseTo(4096, 2);
  });
});

describe('sigmaAt', () => {
  it('is linear between timesteps and level beyond the ends', () => {
    expect(sigmaAt(Float32Array.of(1, 2, 4), 1.5)).toBe(3);
    expect(sigmaAt(Float32Array.of(1, 2, 4), 2)).toBe(4);
  });
});

describe('karrasSigmas', () => {
  it('gives the levels of diffusers', () => {
    const levels = karrasSigmas({ from: 14.614646911621094, to: 0.02916753478348255, steps: 6 });
    const expected = [14.614646911621094, 6.08215856552124, 2.232161521911621, 0.6925739645957947, 0.16975796222686768];
    expected.forEach((sigma, i) => {
      expect(levels[i]).toBeCloseTo(sigma, 5);
    });
    expect(levels[5]).toBeCloseTo(0.02916753478348255, 8);
  });

  it('gives the highest level for one step', () => {
    expect(karrasSigmas({ from: 10, to: 1, steps: 1 })[0]).toBeCloseTo(10, 9);
  });
});

describe('exponentialSigmas', () => {
  it('is even in log sigma', () => {
    const near = [8, 4, 2, 1].map((sigma) => expect.closeTo(sigma, 9));
    expect(exponentialSigmas({ from: 8, to: 1, steps: 4 })).toEqual(near);
    expect(exponentialSigmas({ from: 8, to: 1, steps: 1 })).toEqual([expect.closeTo(8, 9)]);
  });
});

describe('spacedSigmas', () => {
  it('goes by the rule that was asked for', () => {
    const range = { from: 14, to: 0.03, steps: 5 };
    expect(spacedSigmas('karras', range)).toEqual(karrasSigmas(range));
    expect(spacedSigmas('exponential', range)).toEqual(exponentialSigmas(range));
  });
});

describe('timestepAt', () => {
  it('finds the timesteps of Karras levels as diffusers rounds them', () => {
    const levels = karrasSigmas({ from: sigmas[999]!, to: sigmas[0]!, steps: 10 });
    const timesteps = levels.map((sigma) => Math.round(timestepAt(sigmas, sigma)));
    expect(timesteps).toEqual([999, 916, 815, 687, 523, 327, 146, 41, 7, 0]);
  });

  it.each([1, 250, 500.5, 998])('undoes sigmaAt near %d', (t) => {
    expect(timestepAt(sigmas, sigmaAt(sigmas, t))).toBeCloseTo(t, 2);
  });

  it('stays within the training steps', () => {
    expect([timestepAt(sigmas, 1000), timestepAt(sigmas, 0)]).toEqual([999, 0]);
  });
});
