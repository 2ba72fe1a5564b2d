import { callsLeft } from '#renderer/engine/samplers/calls-left.ts';
import { requireFinite } from '#renderer/engine/samplers/finite.ts';
import { type Route, stepOf } from '#renderer/engine/samplers/route.ts';
import type { PlanOptions, Predict, Sampler, SamplerOptions, SamplerStep } from '#renderer/engine/samplers/sampler.ts';
import type { SigmaSpacing } from '#renderer/engine/samplers/sigmas.ts';
import { mix, scale, type Tensor } from '#renderer/engine/tensor.ts';
import { Failure } from '#shared/failure.ts';

/** A sampler's own mathematics. What all samplers share is in `createSampler`. */
export interface Method {
  readonly name: string;
  /** Its own first. */
  readonly spacings: readonly SigmaSpacing[];
  readonly stepsMax?: number;
  /** The way, and a memory of its own for the moves along it. */
  begin(options: PlanOptions): { readonly route: Route; readonly move: Move };
}

/** What happens after call `index` of the route. */
export type Move = (call: Call) => { readonly latents: Tensor; readonly denoised: Tensor };

export interface Call {
  readonly index: number;
  readonly latents: Tensor;
  /** The network's answer to them. */
  readonly output: Tensor;
  /** Standard normal numbers of the latents' shape. */
  readonly draw: () => Tensor;
}

/** For samplers on trained timesteps. */
export const DEFAULT_ONLY: readonly SigmaSpacing[] = ['default'];

/** For samplers on noise levels, which may lie anywhere. */
export const ANY_SPACING: readonly SigmaSpacing[] = ['default', 'karras', 'exponential'];

/** The sampler of a method. */
export function createSampler(method: Method): Sampler {
  const { name, spacings, stepsMax } = method;
  return {
    name,
    spacings,
    hasKarras: spacings.includes('karras'),
    ...(stepsMax === undefined ? {} : { stepsMax }),
    plan(options) {
      const { route, first, end } = beginAt(method, options);
      return { steps: stepOf(route, end - 1 - first) + 1, timesteps: route.timesteps.slice(first, end) };
    },
    sample: (predict, noise, options) => follow(method, { predict, noise }, options),
  };
}

function beginAt(method: Method, options: PlanOptions) {
  if (!method.spacings.includes(options.sigmas)) {
    const known = method.spacings.join(', ');
    throw new Failure(
      'invalid',
      `Cannot sample with ${method.name}: sigmas must be one of ${known}, given ${options.sigmas}`,
    );
  }
  const { route, move } = method.begin(options);
  return { route, move, ...callsLeft(route, options) };
}

async function* follow(
  method: Method,
  { predict, noise }: { predict: Predict; noise: Tensor },
  options: SamplerOptions,
): AsyncGenerator<SamplerStep, void, undefined> {
  const { route, move, first, end } = beginAt(method, options);
  const steps = stepOf(route, end - 1 - first) + 1;
  let latents = firstLatents(route, { first, noise }, options);
  let timestep = route.timesteps[first]!;
  for (let index = first; index < end; index++) {
    const step = stepOf(route, index - first) + 1;
    const output = await predict(scale(route.inputScales?.[index] ?? 1, latents), route.timesteps[index]!);
    requireFinite(output, { step, steps });
    const moved = {
      step,
      steps,
      timestep,
      ...move({ index, latents, output, draw: options.noise }),
      renoise: renoiser(route, index + 1),
    };
    latents = options.mend?.(moved) ?? moved.latents;
    if (index + 1 < end && stepOf(route, index + 1 - first) < step) continue;
    yield { ...moved, latents };
    timestep = route.timesteps[index + 1] ?? timestep;
  }
}

/** Where the first call finds them: noise, a noised picture, or what another model has left. */
function firstLatents(
  route: Route,
  { first, noise }: { first: number; noise: Tensor },
  { start, part }: SamplerOptions,
): Tensor {
  if (!start) return scale(route.initialSigma ?? 1, noise);
  return part?.from === undefined ? renoiser(route, first)(start.original, noise) : start.original;
}

function renoiser(route: Route, index: number): SamplerStep['renoise'] {
  const level = route.levels[index];
  return (original, noise) => (level ? mix(level.alpha, original, level.sigma, noise) : original);
}
