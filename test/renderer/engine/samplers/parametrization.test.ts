import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseNoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import {
  bounded,
  cleanOf,
  cleanWeights,
  clipped,
  levelAt,
  levelOf,
  noiseOf,
  noiseWeights,
  thresholded,
} from '#renderer/engine/samplers/parametrization.ts';
import { tensor } from '#renderer/engine/tensor.ts';

describe('cleanWeights and noiseWeights', () => {
  it.each(['epsilon', 'v_prediction', 'sample'] as const)(
    'take x apart again, whatever the network says: %s',
    (type) => {
      const value = fc.double({ min: -3, max: 3, noNaN: true });
      fc.assert(
        fc.property(value, value, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (clean, eps, alphaBar) => {
          const level = levelOf(alphaBar);
          const x = level.alpha * clean + level.sigma * eps;
          const said = { epsilon: eps, v_prediction: level.alpha * eps - level.sigma * clean, sample: clean };
          const toClean = cleanWeights(type, level);
          const toNoise = noiseWeights(type, level);
          expect(toClean.latents * x + toClean.output * said[type]).toBeCloseTo(clean, 8);
          expect(toNoise.latents * x + toNoise.output * said[type]).toBeCloseTo(eps, 8);
        }),
      );
    },
  );
});

describe('cleanOf and noiseOf', () => {
  it('take tensors apart', () => {
    const level = levelOf(0.36);
    const latents = tensor([1], Float32Array.of(0.6 * 2 + 0.8 * 3));
    const output = tensor([1], Float32Array.of(3));
    expect(cleanOf('epsilon', { latents, output, level }).data[0]).toBeCloseTo(2, 5);
    expect(noiseOf('epsilon', { latents, output, level }).data[0]).toBe(3);
  });
});

describe('levelAt', () => {
  it('has the ratio of noise to signal', () => {
    const { alpha, sigma } = levelAt(3);
    expect([sigma / alpha, alpha ** 2 + sigma ** 2]).toEqual([expect.closeTo(3, 9), expect.closeTo(1, 9)]);
  });
});

describe('the bounds of clean latents', () => {
  const clean = tensor([2, 5], Float32Array.of(0, -1, 2, -3, 4, 0.1, 0.2, 0.3, 0.4, 0.5));
  const thresholding = { thresholding: true, dynamic_thresholding_ratio: 0.875, sample_max_value: 3.25 };

  it.each([
    ['clip_sample off', {}, [...clean.data]],
    ['clip_sample', { clip_sample: true }, [0, -1, 1, -1, 1, 0.1, 0.2, 0.3, 0.4, 0.5]],
    ['a range', { clip_sample: true, clip_sample_range: 2.5 }, [0, -1, 2, -2.5, 2.5, 0.1, 0.2, 0.3, 0.4, 0.5]],
  ])('are those of %s', (_name, config, expected) => {
    const schedule = parseNoiseSchedule(config);
    const near = expected.map((value) => expect.closeTo(value, 6));
    expect([...clipped(schedule, clean).data]).toEqual(near);
    expect([...bounded(schedule, clean).data]).toEqual(near);
  });

  // The quantile 0.875 of 0 … 4 is 3.5, above the greatest value allowed; the second picture stays below 1.
  it('are those of dynamic thresholding per picture, which goes before clipping', () => {
    const schedule = parseNoiseSchedule({ ...thresholding, clip_sample: true });
    const first = [0, -1 / 3.25, 2 / 3.25, -3 / 3.25, 1];
    const near = [...first, 0.1, 0.2, 0.3, 0.4, 0.5].map((value) => expect.closeTo(value, 6));
    expect([...thresholded(schedule, clean).data]).toEqual(near);
    expect([...bounded(schedule, clean).data]).toEqual(near);
    expect(thresholded(parseNoiseSchedule({}), clean)).toBe(clean);
  });
});
