import { type BetaSchedule, betasOf, cumulate, withZeroTerminalSnr } from '#renderer/engine/samplers/betas.ts';
import {
  flag,
  fraction,
  integer,
  oneOf,
  optionalFlag,
  optionalPositive,
  positive,
  type SchedulerConfig,
  unusableScheduler,
  wrongSetting,
} from '#renderer/engine/samplers/config-values.ts';
import { requireKnownKeys, schedulerKind } from '#renderer/engine/samplers/scheduler-keys.ts';
import {
  PREDICTIONS,
  type Prediction,
  type SigmaSpacing,
  TIMESTEP_SPACINGS,
  type TimestepSpacing,
} from '#shared/contract/bounds.ts';
import { message } from '#shared/text/failure.ts';

/**
 * What scheduler_config.json fixes: how noise grew with the timestep in training, and how inference takes its steps.
 * Null where the file is silent and diffusers' classes have different defaults.
 */
export interface NoiseSchedule {
  /** alphas_cumprod of each training timestep, float32 values; the last is 0 with rescale_betas_zero_snr. */
  readonly alphasCumprod: Float32Array;
  /** The same without rescale_betas_zero_snr. Equal to alphasCumprod where the file does not ask for it. */
  readonly trainedAlphasCumprod: Float32Array;
  readonly betaSchedule: BetaSchedule;
  readonly predictionType: Prediction;
  readonly timestepSpacing: TimestepSpacing | null;
  readonly stepsOffset: number;
  readonly setAlphaToOne: boolean | null;
  /** Clean latents are kept within ± this; null = not bounded. */
  readonly clipSampleRange: number | null;
  /** Dynamic thresholding (https://arxiv.org/abs/2205.11487, section 2.3); comes before clipping. */
  readonly thresholding: { readonly ratio: number; readonly max: number } | null;
  /** Where the sigmas end: at no noise, or at the lowest trained level. */
  readonly finalSigmas: 'zero' | 'sigma_min';
  /** Solvers of higher order end with lower ones. */
  readonly lowerOrderFinal: boolean | null;
  readonly eulerAtFinal: boolean;
  /** Whether PNDM leaves out its Runge-Kutta start. */
  readonly skipPrkSteps: boolean;
  /** How noise levels lie where no request says otherwise, for samplers that know this way. */
  readonly sigmaSpacing: ScheduleSpacing;
  /** Ends of the levels that such a way spaces; null = those that timesteps have. */
  readonly sigmaRange: { readonly min: number | null; readonly max: number | null };
  /** Of the multistep solvers, DPM-Solver's single steps and UniPC. */
  readonly solverOrder: 1 | 2 | 3;
  /** How those make use of earlier answers; a solver that does not know the name takes its own way. */
  readonly solverType: SolverType | null;
  /** DPM-Solver leaves out timesteps of a lower log signal-to-noise ratio. */
  readonly lambdaMin: number;
  /** Steps after which UniPC does not correct. */
  readonly withoutCorrector: readonly number[];
  /** The steps of the DDIM grid that a consistency model was distilled on. */
  readonly distilledSteps: number;
  /** What timesteps are multiplied by in LCM's boundary condition. */
  readonly timestepScaling: number;
  /** Where sigmas are the network's time; null = timesteps are. */
  readonly edm: EdmSchedule | null;
}

/** A request's ways of spacing noise levels, and one that only files ask for (arXiv 2211.01095, DPM-Solver++: uniform lambda). */
export type ScheduleSpacing = SigmaSpacing | 'lu';

export type SolverType = (typeof SOLVER_TYPES)[number];

/** "Elucidating the Design Space of Diffusion-Based Generative Models" (arXiv 2206.00364), table 1. */
export interface EdmSchedule {
  readonly sigmaMin: number;
  readonly sigmaMax: number;
  /** The standard deviation of clean latents. */
  readonly sigmaData: number;
  readonly spacing: 'karras' | 'exponential';
  readonly rho: number;
}

/**
 * Reads a parsed scheduler_config.json, whichever class wrote it. Defaults are those of diffusers' constructors, but
 * for two: clip_sample is off, because latents are not bounded by 1 and diffusers' Stable Diffusion pipeline switches
 * it off too; skip_prk_steps is on, as in every Stable Diffusion file. Throws `invalid` that names the class or key for
 * what would change the picture and is not supported, and for what nobody knows.
 */
export function parseNoiseSchedule(json: unknown): NoiseSchedule {
  const config = record(json);
  const kind = schedulerKind(config);
  requireKnownKeys(config);
  const predictionType = oneOf(config, 'prediction_type', PREDICTIONS) ?? 'epsilon';
  const zeroSnr = flag(config, 'rescale_betas_zero_snr', false);
  if (zeroSnr && predictionType === 'epsilon') {
    throw unusableScheduler(message('scheduler.zero-snr'));
  }
  const betaSchedule = oneOf(config, 'beta_schedule', BETA_SCHEDULES) ?? 'linear';
  const trainedAlphasCumprod = cumulate(readBetas(config, betaSchedule));
  return {
    alphasCumprod: zeroSnr ? withZeroTerminalSnr(trainedAlphasCumprod) : trainedAlphasCumprod,
    trainedAlphasCumprod,
    betaSchedule,
    predictionType,
    timestepSpacing: oneOf(config, 'timestep_spacing', TIMESTEP_SPACINGS),
    stepsOffset: integer(config, 'steps_offset', { least: 0, fallback: 0 }),
    setAlphaToOne: optionalFlag(config, 'set_alpha_to_one'),
    clipSampleRange: flag(config, 'clip_sample', false) ? positive(config, 'clip_sample_range', 1) : null,
    thresholding: readThresholding(config),
    finalSigmas: oneOf(config, 'final_sigmas_type', FINAL_SIGMAS) ?? 'zero',
    lowerOrderFinal: optionalFlag(config, 'lower_order_final'),
    eulerAtFinal: flag(config, 'euler_at_final', false),
    skipPrkSteps: flag(config, 'skip_prk_steps', true),
    ...readSolver(config),
    sigmaSpacing: readSpacing(config),
    sigmaRange: { min: optionalPositive(config, 'sigma_min'), max: optionalPositive(config, 'sigma_max') },
    distilledSteps: integer(config, 'original_inference_steps', { least: 1, fallback: 50 }),
    timestepScaling: positive(config, 'timestep_scaling', 10),
    edm: kind === 'edm' ? readEdm(config) : null,
  };
}

/**
 * The schedule as half of diffusers' classes see it: those that do not know rescale_betas_zero_snr run such a model on
 * the levels it had before.
 */
export function withoutRescale(schedule: NoiseSchedule): NoiseSchedule {
  return { ...schedule, alphasCumprod: schedule.trainedAlphasCumprod };
}

const BETA_SCHEDULES = ['linear', 'scaled_linear', 'squaredcos_cap_v2'] as const;
const FINAL_SIGMAS = ['zero', 'sigma_min'] as const;
const SOLVER_TYPES = ['midpoint', 'heun', 'logrho', 'bh1', 'bh2'] as const;

/** In the order in which diffusers asks for them. */
const SPACING_FLAGS = [
  ['use_karras_sigmas', 'karras'],
  ['use_lu_lambdas', 'lu'],
  ['use_exponential_sigmas', 'exponential'],
  ['use_beta_sigmas', 'beta'],
] as const;

function readSpacing(config: SchedulerConfig): ScheduleSpacing {
  const [first, second] = SPACING_FLAGS.filter(([key]) => flag(config, key, false));
  if (first && second) {
    throw unusableScheduler(message('scheduler.two-spacings', { known: [first[0], second[0]] }));
  }
  return first?.[1] ?? 'default';
}

function readSolver(config: SchedulerConfig) {
  return {
    solverOrder: integer(config, 'solver_order', { least: 1, most: 3, fallback: 2 }) as 1 | 2 | 3,
    solverType: oneOf(config, 'solver_type', SOLVER_TYPES),
    lambdaMin: readLambdaMin(config),
    withoutCorrector: readSteps(config, 'disable_corrector'),
  };
}

/** Python writes infinity into JSON. */
function readLambdaMin({ lambda_min_clipped: value = null }: SchedulerConfig): number {
  if (value === null) return Number.NEGATIVE_INFINITY;
  if (typeof value === 'number' && value < Number.POSITIVE_INFINITY) return value;
  throw wrongSetting('lambda_min_clipped', { wanted: message('setting.number'), value });
}

function readSteps(config: SchedulerConfig, key: string): readonly number[] {
  const value = config[key] ?? [];
  const isList = Array.isArray(value) && value.length <= 1000 && value.every((step) => Number.isInteger(step));
  if (!isList) throw wrongSetting(key, { wanted: message('setting.whole-list'), value });
  return value as number[];
}

function readEdm(config: SchedulerConfig): EdmSchedule {
  if (config.prediction_type === 'sample') {
    throw wrongSetting('prediction_type', { wanted: 'epsilon, v_prediction', value: 'sample' });
  }
  const [sigmaMin, sigmaMax] = [positive(config, 'sigma_min', 0.002), positive(config, 'sigma_max', 80)];
  if (sigmaMin >= sigmaMax) {
    throw wrongSetting('sigma_min', { wanted: message('setting.below', { of: 'sigma_max' }), value: sigmaMin });
  }
  return {
    sigmaMin,
    sigmaMax,
    sigmaData: positive(config, 'sigma_data', 0.5),
    spacing: oneOf(config, 'sigma_schedule', ['karras', 'exponential']) ?? 'karras',
    rho: positive(config, 'rho', 7),
  };
}

function readBetas(config: SchedulerConfig, kind: BetaSchedule): Float32Array {
  const trained = config.trained_betas ?? null;
  if (trained !== null) return trainedBetas(trained);
  return betasOf(kind, {
    from: fraction(config, 'beta_start', 0.0001),
    to: fraction(config, 'beta_end', 0.02),
    count: integer(config, 'num_train_timesteps', { least: 2, fallback: 1000 }),
  });
}

function readThresholding(config: SchedulerConfig): NoiseSchedule['thresholding'] {
  if (!flag(config, 'thresholding', false)) return null;
  return {
    ratio: fraction(config, 'dynamic_thresholding_ratio', 0.995),
    max: positive(config, 'sample_max_value', 1),
  };
}

function trainedBetas(betas: unknown): Float32Array {
  const valid = (beta: unknown) => typeof beta === 'number' && beta > 0 && beta < 1;
  if (!Array.isArray(betas) || betas.length < 2 || !betas.every(valid)) {
    throw unusableScheduler(message('scheduler.betas'));
  }
  return Float32Array.from(betas as number[]);
}

function record(json: unknown): SchedulerConfig {
  const isObject = typeof json === 'object' && json !== null && !Array.isArray(json);
  if (!isObject) throw unusableScheduler(message('scheduler.no-object'));
  return json as SchedulerConfig;
}
