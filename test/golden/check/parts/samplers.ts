import { parseNoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import { samplerNamed } from '#renderer/engine/samplers/samplers.ts';
import { type Tensor, tensor } from '#renderer/engine/tensor.ts';
import { samplerOf, type Trajectory, trajectoryError } from '#test/bench/sampler-errors.ts';
import { compareExactly, compareTensor } from '#test/golden/check/compare.ts';
import { type Finding, type GoldenFile, type GoldenPart, recordedAt } from '#test/golden/check/part.ts';
import type { GoldenTensor } from '#test/renderer/engine/graph/golden.ts';

interface NoisedStart {
  readonly name: string;
  readonly n: number;
  readonly strength: number;
  readonly t_start: number;
  readonly timesteps: readonly number[];
  readonly out: GoldenTensor;
}

/** Relative to the larger of 1 and what is recorded. */
const BOUND = 1e-5;

/** Trajectories of the samplers, and pictures that are noised to start from; engine.json. */
export const SAMPLER_PARTS: readonly GoldenPart[] = [
  {
    format: 'engine',
    key: 'sched',
    cases: (file) =>
      recordedAt<readonly Trajectory[]>(file, 'sched').map((run) => ({
        name: `${run.name} ${run.config.prediction_type}`,
        run: async () => [{ what: '', error: (await trajectoryError(run, file.recipe)).relative, bound: BOUND }],
      })),
  },
  {
    format: 'engine',
    key: 'add_noise',
    cases: (file) =>
      recordedAt<readonly NoisedStart[]>(file, 'add_noise').map((start) => ({
        name: start.name,
        run: () => checkStart(file, start),
      })),
  },
];

async function checkStart(file: GoldenFile, { name, n, strength, ...recorded }: NoisedStart): Promise<Finding[]> {
  const run = recordedAt<readonly Trajectory[]>(file, 'sched').find((one) => one.name === name)!;
  const dims = recorded.out.shape;
  const original = file.recipe.input('in:x0', dims);
  const zero = tensor(dims);
  const options = { schedule: parseNoiseSchedule(run.config), steps: n, sigmas: null, noise: () => zero };
  const sampler = samplerNamed(samplerOf(run));
  const plan = sampler.plan({ ...options, start: { original, strength } });
  // The same level as the one that a whole run has reached there.
  const noised: Tensor[] = [];
  for await (const { renoise } of sampler.sample(async () => zero, zero, options)) {
    noised.push(renoise(original, file.recipe.input('in:n', dims)));
  }
  return [
    compareExactly('timesteps', plan.timesteps, recorded.timesteps),
    compareTensor('', noised[recorded.t_start - 1]!, recorded.out, { bound: BOUND }),
  ];
}
