import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseNoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import { createNoise } from '#renderer/engine/samplers/random.ts';
import type { Predict, Sampler, SamplerOptions } from '#renderer/engine/samplers/sampler.ts';
import { SAMPLERS, samplerNamed } from '#renderer/engine/samplers/samplers.ts';
import { scale, type Tensor, tensor } from '#renderer/engine/tensor.ts';
import { BASE_L } from '#test/renderer/engine/samplers/upstream-loop.ts';

const DIMS = [1, 4, 3, 5];
const NAMES = [
  'lcm, tcd, ddim, ddpm, pndm, euler, euler_a, heun, lms',
  'dpmpp_2m, dpmpp_2m_sde, dpmpp_2s, unipc, deis, kdpm2, kdpm2_a',
].join(', ');
/** Without fresh noise: with the right noise said at every call, they go straight to the picture. */
const DETERMINISTIC = 'ddim, pndm, euler, heun, lms, dpmpp_2m, dpmpp_2s, unipc, deis, kdpm2'.split(', ');

type Wish = Partial<SamplerOptions> & { readonly seed?: number; readonly predict?: Predict; readonly config?: object };

async function run(sampler: Sampler, { seed = 1, predict = async (x) => scale(0.5, x), config, ...wish }: Wish) {
  const noise = createNoise(seed);
  const schedule = parseNoiseSchedule({ ...BASE_L, ...config });
  const draw = () => noise.randn(DIMS);
  const seen = [];
  for await (const step of sampler.sample(predict, draw(), {
    schedule,
    steps: 4,
    sigmas: 'default',
    noise: draw,
    ...wish,
  })) {
    seen.push(step);
  }
  return seen;
}

function worstDifference(x: Tensor, y: Tensor): number {
  return x.data.reduce((worst, value, i) => Math.max(worst, Math.abs(value - y.data[i]!)), 0);
}

describe('samplerNamed', () => {
  it.each(NAMES.split(', '))('finds %s', (name) => {
    expect(samplerNamed(name).name).toBe(name);
  });

  it('lists the samplers there are when asked for another', () => {
    expect(SAMPLERS.map(({ name }) => name).join(', ')).toBe(NAMES);
    expect(() => samplerNamed('plms')).toThrow(`Cannot use sampler: it must be one of ${NAMES}, given plms`);
  });
});

describe.each(SAMPLERS.map((sampler) => [sampler.name, sampler] as const))('%s', (name, sampler) => {
  const stepsMax = Math.min(sampler.stepsMax ?? 60, 60);
  const anySteps = fc.integer({ min: 1, max: stepsMax });

  it('takes any number of steps, downwards, through finite numbers', async () => {
    const spacing = sampler.hasSpacing
      ? fc.constantFrom('linspace', 'leading', 'trailing', undefined)
      : fc.constant(undefined);
    const anyPlan = fc.record({ steps: anySteps, sigmas: fc.constantFrom(...sampler.spacings), spacing });
    await fc.assert(
      fc.asyncProperty(anyPlan, async ({ spacing, ...plan }) => {
        const seen = await run(sampler, { ...plan, ...(spacing ? { spacing } : {}) });
        expect(seen.map(({ step }) => step)).toEqual(Array.from({ length: plan.steps }, (_, i) => i + 1));
        for (const { latents, denoised, steps } of seen) {
          expect([latents.dims, denoised.dims, steps]).toEqual([DIMS, DIMS, plan.steps]);
          expect(latents.data.every(Number.isFinite) && denoised.data.every(Number.isFinite)).toBe(true);
        }
        const timesteps = seen.map(({ timestep }) => timestep);
        // Rules of their own lie so close at the end that rounded timesteps repeat; the sigmas do not.
        const falls = (t: number, i: number) => i === 0 || t < timesteps[i - 1]! || plan.sigmas !== 'default';
        expect(timesteps.filter((t, i) => !falls(t, i))).toEqual([]);
      }),
      { numRuns: 25, seed: 4 },
    );
  });

  it('sees the picture in every step when the network names it', async () => {
    const predict = fc.record({ steps: anySteps, sigmas: fc.constantFrom(...sampler.spacings), seed: fc.nat() });
    await fc.assert(
      fc.asyncProperty(predict, async ({ seed, ...plan }) => {
        const picture = createNoise(seed).randn(DIMS);
        const seen = await run(sampler, {
          ...plan,
          predict: async () => picture,
          config: { prediction_type: 'sample' },
        });
        for (const { denoised } of seen) expect(worstDifference(denoised, picture)).toBeLessThan(1e-4);
      }),
      { numRuns: 15, seed: 4 },
    );
  });

  if (DETERMINISTIC.includes(name)) {
    it('sees the picture in every step when the network names the noise, and ends there', async () => {
      const anyRun = fc.record({ steps: anySteps, sigmas: fc.constantFrom(...sampler.spacings), seed: fc.nat(1e6) });
      await fc.assert(
        fc.asyncProperty(anyRun, async ({ seed, ...plan }) => {
          const original = createNoise(seed + 1).randn(DIMS);
          const eps = createNoise(seed).randn(DIMS);
          const seen = await run(sampler, {
            ...plan,
            seed,
            predict: async () => eps,
            start: { original, strength: 1 },
          });
          for (const { denoised } of seen) expect(worstDifference(denoised, original)).toBeLessThan(1e-3);
          // Diffusers' deis by a rule of its own ends at its last level, which of one step is the first.
          if (name === 'deis' && plan.steps === 1 && plan.sigmas !== 'default') return;
          // pndm and deis end a little above no noise.
          expect(worstDifference(seen.at(-1)!.latents, original)).toBeLessThan(0.15);
        }),
        { numRuns: 15, seed: 4 },
      );
    });
  }

  it('gives the same picture for the same seed, and another for another', async () => {
    const last = async (seed: number) => [...(await run(sampler, { seed })).at(-1)!.latents.data];
    expect(await last(3)).toEqual(await last(3));
    expect(await last(3)).not.toEqual(await last(4));
  });

  it('goes from a picture in the last steps, more freely with more strength', async () => {
    const original = createNoise(9).randn(DIMS);
    const at = (strength: number) => run(sampler, { steps: 10, start: { original, strength } });
    expect(await at(0.3)).toHaveLength(3);
    expect(await at(1)).toHaveLength(10);
    // pndm has a call more than steps, so one is left, as in diffusers.
    if (name === 'pndm') expect(await at(0.04)).toHaveLength(1);
    else await expect(at(0.04)).rejects.toThrow('strength 0.04 must leave at least one step, given 10 steps');
  });

  it('goes on from a base model with the same latents', async () => {
    const whole = await run(sampler, { steps: 10, part: { to: 0.6 } });
    const rest = await run(sampler, {
      steps: 10,
      part: { from: 0.6 },
      start: { original: whole.at(-1)!.latents, strength: 1 },
    });
    // Samplers of two calls a step repeat the one that the cut went through; pndm corrects its first step in both.
    const expected = { heun: 11, kdpm2: 11, kdpm2_a: 11, pndm: 9 }[name] ?? 10;
    expect(whole.length + rest.length).toBe(expected);
    expect(rest.at(-1)!.latents.data.every(Number.isFinite)).toBe(true);
  });

  it('asks the network nothing more after the consumer leaves', async () => {
    let calls = 0;
    const x = tensor(DIMS);
    const options = { schedule: parseNoiseSchedule(BASE_L), steps: 9, sigmas: 'default', noise: () => x } as const;
    const predict = async () => {
      calls++;
      return x;
    };
    let left = 0;
    for await (const { step } of sampler.sample(predict, x, options)) {
      left = calls;
      if (step === 2) break;
    }
    expect(calls).toBe(left);
    expect(calls).toBeLessThanOrEqual(4);
  });

  it('ends at the step where the network breaks', async () => {
    const broken = async () => tensor(DIMS, new Float32Array(60).fill(Number.NaN));
    await expect(run(sampler, { predict: broken })).rejects.toThrow('Cannot finish step 1 of 4');
  });

  it.each([0, 2.5, 100_000])('refuses %d steps in one sentence', (steps) => {
    const plan = () => sampler.plan({ schedule: parseNoiseSchedule(BASE_L), steps, sigmas: 'default' });
    expect(plan).toThrow(/^Cannot sample[^.]*steps must be a whole number from 1 to \d+, given [\d.]+$/);
  });
});
