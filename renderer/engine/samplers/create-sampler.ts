import { callsLeft } from '#renderer/engine/samplers/calls-left.ts';
import { EDM_SPACINGS } from '#renderer/engine/samplers/edm-path.ts';
import { requireFinite } from '#renderer/engine/samplers/finite.ts';
import type { NoiseSchedule, ScheduleSpacing } from '#renderer/engine/samplers/noise-schedule.ts';
import type {
  PlanOptions,
  Predict,
  Sampler,
  SamplerOptions,
  SamplerStep,
  WayOptions,
} from '#renderer/engine/samplers/sampler.ts';
import { type SamplingSchedule, stepOf } from '#renderer/engine/samplers/sampling-schedule.ts';
import { mix, scale, type Tensor } from '#renderer/engine/tensor.ts';
import { SIGMA_SPACINGS } from '#shared/contract/bounds.ts';
import { failure } from '#shared/text/failure.ts';

/** A sampler's own mathematics. What all samplers share is in `createSampler`. */
export interface SamplerMethod {
  readonly name: string;
  /** Its own first. */
  readonly spacings: readonly ScheduleSpacing[];
  readonly stepsMax?: number;
  /** Its timesteps are its own, and no request changes their spacing. */
  readonly ownTimesteps?: boolean;
  /** It also draws with models whose time is sigma, as one of diffusers' EDM classes does. */
  readonly drawsEdm?: boolean;
  /** The way, and a memory of its own for the moves along it. */
  begin(options: WayOptions): { readonly sampling: SamplingSchedule; readonly move: Move };
}

/** What happens after call `index` of the schedule. */
export type Move = (call: SamplerCall) => { readonly latents: Tensor; readonly denoised: Tensor };

export interface SamplerCall {
  readonly index: number;
  readonly latents: Tensor;
  /** The network's answer to them. */
  readonly output: Tensor;
  /** Standard normal numbers of the latents' shape. */
  readonly draw: () => Tensor;
}

/** For samplers on trained timesteps. */
export const DEFAULT_ONLY: readonly ScheduleSpacing[] = ['default'];

/** For samplers on noise levels, which may lie anywhere. */
export const ANY_SPACING: readonly ScheduleSpacing[] = SIGMA_SPACINGS;

/** The samplers that draw with EDM models, as diffusers has them. */
const EDM_SAMPLERS = ['euler', 'dpmpp_2m', 'dpmpp_2m_sde'];

/**
 * How noise levels are spaced: as was asked for, else as the model's file says. In diffusers too, a class that does not
 * know the file's way takes its own.
 */
export function chosenSpacing(
  { spacings }: Pick<Sampler, 'spacings'>,
  { sigmas, spacing, schedule }: Pick<PlanOptions, 'sigmas' | 'spacing' | 'schedule'>,
): ScheduleSpacing {
  // Timesteps that were asked for would have no meaning beside levels that the file spaces by a rule.
  return sigmas ?? (spacing !== undefined ? 'default' : fileSpacing(spacings, schedule));
}

function fileSpacing(spacings: readonly ScheduleSpacing[], schedule: NoiseSchedule): ScheduleSpacing {
  return spacings.includes(schedule.sigmaSpacing) ? schedule.sigmaSpacing : 'default';
}

/** The sampler of a method. */
export function createSampler(method: SamplerMethod): Sampler {
  const { name, spacings, stepsMax, ownTimesteps = false } = method;
  return {
    name,
    spacings,
    hasKarras: spacings.includes('karras'),
    hasSpacing: !ownTimesteps,
    ...(stepsMax === undefined ? {} : { stepsMax }),
    plan(options) {
      const { sampling, first, end } = beginAt(method, options);
      return { steps: stepOf(sampling, end - 1 - first) + 1, timesteps: sampling.timesteps.slice(first, end) };
    },
    sample: (predict, noise, options) => follow(method, { predict, noise }, options),
  };
}

function beginAt(method: SamplerMethod, options: PlanOptions) {
  if (options.schedule.edm && !method.drawsEdm) {
    throw failure('invalid', 'scheduler.edm-sampler', { known: EDM_SAMPLERS, given: method.name });
  }
  if (options.spacing !== undefined && (method.ownTimesteps || options.schedule.edm)) {
    throw failure('invalid', 'sampler.own-timesteps', { sampler: method.name, given: options.spacing });
  }
  const { sampling, move } = method.begin({ ...options, sigmas: requestedSpacing(method, options) });
  return { sampling, move, ...callsLeft(sampling, options) };
}

function requestedSpacing({ name, spacings: own }: SamplerMethod, options: PlanOptions): ScheduleSpacing {
  const { sigmas } = options;
  const spacings = options.schedule.edm ? EDM_SPACINGS : own;
  if (sigmas === null || spacings.includes(sigmas)) return chosenSpacing({ spacings }, options);
  throw failure('invalid', 'sampler.sigmas', { sampler: name, known: spacings, given: sigmas });
}

async function* follow(
  method: SamplerMethod,
  { predict, noise }: { predict: Predict; noise: Tensor },
  options: SamplerOptions,
): AsyncGenerator<SamplerStep, void, undefined> {
  const { sampling, move, first, end } = beginAt(method, options);
  const steps = stepOf(sampling, end - 1 - first) + 1;
  let latents = firstLatents(sampling, { first, noise }, options);
  let timestep = sampling.timesteps[first]!;
  for (let index = first; index < end; index++) {
    const step = stepOf(sampling, index - first) + 1;
    const output = await predict(scale(sampling.inputScales?.[index] ?? 1, latents), sampling.timesteps[index]!);
    requireFinite(output, { step, steps });
    const moved = {
      step,
      steps,
      timestep,
      ...move({ index, latents, output, draw: options.noise }),
      renoise: renoiser(sampling, index + 1),
    };
    latents = options.replaceLatents?.(moved) ?? moved.latents;
    if (index + 1 < end && stepOf(sampling, index + 1 - first) < step) continue;
    yield { ...moved, latents };
    timestep = sampling.timesteps[index + 1] ?? timestep;
  }
}

/** Where the first call finds them: noise, a noised picture, or what another model has left. */
function firstLatents(
  sampling: SamplingSchedule,
  { first, noise }: { first: number; noise: Tensor },
  { start, part }: SamplerOptions,
): Tensor {
  if (!start) return scale(sampling.initialSigma ?? 1, noise);
  return part?.from === undefined ? renoiser(sampling, first)(start.original, noise) : start.original;
}

function renoiser(sampling: SamplingSchedule, index: number): SamplerStep['renoise'] {
  const level = sampling.levels[index];
  return (original, noise) => (level ? mix(level.alpha, original, level.sigma, noise) : original);
}
