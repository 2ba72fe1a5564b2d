import { parseNoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import type { SamplerOptions } from '#renderer/engine/samplers/sampler.ts';
import { samplerNamed } from '#renderer/engine/samplers/samplers.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import type { OutputError } from '#test/bench/network-errors.ts';
import type { Recipe } from '#test/golden/check/recipe.ts';
import { golden as everything, input } from '#test/renderer/engine/graph/golden.ts';

/** A recorded run, as test/golden/README.md says. */
export interface Trajectory {
  readonly name: string;
  readonly cls: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly n: number;
  readonly kw: { readonly eta?: number };
  readonly noise_calls: number;
  readonly steps: readonly (readonly [number, number, number, number, readonly number[]])[];
}

const { sched } = everything as unknown as { readonly sched: readonly Trajectory[] };
const LATENTS = [1, 4, 8, 8];

/** Recorded elements are this far apart. */
const STRIDE = 85;

/** The sampler of a recorded set-up by the first part of its name that is a key here. */
const SAMPLERS: readonly (readonly [string, string])[] = [
  ['LCM', 'lcm'],
  ['TCD', 'tcd'],
  ['DDIM', 'ddim'],
  ['DDPM', 'ddpm'],
  ['PNDM', 'pndm'],
  ['EulerAncestral', 'euler_a'],
  ['EulerDiscrete', 'euler'],
  ['Heun', 'heun'],
  ['LMS', 'lms'],
  ['DPM++2M_SDE', 'dpmpp_2m_sde'],
  ['DPM++2M', 'dpmpp_2m'],
  ['DPM++2S', 'dpmpp_2s'],
  ['UniPC', 'unipc'],
  ['DEIS', 'deis'],
  ['KDPM2A', 'kdpm2_a'],
  ['KDPM2', 'kdpm2'],
];

/**
 * Every recorded set-up of a sampler, with each prediction type: the recorded elements of the latents after every call
 * of the network. Throws where the calls or the draws of noise are not as many as recorded.
 */
export async function* samplerErrors(): AsyncGenerator<OutputError, void, undefined> {
  for (const run of sched) yield await trajectoryError(run);
}

/** The same of one set-up, with the numbers of its file's recipe. */
export async function trajectoryError(
  run: Trajectory,
  recipe: Pick<Recipe, 'input'> = { input },
): Promise<OutputError> {
  const type = run.config.prediction_type === 'v_prediction' ? 'v' : 'epsilon';
  const found = { name: `${samplerOf(run)}: ${run.name}, ${type}`, absolute: 0, relative: 0 };
  const { calls, draws } = await follow({ run, recipe }, ({ data }, call) => {
    for (const [i, expected] of run.steps[call]![4].entries()) {
      const absolute = Math.abs(data[i * STRIDE]! - expected);
      found.absolute = Math.max(found.absolute, absolute);
      found.relative = Math.max(found.relative, absolute / Math.max(1, Math.abs(expected)));
    }
  });
  if (calls === run.steps.length && draws === run.noise_calls) return found;
  throw new Error(
    `${found.name} made ${calls} calls and ${draws} draws, not ${run.steps.length} and ${run.noise_calls}`,
  );
}

/** Runs the sampler on hashed noise and hashed network outputs; `see` gets the latents after each call. */
async function follow(
  { run, recipe }: { readonly run: Trajectory; readonly recipe: Pick<Recipe, 'input'> },
  see: (latents: Tensor, call: number) => void,
): Promise<{ calls: number; draws: number }> {
  const { config, n, kw } = run;
  let calls = 0;
  let draws = 0;
  const options: SamplerOptions = {
    schedule: parseNoiseSchedule(config),
    steps: n,
    sigmas: null,
    ...kw,
    ...(config.solver_order === 3 && { order: 3 }),
    noise: () => recipe.input(`noise:${draws++}`, LATENTS),
    replaceLatents({ latents }) {
      see(latents, calls - 1);
      return latents;
    },
  };
  const predict = async () => recipe.input(`eps:${calls++}`, LATENTS);
  for await (const _ of samplerNamed(samplerOf(run)).sample(predict, recipe.input('in:latent', LATENTS), options));
  return { calls, draws };
}

/** Our name of a recorded set-up's sampler. */
export function samplerOf({ name }: Pick<Trajectory, 'name'>): string {
  const found = SAMPLERS.find(([prefix]) => name.startsWith(prefix));
  if (!found) throw new Error(`Cannot tell the sampler of the recorded run ${name}`);
  return found[1];
}
