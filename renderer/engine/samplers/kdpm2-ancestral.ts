import { ANY_SPACING, createSampler } from '#renderer/engine/samplers/create-sampler.ts';
import { ancestralSplit } from '#renderer/engine/samplers/euler-ancestral.ts';
import { middleSigma, midpointPath, midpointSchedule, slopeStep } from '#renderer/engine/samplers/kdpm2.ts';
import { withoutRescale } from '#renderer/engine/samplers/noise-schedule.ts';
import { cleanLatents, eulerStep } from '#renderer/engine/samplers/sigma-path.ts';
import { mix, type Tensor } from '#renderer/engine/tensor.ts';

/**
 * The second-order steps of "DPM-Solver" (arXiv 2206.00927) on sigmas, below the next level and back with fresh noise:
 * k-diffusion's sample_dpm_2_ancestral. Two calls a step, one for the last; draws after every second call.
 */
export const kdpm2Ancestral = createSampler({
  name: 'kdpm2_a',
  spacings: ANY_SPACING,
  begin(options) {
    const schedule = withoutRescale(options.schedule);
    const path = midpointPath({ ...options, schedule });
    const { sigmas } = path;
    const splits = path.timesteps.map((_, i) => ancestralSplit(sigmas[i]!, sigmas[i + 1]!));
    const middles = splits.map(({ down }, i) => middleSigma(sigmas[i]!, down));
    let before: Tensor | null = null;
    return {
      sampling: midpointSchedule(path, middles),
      move({ index, latents, output, draw }) {
        const step = Math.floor(index / 2);
        const [from, middle, { down, up }] = [sigmas[step]!, middles[step]!, splits[step]!];
        const sigma = before === null ? from : middle;
        const denoised = cleanLatents(schedule.predictionType, { latents, output, sigma });
        if (before === null) {
          before = latents;
          return { denoised, latents: eulerStep({ latents, denoised }, { from, to: middle }) };
        }
        const moved = slopeStep({ before, latents, denoised }, { middle, by: down - from });
        before = null;
        return { denoised, latents: mix(1, moved, up, draw()) };
      },
    };
  },
});
