import { describe, expect, it } from 'vitest';
import { ancestralSplit, eulerAncestral } from '#renderer/engine/samplers/euler-ancestral.ts';
import { cleanLatents, eulerPath, eulerStep, scaledInput } from '#renderer/engine/samplers/euler-path.ts';
import { parseNoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import { createNoise } from '#renderer/engine/samplers/random.ts';
import { mix, scale } from '#renderer/engine/tensor.ts';
import { checkTrajectory, trajectories } from '#test/renderer/engine/samplers/trajectory.ts';
import {
  absoluteSum,
  BASE_B,
  UPSTREAM_DIMS,
  upstreamModel,
  upstreamSample,
} from '#test/renderer/engine/samplers/upstream-loop.ts';

/** diffusers' own test loop, where the step sees the scaled sample. */
function upstreamAncestralSum(config: Readonly<Record<string, unknown>>): number {
  const schedule = parseNoiseSchedule(config);
  const { timesteps, sigmas, initialSigma } = eulerPath(schedule, { steps: 10, karras: false });
  const noise = createNoise(0);
  let x = scale(initialSigma, upstreamSample());
  for (const [i, t] of timesteps.entries()) {
    const sigma = sigmas[i]!;
    const latents = scaledInput(x, sigma);
    const denoised = cleanLatents(schedule.predictionType, { latents, output: upstreamModel(latents, t), sigma });
    const { down, up } = ancestralSplit(sigma, sigmas[i + 1]!);
    x = mix(1, eulerStep({ latents, denoised }, { from: sigma, to: down }), up, noise.randn(UPSTREAM_DIMS));
  }
  return absoluteSum(x);
}

describe('eulerAncestral', () => {
  it.each(trajectories('EulerAncestral'))('follows the recorded run with %s', async (_type, golden) => {
    await checkTrajectory(eulerAncestral, golden);
  });

  it.each([
    ['epsilon', 152.3192901611328],
    ['v_prediction', 108.44389343261719],
  ])("gives diffusers' sum of a loop with %s", (predictionType, expected) => {
    const actual = upstreamAncestralSum({ ...BASE_B, prediction_type: predictionType });
    expect(Math.abs(actual - expected)).toBeLessThan(1e-2);
  });
});
