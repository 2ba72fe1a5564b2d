import { createSampler, DEFAULT_ONLY, type Move } from '#renderer/engine/samplers/create-sampler.ts';
import { type NoiseSchedule, withoutRescale } from '#renderer/engine/samplers/noise-schedule.ts';
import { cleanOf, levelOf, noiseOf } from '#renderer/engine/samplers/parametrization.ts';
import type { WayOptions } from '#renderer/engine/samplers/sampler.ts';
import { type SamplingSchedule, trainedSchedule } from '#renderer/engine/samplers/sampling-schedule.ts';
import { roundHalfToEven, spacedTimesteps } from '#renderer/engine/samplers/timesteps.ts';
import { weightedSum } from '#renderer/engine/samplers/weighted-sum.ts';
import { mix, type Tensor } from '#renderer/engine/tensor.ts';
import { failure } from '#shared/text/failure.ts';

/**
 * "Pseudo Numerical Methods for Diffusion Models on Manifolds" (arXiv 2202.09778): linear multistep of order 4 on eps.
 * The first step is asked twice to have a history; without skip_prk_steps the first three are Runge-Kutta steps of four
 * calls (at least 4 steps then, and only from noise).
 */
export const pndm = createSampler({
  name: 'pndm',
  spacings: DEFAULT_ONLY,
  begin(options) {
    const schedule = withoutRescale(options.schedule);
    const stride = Math.floor(schedule.alphasCumprod.length / options.steps);
    const ways = { schedule, stride, ...(schedule.skipPrkSteps ? plmsWay : prkWay)(schedule, options) };
    return { sampling: ways.sampling, move: pndmMove(ways) };
  },
});

interface Way {
  readonly sampling: SamplingSchedule;
  /** Calls of the Runge-Kutta start. */
  readonly prkCalls: number;
}

function plmsWay(schedule: NoiseSchedule, options: WayOptions): Way {
  const [first, second, ...rest] = gridOf(schedule, options);
  const timesteps = second === undefined ? [first!] : [first!, second, second, ...rest];
  return {
    sampling: { ...trainedSchedule(schedule, timesteps), stepOf: (call) => Math.max(call - 1, 0) },
    prkCalls: 0,
  };
}

/** Calls at the ends and twice at the middle of each of the first three steps. */
function prkWay(schedule: NoiseSchedule, options: WayOptions): Way {
  const { steps, start } = options;
  if (steps < 4 || start) {
    if (start) throw failure('invalid', 'sampler.pndm-start');
    throw failure('invalid', 'sampler.pndm-steps', { given: steps });
  }
  const grid = gridOf(schedule, options);
  const half = Math.floor(Math.floor(schedule.alphasCumprod.length / steps) / 2);
  const rungeKutta = [0, 1, 2].flatMap((i) => {
    const middle = grid[i + 1]! + half;
    return [grid[i]!, middle, middle, grid[i + 1]!];
  });
  const sampling = trainedSchedule(schedule, [...rungeKutta, ...grid.slice(3)]);
  return { sampling: { ...sampling, stepOf: (call) => (call < 12 ? Math.floor(call / 4) : call - 9) }, prkCalls: 12 };
}

function gridOf(schedule: NoiseSchedule, { steps, spacing }: WayOptions): number[] {
  return spacedTimesteps(schedule, { steps, spacing, fallback: 'leading' }).map(roundHalfToEven);
}

function pndmMove({ schedule, stride, sampling, prkCalls }: Way & { schedule: NoiseSchedule; stride: number }): Move {
  // Counted within the run: one that starts later takes its second call for the correction of the first, as diffusers.
  let calls = 0;
  let base: Tensor | null = null;
  let outputs: readonly Tensor[] = [];
  return ({ index, latents, output }) => {
    const call = calls++;
    const t = sampling.timesteps[index]!;
    const level = levelOf(schedule.alphasCumprod[t]!);
    const denoised = cleanOf(schedule.predictionType, { latents, output, level });
    if (call < prkCalls) {
      const stage = call % 4;
      if (stage === 0) base = latents;
      outputs = [output, ...outputs];
      const direction = stage === 3 ? combine(RUNGE_KUTTA, outputs) : output;
      // Of each Runge-Kutta step only the first answer stays in the history.
      if (stage === 3) outputs = outputs.slice(3);
      const to = stage % 2 === 0 ? t - Math.floor(stride / 2) : t;
      const from = sampling.timesteps[index - stage]!;
      return { denoised, latents: transfer(schedule, { latents: base!, direction, from, to }) };
    }
    if (call === 1) {
      const from = Math.min(t + stride, schedule.alphasCumprod.length - 1);
      const direction = mix(0.5, output, 0.5, outputs[0]!);
      return { denoised, latents: transfer(schedule, { latents: base!, direction, from, to: t }) };
    }
    base = latents;
    outputs = [output, ...outputs].slice(0, 4);
    const direction = combine(ADAMS_BASHFORTH[outputs.length - 1]!, outputs);
    return { denoised, latents: transfer(schedule, { latents, direction, from: t, to: t - stride }) };
  };
}

/** Weights of the answers, newest first, by how many there are. */
const ADAMS_BASHFORTH = [
  [1],
  [3 / 2, -1 / 2],
  [23 / 12, -16 / 12, 5 / 12],
  [55 / 24, -59 / 24, 37 / 24, -9 / 24],
] as const;
const RUNGE_KUTTA = [1 / 6, 1 / 3, 1 / 3, 1 / 6] as const;

function combine(weights: readonly number[], outputs: readonly Tensor[]): Tensor {
  return weightedSum(weights.map((weight, i) => [weight, outputs[i]!]));
}

/** The transfer part of the paper: along the noise from one timestep to another. */
function transfer(
  schedule: NoiseSchedule,
  { latents, direction, from, to }: { latents: Tensor; direction: Tensor; from: number; to: number },
): Tensor {
  const here = schedule.alphasCumprod[from]!;
  const there = to >= 0 ? schedule.alphasCumprod[to]! : schedule.setAlphaToOne ? 1 : schedule.alphasCumprod[0]!;
  const eps = noiseOf(schedule.predictionType, { latents, output: direction, level: levelOf(here) });
  const divisor = here * Math.sqrt(1 - there) + Math.sqrt(here * (1 - here) * there);
  return mix(Math.sqrt(there / here), latents, -(there - here) / divisor, eps);
}
