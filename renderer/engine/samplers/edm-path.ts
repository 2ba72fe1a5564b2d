import type { EdmSchedule, NoiseSchedule, ScheduleSpacing } from '#renderer/engine/samplers/noise-schedule.ts';
import type { SamplingSchedule } from '#renderer/engine/samplers/sampling-schedule.ts';
import { exponentialSigmas, karrasSigmas } from '#renderer/engine/samplers/sigmas.ts';
import { mix, type Tensor } from '#renderer/engine/tensor.ts';

/** The ways of spacing that these models know; `default` is that of the file. */
export const EDM_SPACINGS: readonly ScheduleSpacing[] = ['default', 'karras', 'exponential'];

interface EdmWish {
  readonly steps: number;
  readonly sigmas: ScheduleSpacing;
  readonly last: (levels: readonly number[]) => number;
}

/** Where models go whose time is sigma: latents are x0 + sigma·eps. One level more than steps: where the last one ends. */
export function edmSigmas(
  { sigmaMin, sigmaMax, spacing, rho }: EdmSchedule,
  { steps, sigmas, last }: EdmWish,
): Float32Array {
  const rule = sigmas === 'default' ? spacing : sigmas;
  const levels =
    rule === 'karras'
      ? karrasSigmas({ from: sigmaMax, to: sigmaMin, steps }, rho)
      : exponentialSigmas({ from: sigmaMin, to: sigmaMax, steps }).reverse();
  return Float32Array.from([...levels, last(levels)]);
}

/** The calls over such levels; the network reads a quarter of log sigma. */
export function edmSchedule({ sigmaMax, sigmaData }: EdmSchedule, sigmas: Float32Array): SamplingSchedule {
  const levels = [...sigmas.subarray(0, -1)];
  return {
    timesteps: levels.map((sigma) => Math.fround(0.25 * Math.fround(Math.log(sigma)))),
    levels: levels.map((sigma) => ({ alpha: 1, sigma })),
    inputScales: levels.map((sigma) => 1 / Math.sqrt(sigma ** 2 + sigmaData ** 2)),
    initialSigma: Math.sqrt(sigmaMax ** 2 + 1),
  };
}

/** x0 that an answer means: c_skip and c_out of arXiv 2206.00364, table 1; velocity is the same with another sign. */
export function edmClean(
  { sigmaData }: EdmSchedule,
  type: NoiseSchedule['predictionType'],
  { latents, output, sigma }: { latents: Tensor; output: Tensor; sigma: number },
): Tensor {
  const variance = sigma ** 2 + sigmaData ** 2;
  const out = (sigma * sigmaData) / Math.sqrt(variance);
  return mix(sigmaData ** 2 / variance, latents, type === 'v_prediction' ? -out : out, output);
}
