import { describe, expect, it } from 'vitest';
import { cleanLatents, eulerPath, eulerStep, scaledInput } from '#renderer/engine/samplers/euler-path.ts';
import { parseNoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import { scale } from '#renderer/engine/tensor.ts';
import {
  absoluteSum,
  BASE_B,
  BASE_L,
  upstreamModel,
  upstreamSample,
} from '#test/renderer/engine/samplers/upstream-loop.ts';

/** diffusers' own test loop, where the step sees the scaled sample. */
function upstreamEulerSum(config: Readonly<Record<string, unknown>>, karras: boolean): number {
  const schedule = parseNoiseSchedule(config);
  const { timesteps, sigmas, initialSigma } = eulerPath(schedule, { steps: 10, karras });
  let x = scale(initialSigma, upstreamSample());
  for (const [i, t] of timesteps.entries()) {
    const sigma = sigmas[i]!;
    const latents = scaledInput(x, sigma);
    const denoised = cleanLatents(schedule.predictionType, { latents, output: upstreamModel(latents, t), sigma });
    x = eulerStep({ latents, denoised }, { from: sigma, to: sigmas[i + 1]! });
  }
  return absoluteSum(x);
}

describe('eulerPath', () => {
  it.each([
    ['epsilon', false, 10.080680847167969],
    ['v_prediction', false, 0.0002],
    ['epsilon', true, 124.52299499511719],
  ])("gives diffusers' sum of a loop with %s (karras %s)", (predictionType, karras, expected) => {
    const actual = upstreamEulerSum({ ...BASE_B, prediction_type: predictionType }, karras);
    expect(Math.abs(actual - expected)).toBeLessThan(1e-2);
  });

  it('starts from the highest sigma, and a little above with leading spacing', () => {
    const start = (spacing: string | null) =>
      eulerPath(parseNoiseSchedule({ ...BASE_L, timestep_spacing: spacing, steps_offset: 1 }), {
        steps: 10,
        karras: false,
      }).initialSigma;
    expect(start('trailing')).toBeCloseTo(14.614647, 5);
    expect(start('leading')).toBeCloseTo(8.450067, 5);
    expect(start(null)).toBeCloseTo(14.614647, 5);
  });

  it('keeps the fractions of Karras timesteps', () => {
    const { timesteps } = eulerPath(parseNoiseSchedule(BASE_L), { steps: 10, karras: true });
    expect(timesteps[1]).toBeCloseTo(916.2841, 3);
  });
});
