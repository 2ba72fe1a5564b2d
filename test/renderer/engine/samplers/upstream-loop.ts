import { parseNoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import { createNoise } from '#renderer/engine/samplers/random.ts';
import type { Sampler } from '#renderer/engine/samplers/sampler.ts';
import { type Tensor, tensor } from '#renderer/engine/tensor.ts';

/** The shape of the samples in diffusers' scheduler tests. */
export const UPSTREAM_DIMS = [4, 3, 8, 8];

/** The configurations of those tests. */
export const BASE_A = { beta_start: 0.0001, beta_end: 0.02, beta_schedule: 'linear', num_train_timesteps: 1000 };
export const BASE_B = { ...BASE_A, num_train_timesteps: 1100 };
export const BASE_L = { ...BASE_A, beta_start: 0.00085, beta_end: 0.012, beta_schedule: 'scaled_linear' };

/** The deterministic sample: s[b, c, h, w] = (((c·8 + h)·8 + w)·4 + b) / 768. */
export function upstreamSample(): Tensor {
  const result = tensor(UPSTREAM_DIMS);
  for (let b = 0; b < 4; b++) {
    for (let i = 0; i < 192; i++) result.data[b * 192 + i] = (i * 4 + b) / 768;
  }
  return result;
}

/** The pretended network: x·t/(t + 1). */
export function upstreamModel(x: Tensor, t: number): Tensor {
  return { dims: x.dims, data: x.data.map((value) => Math.fround(value * t) / (t + 1)) };
}

/** Sum of absolute values at the end of a full loop. The generator is seeded with 0. */
export async function upstreamSum(
  sampler: Sampler,
  { config, steps, karras = false }: { config: Readonly<Record<string, unknown>>; steps: number; karras?: boolean },
): Promise<number> {
  const noise = createNoise(0);
  let latents = upstreamSample();
  const loop = sampler.sample(async (x, t) => upstreamModel(x, t), latents, {
    schedule: parseNoiseSchedule(config),
    steps,
    karras,
    noise: () => noise.randn(UPSTREAM_DIMS),
  });
  for await (const step of loop) latents = step.latents;
  return absoluteSum(latents);
}

/** Sum of |x|. */
export function absoluteSum(x: Tensor): number {
  return x.data.reduce((total, value) => total + Math.abs(value), 0);
}
