import { ANY_SPACING, createSampler } from '#renderer/engine/samplers/create-sampler.ts';
import { withoutRescale } from '#renderer/engine/samplers/noise-schedule.ts';
import type { WayOptions } from '#renderer/engine/samplers/sampler.ts';
import {
  cleanLatents,
  eulerStep,
  inputScale,
  type SigmaPath,
  sigmaPath,
} from '#renderer/engine/samplers/sigma-path.ts';
import { timestepAt } from '#renderer/engine/samplers/sigmas.ts';
import { roundHalfToEven } from '#renderer/engine/samplers/timesteps.ts';
import { mix, type Tensor } from '#renderer/engine/tensor.ts';

/**
 * The second-order steps of "DPM-Solver" (arXiv 2206.00927) on sigmas, k-diffusion's sample_dpm_2: the slope at the
 * middle, in log sigma, of each step. Two calls a step, one for the last.
 */
export const kdpm2 = createSampler({
  name: 'kdpm2',
  spacings: ANY_SPACING,
  begin(options) {
    const schedule = withoutRescale(options.schedule);
    const path = midpointPath({ ...options, schedule });
    const { sigmas } = path;
    const middles = path.timesteps.map((_, i) => middleSigma(sigmas[i + 1]!, sigmas[i]!));
    let before: Tensor | null = null;
    return {
      sampling: midpointSchedule(path, middles),
      move({ index, latents, output }) {
        const step = Math.floor(index / 2);
        const [from, middle, to] = [sigmas[step]!, middles[step]!, sigmas[step + 1]!];
        const sigma = before === null ? from : middle;
        const denoised = cleanLatents(schedule.predictionType, { latents, output, sigma });
        if (before === null) {
          before = latents;
          return { denoised, latents: eulerStep({ latents, denoised }, { from, to: middle }) };
        }
        const moved = slopeStep({ before, latents, denoised }, { middle, by: to - from });
        before = null;
        return { denoised, latents: moved };
      },
    };
  },
});

/** The path, with the timesteps of Karras levels rounded. */
export function midpointPath(options: WayOptions): SigmaPath {
  const path = sigmaPath(options.schedule, options);
  if (options.sigmas !== 'karras') return path;
  return { ...path, timesteps: path.timesteps.map(roundHalfToEven) };
}

/** The schedule of a sampler that asks at each level and at the middle of each step; the last step has no middle. */
export function midpointSchedule({ timesteps, sigmas, initialSigma, training }: SigmaPath, middles: readonly number[]) {
  const last = timesteps.length - 1;
  const each = <T>(own: (i: number) => T, between: (i: number) => T) =>
    timesteps.flatMap((_, i) => (i === last ? [own(i)] : [own(i), between(i)]));
  return {
    timesteps: each(
      (i) => timesteps[i]!,
      (i) => Math.fround(timestepAt(training, middles[i]!)),
    ),
    // diffusers notes the next level for the middle.
    levels: each(
      (i) => ({ alpha: 1, sigma: sigmas[i]! }),
      (i) => ({ alpha: 1, sigma: sigmas[i + 1]! }),
    ),
    inputScales: each(
      (i) => inputScale(sigmas[i]!),
      (i) => inputScale(middles[i]!),
    ),
    initialSigma,
    callsPerStep: 2,
  } as const;
}

/** From where the step set out, by a difference of sigma, along the slope at its middle. */
export function slopeStep(
  { before, latents, denoised }: { before: Tensor; latents: Tensor; denoised: Tensor },
  { middle, by }: { middle: number; by: number },
): Tensor {
  return mix(1, before, by / middle, mix(1, latents, -1, denoised));
}

/**
 * Halfway in log sigma; 0 if one of them is. Each step in float32: torch's roundings show in the timesteps that are
 * found for the middles.
 */
export function middleSigma(start: number, end: number): number {
  if (start === 0 || end === 0) return 0;
  const { fround, log, exp } = Math;
  const [a, b] = [fround(log(start)), fround(log(end))];
  return fround(exp(fround(b - fround(fround(b - a) * 0.5))));
}
