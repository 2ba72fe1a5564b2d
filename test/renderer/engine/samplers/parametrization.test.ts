import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseNoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import { cleanEstimate, cleanWeights, levelOf, noiseWeights } from '#renderer/engine/samplers/parametrization.ts';
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

describe('cleanEstimate', () => {
  it.each([
    [false, [2.5, -4]],
    [true, [1, -1]],
  ])('keeps within -1 and 1 when the file says clip_sample %s', (clip, expected) => {
    const schedule = parseNoiseSchedule({ clip_sample: clip, prediction_type: 'sample' });
    const output = tensor([2], Float32Array.of(2.5, -4));
    expect([...cleanEstimate(schedule, { latents: output, output, level: levelOf(0.5) }).data]).toEqual(expected);
  });
});
