import type { NoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import { levelAt } from '#renderer/engine/samplers/parametrization.ts';
import type { WayOptions } from '#renderer/engine/samplers/sampler.ts';
import type { SamplingSchedule } from '#renderer/engine/samplers/sampling-schedule.ts';
import { spacedSigmas, timestepAt, trainingSigmas } from '#renderer/engine/samplers/sigmas.ts';
import { multistepTimesteps, roundHalfToEven } from '#renderer/engine/samplers/timesteps.ts';
import type { TimestepSpacing } from '#shared/contract/bounds.ts';
import { failure } from '#shared/text/failure.ts';

/** Where the solvers on the logarithm of the signal-to-noise ratio go; latents are in the variance-preserving form. */
export interface MultistepPath {
  readonly timesteps: readonly number[];
  /** In the variance-exploding form. One element more than timesteps: the level that the last step goes to. */
  readonly sigmas: Float32Array;
}

/** What each solver has of its own. */
export interface SolverHabits {
  /** Takes no other spacing of timesteps. */
  readonly spacing?: TimestepSpacing;
  /** Ends with the lowest level whatever the file's final_sigmas_type is. */
  readonly endsLow?: boolean;
  /** The lowest level is the last one of the path, not that of the training, where a way of its own spaces them. */
  readonly endsAtLast?: boolean;
  /** Rounds the timesteps of Karras levels also for squaredcos_cap_v2. */
  readonly roundsCosine?: boolean;
  /** Leaves out timesteps below the file's lambda_min_clipped. */
  readonly clipsLambda?: boolean;
}

/** The path of diffusers' DPM-Solver, UniPC and DEIS classes. Throws `invalid` where two steps would fall together. */
export function multistepPath(
  schedule: NoiseSchedule,
  { steps, sigmas: rule, spacing }: WayOptions,
  habits: SolverHabits = {},
): MultistepPath {
  const training = trainingSigmas(schedule);
  const wish = { steps, spacing: habits.spacing ?? spacing, fallback: 'linspace' } as const;
  const trained = multistepTimesteps(schedule, {
    ...wish,
    ...(habits.clipsLambda && { clip: clippedTimesteps(schedule) }),
  });
  const isToZero = schedule.finalSigmas === 'zero' && !habits.endsLow;
  if (rule === 'default') {
    const levels = trained.map((t) => training[t]!);
    if (levels.some((sigma, i) => i > 0 && sigma >= levels[i - 1]!)) {
      throw failure('invalid', 'sampler.same-timestep', { steps });
    }
    return { timesteps: trained, sigmas: Float32Array.from([...levels, isToZero ? 0 : training[0]!]) };
  }
  const { min, max } = schedule.sigmaRange;
  const levels = spacedSigmas(rule, { from: max ?? training.at(-1)!, to: min ?? training[0]!, steps });
  const isExact = rule === 'exponential' || rule === 'beta';
  const isRounded = !isExact && (habits.roundsCosine || schedule.betaSchedule !== 'squaredcos_cap_v2');
  const last = habits.endsAtLast ? levels.at(-1)! : training[0]!;
  return {
    timesteps: levels.map((sigma) => whole(timestepAt(training, sigma), isRounded)),
    sigmas: Float32Array.from([...levels, isToZero ? 0 : last]),
  };
}

/** How many timesteps, of the highest ones, have too low a log signal-to-noise ratio. */
function clippedTimesteps({ alphasCumprod, lambdaMin }: NoiseSchedule): number {
  return alphasCumprod.filter((alphaBar) => Math.log(alphaBar / (1 - alphaBar)) / 2 < lambdaMin).length;
}

/** The schedule over such a path. */
export function solverSchedule({ timesteps, sigmas }: MultistepPath): SamplingSchedule {
  return { timesteps, levels: timesteps.map((_, i) => levelAt(sigmas[i]!)) };
}

/** The paper's lambda of a sigma: half the logarithm of the signal-to-noise ratio; infinite at 0. */
export function logSnr(sigma: number): number {
  return -Math.log(sigma);
}

/** diffusers casts to integers at the end, which cuts what it has not rounded. */
function whole(timestep: number, isRounded: boolean): number {
  return isRounded ? roundHalfToEven(timestep) : Math.trunc(timestep);
}
