import { type BetaSchedule, betasOf, cumulate, withZeroTerminalSnr } from '#renderer/engine/samplers/betas.ts';
import type { Failure } from '#shared/failure.ts';
import { failure, message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

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
  readonly predictionType: 'epsilon' | 'v_prediction' | 'sample';
  readonly timestepSpacing: 'linspace' | 'leading' | 'trailing' | null;
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
}

/**
 * Reads a parsed scheduler_config.json, whichever class wrote it. Defaults are those of diffusers' constructors, but
 * for two: clip_sample is off, because latents are not bounded by 1 and diffusers' Stable Diffusion pipeline switches
 * it off too; skip_prk_steps is on, as in every Stable Diffusion file. Throws `invalid` for what would change the
 * picture and is not supported.
 */
export function parseNoiseSchedule(json: unknown): NoiseSchedule {
  const config = record(json);
  refuseUnsupported(config);
  const predictionType = oneOf(config, 'prediction_type', PREDICTION_TYPES) ?? 'epsilon';
  const zeroSnr = flag(config, 'rescale_betas_zero_snr', false);
  if (zeroSnr && predictionType === 'epsilon') {
    throw unusable(message('scheduler.zero-snr'));
  }
  const betaSchedule = oneOf(config, 'beta_schedule', BETA_SCHEDULES) ?? 'linear';
  const trainedAlphasCumprod = cumulate(readBetas(config, betaSchedule));
  return {
    alphasCumprod: zeroSnr ? withZeroTerminalSnr(trainedAlphasCumprod) : trainedAlphasCumprod,
    trainedAlphasCumprod,
    betaSchedule,
    predictionType,
    timestepSpacing: oneOf(config, 'timestep_spacing', SPACINGS),
    stepsOffset: integer(config, 'steps_offset', { least: 0, fallback: 0 }),
    setAlphaToOne: optionalFlag(config, 'set_alpha_to_one'),
    clipSampleRange: flag(config, 'clip_sample', false) ? positive(config, 'clip_sample_range', 1) : null,
    thresholding: readThresholding(config),
    finalSigmas: oneOf(config, 'final_sigmas_type', FINAL_SIGMAS) ?? 'zero',
    lowerOrderFinal: optionalFlag(config, 'lower_order_final'),
    eulerAtFinal: flag(config, 'euler_at_final', false),
    skipPrkSteps: flag(config, 'skip_prk_steps', true),
  };
}

/**
 * The schedule as half of diffusers' classes see it: those that do not know rescale_betas_zero_snr run such a model on
 * the levels it had before.
 */
export function withoutRescale(schedule: NoiseSchedule): NoiseSchedule {
  return { ...schedule, alphasCumprod: schedule.trainedAlphasCumprod };
}

type Config = Readonly<Record<string, unknown>>;

const PREDICTION_TYPES = ['epsilon', 'v_prediction', 'sample'] as const;
const SPACINGS = ['linspace', 'leading', 'trailing'] as const;
const BETA_SCHEDULES = ['linear', 'scaled_linear', 'squaredcos_cap_v2'] as const;
/** Timesteps, and steps that a file may set off by. */
const COUNT_MAX = 100_000;
const FINAL_SIGMAS = ['zero', 'sigma_min'] as const;

function refuseUnsupported(config: Config): void {
  for (const [key, only] of [
    ['timestep_type', 'discrete'],
    ['interpolation_type', 'linear'],
    ['use_flow_sigmas', false],
  ] as const) {
    const value = config[key] ?? only;
    if (value !== only) throw wrong(key, { wanted: String(only), value });
  }
}

function readBetas(config: Config, kind: BetaSchedule): Float32Array {
  const trained = config.trained_betas ?? null;
  if (trained !== null) return trainedBetas(trained);
  return betasOf(kind, {
    from: fraction(config, 'beta_start', 0.0001),
    to: fraction(config, 'beta_end', 0.02),
    count: integer(config, 'num_train_timesteps', { least: 2, fallback: 1000 }),
  });
}

function readThresholding(config: Config): NoiseSchedule['thresholding'] {
  if (!flag(config, 'thresholding', false)) return null;
  return {
    ratio: fraction(config, 'dynamic_thresholding_ratio', 0.995),
    max: positive(config, 'sample_max_value', 1),
  };
}

function trainedBetas(betas: unknown): Float32Array {
  const valid = (beta: unknown) => typeof beta === 'number' && beta > 0 && beta < 1;
  if (!Array.isArray(betas) || betas.length < 2 || !betas.every(valid)) {
    throw unusable(message('scheduler.betas'));
  }
  return Float32Array.from(betas as number[]);
}

function record(json: unknown): Config {
  const isObject = typeof json === 'object' && json !== null && !Array.isArray(json);
  if (!isObject) throw unusable(message('scheduler.no-object'));
  return json as Config;
}

function oneOf<T extends string>(config: Config, key: string, allowed: readonly T[]): T | null {
  const value = config[key] ?? null;
  if (value === null) return null;
  const found = allowed.find((name) => name === value);
  if (!found) throw wrong(key, { wanted: message('setting.one-of', { known: allowed }), value });
  return found;
}

function flag(config: Config, key: string, fallback: boolean): boolean {
  const value = config[key] ?? fallback;
  if (typeof value !== 'boolean') throw wrong(key, { wanted: message('setting.flag'), value });
  return value;
}

function optionalFlag(config: Config, key: string): boolean | null {
  return (config[key] ?? null) === null ? null : flag(config, key, false);
}

function integer(config: Config, key: string, { least, fallback }: { least: number; fallback: number }): number {
  const value = config[key] ?? fallback;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > COUNT_MAX) {
    throw wrong(key, { wanted: message('setting.whole', { from: least, to: COUNT_MAX }), value });
  }
  return value;
}

function fraction(config: Config, key: string, fallback: number): number {
  const value = config[key] ?? fallback;
  if (typeof value !== 'number' || !(value > 0 && value < 1)) {
    throw wrong(key, { wanted: message('setting.fraction'), value });
  }
  return value;
}

function positive(config: Config, key: string, fallback: number): number {
  const value = config[key] ?? fallback;
  if (typeof value !== 'number' || !(value > 0 && value < Number.POSITIVE_INFINITY)) {
    throw wrong(key, { wanted: message('setting.positive'), value });
  }
  return value;
}

function wrong(key: string, { wanted, value }: { wanted: string | Message; value: unknown }): Failure {
  return unusable(message('setting.wrong', { key, wanted, given: String(JSON.stringify(value)) }));
}

function unusable(reason: Message): Failure {
  return failure('invalid', 'scheduler.unusable', { reason });
}
