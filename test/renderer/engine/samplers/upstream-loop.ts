import { expect } from 'vitest';
import { parseNoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import { createNoise } from '#renderer/engine/samplers/random.ts';
import type { Sampler, SamplerOptions } from '#renderer/engine/samplers/sampler.ts';
import { inputScale, sigmaPath } from '#renderer/engine/samplers/sigma-path.ts';
import { elements, scale, type Tensor, tensor } from '#renderer/engine/tensor.ts';

/** The configurations of diffusers' scheduler tests. */
export const BASE_A = { beta_start: 0.0001, beta_end: 0.02, beta_schedule: 'linear', num_train_timesteps: 1000 };
export const BASE_B = { ...BASE_A, num_train_timesteps: 1100 };
export const BASE_L = { ...BASE_A, beta_start: 0.00085, beta_end: 0.012, beta_schedule: 'scaled_linear' };

/** The shape of the samples in those tests. */
export const UPSTREAM_DIMS = [4, 3, 8, 8];

/** One full loop of those tests. */
export interface UpstreamLoop {
  readonly config: Readonly<Record<string, unknown>>;
  /** 10 if left out. */
  readonly steps?: number;
  readonly eta?: number;
  /** The loop starts from the sample with noise added, so many steps before the end. */
  readonly stepsLeft?: number;
  readonly dims?: readonly number[];
}

/** Of |x| at the end of a loop: what diffusers' tests expect. */
export type Expected = { readonly sum: number } | { readonly mean: number };

/** Holds the end of a loop against the constant of diffusers' test, within its tolerance or the rounding of float32. */
export async function checkUpstream(sampler: Sampler, loop: UpstreamLoop, expected: Expected): Promise<void> {
  const { data } = await runLoop(sampler, loop);
  compare(data, expected);
}

/**
 * The same for the classes on sigmas. In their tests the loop puts the scaled input in place of the sample, so that the
 * step sees it too.
 */
export async function checkScaledUpstream(sampler: Sampler, loop: UpstreamLoop, expected: Expected): Promise<void> {
  const { scales, initialSigma } = await outside(sampler, loop);
  const { data } = await runLoop(sampler, loop, { scales, initialSigma });
  compare(data, expected);
}

/** The deterministic sample: in batch b, element i is (4i + b) / count. */
export function upstreamSample(dims: readonly number[] = UPSTREAM_DIMS): Tensor {
  const count = elements(dims);
  const size = count / dims[0]!;
  return tensor(
    dims,
    Float32Array.from({ length: count }, (_, at) => ((at % size) * dims[0]! + Math.floor(at / size)) / count),
  );
}

/** The pretended network: x·t/(t + 1). */
function upstreamModel(x: Tensor, t: number): Tensor {
  return { dims: x.dims, data: x.data.map((value) => Math.fround(value * t) / (t + 1)) };
}

/** The deterministic noise: the same values from the other end. */
function upstreamNoise(dims: readonly number[] = UPSTREAM_DIMS): Tensor {
  const count = elements(dims);
  const { data } = upstreamSample(dims);
  return tensor(
    dims,
    data.map((value) => (count - 1 - Math.round(value * count)) / count),
  );
}

function optionsOf({ config, steps = 10, eta, stepsLeft, dims }: UpstreamLoop): SamplerOptions {
  const source = createNoise(0);
  return {
    schedule: parseNoiseSchedule(config),
    steps,
    sigmas: null,
    ...(eta === undefined ? {} : { eta }),
    ...(stepsLeft === undefined ? {} : { start: { original: upstreamSample(dims), strength: stepsLeft / steps } }),
    noise: () => source.randn(dims ?? UPSTREAM_DIMS),
  };
}

interface Outside {
  /** What each call multiplies latents by to be the network's input. */
  readonly scales: readonly number[];
  readonly initialSigma: number;
}

async function runLoop(
  sampler: Sampler,
  loop: UpstreamLoop,
  { scales, initialSigma }: Outside = { scales: [], initialSigma: 1 },
): Promise<Tensor> {
  const options = optionsOf(loop);
  const first = scales[0] ?? 1;
  const noise = scale(first, options.start ? upstreamNoise(loop.dims) : upstreamSample(loop.dims));
  // Those tests also multiply the clean sample by the first sigma, before they add noise to it.
  const start = options.start && {
    ...options.start,
    original: scale(first * initialSigma, options.start.original),
  };
  // With scales, latents are the network's input already, and what the sampler makes of them is not asked.
  let input: Tensor | null = null;
  let call = 0;
  let latents = noise;
  const run = sampler.sample(
    async (x, t) => {
      input ??= scales.length > 0 ? scale(1 / scales[0]!, x) : null;
      return upstreamModel(scales.length > 0 ? input! : x, t);
    },
    noise,
    {
      ...options,
      ...(start ? { start } : {}),
      replaceLatents(step) {
        input = scale(scales[++call] ?? 1, step.latents);
        return input;
      },
    },
  );
  for await (const step of run) latents = step.latents;
  return latents;
}

/** Seen from outside, with ones in place of latents; not at the first call, which finds its latents scaled already. */
async function outside(sampler: Sampler, loop: UpstreamLoop): Promise<Outside> {
  const { steps = 10, stepsLeft = steps } = loop;
  const options = optionsOf(loop);
  const { sigmas, initialSigma } = sigmaPath(options.schedule, { ...options, sigmas: options.schedule.sigmaSpacing });
  const ones = scale(0, upstreamSample(loop.dims));
  ones.data.fill(1);
  const seen: number[] = [];
  const run = sampler.sample(
    async (x) => {
      seen.push(x.data[0]!);
      return x;
    },
    ones,
    { ...options, replaceLatents: () => ones },
  );
  for await (const _ of run);
  return { scales: [inputScale(sigmas[steps - stepsLeft]!), ...seen.slice(1)], initialSigma };
}

function compare(data: Float32Array, expected: Expected): void {
  const sum = data.reduce((total, value) => total + Math.abs(value), 0);
  if ('sum' in expected) expect(Math.abs(sum - expected.sum)).toBeLessThan(Math.max(1e-2, 2e-6 * expected.sum));
  else expect(Math.abs(sum / data.length - expected.mean)).toBeLessThan(1e-3);
}
