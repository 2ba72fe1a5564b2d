import { describe, expect, it } from 'vitest';
import { parseNoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import { createNoise } from '#renderer/engine/samplers/random.ts';
import type { Sampler } from '#renderer/engine/samplers/sampler.ts';
import { SAMPLERS, samplerNamed } from '#renderer/engine/samplers/samplers.ts';
import { scale, tensor } from '#renderer/engine/tensor.ts';
import { BASE_L } from '#test/renderer/engine/samplers/upstream-loop.ts';

const DIMS = [1, 4, 9, 7];

/** Runs with a network that says half of its input. */
async function run(
  sampler: Sampler,
  { seed, steps, karras = false }: { seed: number; steps: number; karras?: boolean },
) {
  const noise = createNoise(seed);
  const options = { schedule: parseNoiseSchedule(BASE_L), steps, karras, noise: () => noise.randn(DIMS) };
  const seen = [];
  for await (const step of sampler.sample(async (x) => scale(0.5, x), noise.randn(DIMS), options)) seen.push(step);
  return seen;
}

describe('samplerNamed', () => {
  it.each(['lcm', 'ddim', 'euler', 'euler_a', 'dpmpp_2m'])('finds %s', (name) => {
    expect(samplerNamed(name).name).toBe(name);
  });

  it('lists the samplers there are when asked for another', () => {
    expect(() => samplerNamed('plms')).toThrow(
      'Cannot use sampler: it must be one of lcm, ddim, euler, euler_a, dpmpp_2m, given plms',
    );
  });
});

describe.each(SAMPLERS.map((sampler) => [sampler.name, sampler] as const))('%s', (_name, sampler) => {
  it.each([1, 2, 3, 20, 50])('yields %i steps of finite latents of the same shape', async (steps) => {
    for (const karras of [false, sampler.hasKarras]) {
      const seen = await run(sampler, { seed: 1, steps, karras });
      expect(seen.map(({ step }) => step)).toEqual(Array.from({ length: steps }, (_, i) => i + 1));
      for (const { latents, denoised } of seen) {
        expect([latents.dims, denoised.dims]).toEqual([DIMS, DIMS]);
        expect(latents.data.every(Number.isFinite) && denoised.data.every(Number.isFinite)).toBe(true);
      }
    }
  });

  it('gives the same picture for the same seed, and another for another', async () => {
    const last = async (seed: number) => [...(await run(sampler, { seed, steps: 4 })).at(-1)!.latents.data];
    expect(await last(3)).toEqual(await last(3));
    expect(await last(3)).not.toEqual(await last(4));
  });

  it('asks the network nothing more after the consumer leaves', async () => {
    let calls = 0;
    const x = tensor(DIMS);
    const options = { schedule: parseNoiseSchedule(BASE_L), steps: 9, karras: false, noise: () => x };
    const predict = async () => {
      calls++;
      return x;
    };
    for await (const { step } of sampler.sample(predict, x, options)) if (step === 2) break;
    expect(calls).toBe(2);
  });

  it('ends at the step where the network breaks', async () => {
    const broken = async () => tensor(DIMS, new Float32Array(252).fill(Number.NaN));
    const options = { schedule: parseNoiseSchedule(BASE_L), steps: 4, karras: false, noise: () => tensor(DIMS) };
    await expect(sampler.sample(broken, tensor(DIMS), options).next()).rejects.toThrow('Cannot finish step 1 of 4');
  });
});
