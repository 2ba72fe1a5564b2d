import { expect } from 'vitest';
import { parseNoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import type { PlanOptions, Sampler } from '#renderer/engine/samplers/sampler.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import { input, golden as recorded } from '#test/renderer/engine/graph/golden.ts';

interface Trajectory {
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly n: number;
  readonly kw: { readonly eta?: number };
  readonly noise_calls: number;
  /** Per call: timestep, sum of the network's input, sum and mean |x| of the new latents, four of their elements. */
  readonly steps: readonly (readonly [number, number, number, number, readonly number[]])[];
}

export const LATENTS = [1, 4, 8, 8];
const { sched } = recorded as unknown as { readonly sched: readonly Trajectory[] };

/** The recorded runs of these names, one per prediction type. */
export function trajectories(...names: string[]): readonly [string, string, Trajectory][] {
  const found = sched.filter(({ name }) => names.includes(name));
  expect(found).toHaveLength(2 * names.length);
  return found.map((one) => [one.name, String(one.config.prediction_type), one]);
}

/** Runs the sampler on hashed noise and hashed network outputs, and holds every recorded number against it. */
export async function checkTrajectory(
  sampler: Sampler,
  golden: Trajectory,
  more: Partial<PlanOptions> = {},
): Promise<void> {
  let draws = 0;
  let calls = 0;
  let asked: { input: Tensor; timestep: number } | null = null;
  const steps = sampler.sample(
    async (latents, timestep) => {
      asked = { input: latents, timestep };
      return input(`eps:${calls++}`, LATENTS);
    },
    input('in:latent', LATENTS),
    {
      schedule: parseNoiseSchedule(golden.config),
      steps: golden.n,
      sigmas: null,
      ...golden.kw,
      ...more,
      noise: () => input(`noise:${draws++}`, LATENTS),
      replaceLatents({ latents }) {
        const [t, sumIn, sumOut, absmean, samples] = golden.steps[calls - 1]!;
        close(asked!.timestep, t, 1e-6);
        close(sum(asked!.input), sumIn, 256e-5);
        close(sum(latents), sumOut, 256e-5);
        close(sum({ ...latents, data: latents.data.map(Math.abs) }) / latents.data.length, absmean, 1e-5);
        for (const [i, value] of samples.entries()) close(latents.data[i * 85]!, value, 1e-5);
        return latents;
      },
    },
  );
  let count = 0;
  for await (const { step, steps: all } of steps) expect([step, all]).toEqual([++count, golden.n]);
  expect(count).toBe(golden.n);
  expect(calls).toBe(golden.steps.length);
  expect(draws).toBe(golden.noise_calls);
}

/** |actual - expected| relative to max(1, |expected|). */
export function close(actual: number, expected: number, bound: number): void {
  expect(Math.abs(actual - expected) / Math.max(1, Math.abs(expected))).toBeLessThanOrEqual(bound);
}

/** All elements, in double. */
export function sum(x: Tensor): number {
  return x.data.reduce((total, value) => total + value, 0);
}
