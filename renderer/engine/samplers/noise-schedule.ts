import { Failure } from '#shared/failure.ts';

/** What scheduler_config.json fixes at training: how noise grows with the timestep, and how inference spaces its steps. */
export interface NoiseSchedule {
  /** alphas_cumprod of each training timestep, float32 values. */
  readonly alphasCumprod: Float32Array;
  readonly predictionType: 'epsilon' | 'v_prediction' | 'sample';
  /** Null when the file is silent: then each sampler has its own default, as in diffusers. */
  readonly timestepSpacing: 'linspace' | 'leading' | 'trailing' | null;
  readonly stepsOffset: number;
  readonly setAlphaToOne: boolean;
  readonly clipSample: boolean;
}

/**
 * Reads a parsed scheduler_config.json, whichever class wrote it. Defaults are those of diffusers' constructors, but for
 * clip_sample: latents are not bounded by 1, so diffusers' Stable Diffusion pipeline switches it off too. Throws `invalid`
 * for what would change the picture and is not supported.
 */
export function parseNoiseSchedule(json: unknown): NoiseSchedule {
  const config = record(json);
  refuseUnsupported(config);
  const predictionType = oneOf(config, 'prediction_type', PREDICTION_TYPES) ?? 'epsilon';
  const zeroSnr = flag(config, 'rescale_betas_zero_snr', false);
  if (zeroSnr && predictionType === 'epsilon') {
    throw unusable('rescale_betas_zero_snr needs prediction_type v_prediction or sample, given epsilon');
  }
  const alphasCumprod = cumulate(readBetas(config));
  return {
    alphasCumprod: zeroSnr ? withZeroTerminalSnr(alphasCumprod) : alphasCumprod,
    predictionType,
    timestepSpacing: oneOf(config, 'timestep_spacing', SPACINGS),
    stepsOffset: integer(config, 'steps_offset', { least: 0, fallback: 0 }),
    setAlphaToOne: flag(config, 'set_alpha_to_one', true),
    clipSample: flag(config, 'clip_sample', false),
  };
}

type Config = Readonly<Record<string, unknown>>;

const PREDICTION_TYPES = ['epsilon', 'v_prediction', 'sample'] as const;
const SPACINGS = ['linspace', 'leading', 'trailing'] as const;
const BETA_SCHEDULES = ['linear', 'scaled_linear'] as const;

function refuseUnsupported(config: Config): void {
  if (flag(config, 'thresholding', false)) throw unusable('thresholding is not supported, given true');
  const range = config.clip_sample_range ?? 1;
  if (range !== 1) throw unusable(`clip_sample_range must be 1, given ${JSON.stringify(range)}`);
}

function readBetas(config: Config): Float32Array {
  const trained = config.trained_betas ?? null;
  if (trained !== null) return trainedBetas(trained);
  const count = integer(config, 'num_train_timesteps', { least: 2, fallback: 1000 });
  const from = fraction(config, 'beta_start', 0.0001);
  const to = fraction(config, 'beta_end', 0.02);
  switch (oneOf(config, 'beta_schedule', BETA_SCHEDULES) ?? 'linear') {
    case 'linear':
      return linspace(from, to, count);
    case 'scaled_linear':
      return linspace(Math.sqrt(from), Math.sqrt(to), count).map((root) => root * root);
  }
}

function trainedBetas(betas: unknown): Float32Array {
  const valid = (beta: unknown) => typeof beta === 'number' && beta > 0 && beta < 1;
  if (!Array.isArray(betas) || betas.length < 2 || !betas.every(valid)) {
    throw unusable('trained_betas must be a list of two or more numbers between 0 and 1');
  }
  return Float32Array.from(betas as number[]);
}

/** torch.linspace in float32: one rounding per element, the second half counted back from the end. */
function linspace(from: number, to: number, count: number): Float32Array {
  const start = Math.fround(from);
  const end = Math.fround(to);
  const step = Math.fround(Math.fround(end - start) / (count - 1));
  const element = (i: number) => (i < Math.floor(count / 2) ? start + step * i : end - step * (count - 1 - i));
  return Float32Array.from({ length: count }, (_, i) => element(i));
}

/** torch.cumprod of float32 alphas: accumulated in double, each element rounded. */
function cumulate(betas: Float32Array): Float32Array {
  let product = 1;
  return betas.map((beta) => {
    product *= Math.fround(1 - beta);
    return product;
  });
}

/** "Common Diffusion Noise Schedules and Sample Steps are Flawed" (arXiv 2305.08891), algorithm 1. */
function withZeroTerminalSnr(alphasCumprod: Float32Array): Float32Array {
  const roots = alphasCumprod.map(Math.sqrt);
  const first = roots[0]!;
  const last = roots.at(-1)!;
  return roots.map((root) => ((root - last) * (first / (first - last))) ** 2);
}

function record(json: unknown): Config {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw unusable('it must be a JSON object');
  return json as Config;
}

function oneOf<T extends string>(config: Config, key: string, allowed: readonly T[]): T | null {
  const value = config[key] ?? null;
  if (value === null) return null;
  const found = allowed.find((name) => name === value);
  if (!found) throw unusable(`${key} must be one of ${allowed.join(', ')}, given ${JSON.stringify(value)}`);
  return found;
}

function flag(config: Config, key: string, fallback: boolean): boolean {
  const value = config[key] ?? fallback;
  if (typeof value !== 'boolean') throw unusable(`${key} must be true or false, given ${JSON.stringify(value)}`);
  return value;
}

function integer(config: Config, key: string, { least, fallback }: { least: number; fallback: number }): number {
  const value = config[key] ?? fallback;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > 100_000) {
    throw unusable(`${key} must be a whole number from ${least} to 100000, given ${JSON.stringify(value)}`);
  }
  return value;
}

function fraction(config: Config, key: string, fallback: number): number {
  const value = config[key] ?? fallback;
  if (typeof value !== 'number' || !(value > 0 && value < 1)) {
    throw unusable(`${key} must be a number between 0 and 1, given ${JSON.stringify(value)}`);
  }
  return value;
}

function unusable(reason: string): Failure {
  return new Failure('invalid', `Cannot use scheduler_config.json: ${reason}`);
}
