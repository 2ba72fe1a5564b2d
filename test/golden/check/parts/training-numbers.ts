import { parseNoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import { type AdamWSettings, freshAdamW, stepAdamW } from '#renderer/engine/training/adamw.ts';
import { factorNames } from '#renderer/engine/training/adapter-names.ts';
import {
  addGradients,
  clippedGradients,
  type Gradients,
  gradientNorm,
} from '#renderer/engine/training/gradient-sums.ts';
import { type RateKind, type RateSchedule, rateAt } from '#renderer/engine/training/learning-rate.ts';
import { averageDecay, updateAverage } from '#renderer/engine/training/moving-average.ts';
import { type LossWeighting, lossWeight, noised, signalToNoise } from '#renderer/engine/training/noising.ts';
import { ATTENTION_TARGETS, targetKeys } from '#renderer/engine/training/trained-lora.ts';
import { deviationOf, retractWords } from '#renderer/engine/training/trained-words.ts';
import { readTensor } from '#renderer/engine/weights/read-tensor.ts';
import { compareExactly, compareNumbers, compareTensor } from '#test/golden/check/compare.ts';
import type { Finding, GoldenFile, GoldenPart } from '#test/golden/check/part.ts';
import { EXTRACT_PART } from '#test/golden/check/parts/training-extract.ts';
import { PICTURE_PARTS } from '#test/golden/check/parts/training-pictures.ts';
import { numberPart } from '#test/golden/check/training/number-part.ts';
import { withTextEncoder, withUNet } from '#test/golden/check/training/training-inputs.ts';
import type { GoldenTensor } from '#test/renderer/engine/graph/golden.ts';

/** Everything in training.json that needs no network. */
export const NUMBER_PARTS: readonly GoldenPart[] = [
  numberPart('noising', checkNoising),
  numberPart('adamw', checkAdamW),
  numberPart('lr', checkRates),
  numberPart('ema', checkAverages),
  ...PICTURE_PARTS,
  EXTRACT_PART,
  numberPart('pivotal_retract', checkRetraction),
  numberPart('file_names', checkNames),
];

interface NoisingRecord {
  readonly config: object;
  readonly t: readonly number[];
  readonly alphas_cumprod: readonly number[];
  readonly zero_snr_alphas_cumprod: readonly number[];
  readonly noisy: GoldenTensor;
  readonly velocity: GoldenTensor;
  readonly snr: readonly number[];
  readonly weights: Readonly<Record<string, readonly number[]>>;
}

function checkNoising(record: NoisingRecord, { recipe }: GoldenFile): readonly Finding[] {
  const schedule = parseNoiseSchedule(record.config);
  const zeroSnr = parseNoiseSchedule({
    ...record.config,
    prediction_type: 'v_prediction',
    rescale_betas_zero_snr: true,
  });
  const { alphasCumprod } = schedule;
  const dims = record.noisy.shape;
  const pair = { latents: recipe.input('in:x0', dims), noise: recipe.input('in:n', dims) };
  const at = { alphasCumprod, timesteps: record.t };
  const velocity = noised(pair, { ...at, prediction: 'v_prediction' });
  const relative = (what: string, actual: readonly number[], wanted: readonly number[]): Finding => {
    const error = Math.max(...wanted.map((value, i) => Math.abs(actual[i]! - value) / Math.max(1e-9, Math.abs(value))));
    return { what, error, bound: 1e-4 };
  };
  const alphas = (numbers: Float32Array) => record.t.map((t) => numbers[t]!);
  const weightsOf = (weighting: LossWeighting, prediction: 'epsilon' | 'v_prediction') =>
    record.t.map((t) => lossWeight(weighting, { alphasCumprod, prediction }, t));
  const kinds: Readonly<Record<string, readonly number[]>> = {
    min_snr_5_epsilon: weightsOf({ kind: 'min-snr', gamma: 5 }, 'epsilon'),
    min_snr_5_v: weightsOf({ kind: 'min-snr', gamma: 5 }, 'v_prediction'),
    min_snr_1_epsilon: weightsOf({ kind: 'min-snr', gamma: 1 }, 'epsilon'),
    kohya_debiased_epsilon: weightsOf({ kind: 'debiased' }, 'epsilon'),
    kohya_debiased_v: weightsOf({ kind: 'debiased' }, 'v_prediction'),
    kohya_v_like_noise: weightsOf({ kind: 'like-noise' }, 'v_prediction'),
  };
  return [
    compareNumbers('alphas', alphas(alphasCumprod), record.alphas_cumprod, 1e-6),
    compareNumbers('zero-SNR alphas', alphas(zeroSnr.alphasCumprod), record.zero_snr_alphas_cumprod, 1e-6),
    compareTensor('noisy', velocity.noisy, record.noisy, { bound: 1e-6 }),
    compareTensor('velocity', velocity.target, record.velocity, { bound: 1e-6 }),
    relative('snr', alphas(alphasCumprod).map(signalToNoise), record.snr),
    ...Object.entries(record.weights).map(([name, wanted]) => relative(name, kinds[name] ?? [], wanted)),
  ];
}

interface OptimiserRecord {
  readonly scheduler: RateKind;
  readonly options: { betas: readonly [number, number]; weight_decay: number; eps: number };
  readonly lr: number;
  readonly warmup: number;
  readonly total: number;
  readonly clip: number | null;
  readonly accumulate: number;
  readonly scheduler_options: { num_cycles?: number; power?: number };
  readonly steps: readonly (readonly [number, number, ...(readonly [number, number, number])[]])[];
}

const SHAPES: Readonly<Record<string, readonly number[]>> = { a: [3, 4], b: [5], c: [2, 3, 2, 2] };

function checkAdamW(records: readonly OptimiserRecord[], { recipe }: GoldenFile): readonly Finding[] {
  return records.flatMap((record, at) => {
    const { options, accumulate } = record;
    const settings: AdamWSettings = { betas: options.betas, eps: options.eps, weightDecay: options.weight_decay };
    const parameters = new Map(
      Object.entries(SHAPES).map(([name, dims]) => [name, recipe.input(`p:${name}`, dims, 0.5)]),
    );
    const gradientsAt = (name: string) =>
      new Map(Object.entries(SHAPES).map(([key, dims]) => [key, recipe.input(`${name}:${key}`, dims, 1).data]));
    const state = freshAdamW();
    return record.steps.flatMap(([rate, norm, ...sums], i) => {
      const names = accumulate === 1 ? [`g:${i}`] : Array.from({ length: accumulate }, (_, k) => `g:${i}.${k}`);
      const sum = names.reduce<Gradients>(
        (total, name) => addGradients(total, gradientsAt(name), 1 / accumulate),
        new Map(),
      );
      const used = rateAt(scheduleOf(record), record.lr, i);
      const length = gradientNorm(sum);
      stepAdamW(state, { parameters, gradients: clippedGradients(sum, length, record.clip), rate: used }, settings);
      const seen = [...parameters.values()].map(({ data }) => [
        data[0]!,
        data.at(-1)!,
        data.reduce((x, y) => x + y, 0),
      ]);
      return [
        compareNumbers(`${at} rate ${i}`, [used], [rate], 1e-9),
        compareNumbers(`${at} norm ${i}`, [length], [norm], 1e-6),
        compareNumbers(`${at} step ${i}`, seen.flat(), sums.flat(), 1e-6),
      ];
    });
  });
}

function scheduleOf({ scheduler, warmup, total, scheduler_options }: OptimiserRecord): RateSchedule {
  const { num_cycles: cycles, power } = scheduler_options;
  return { kind: scheduler, warmup, total, ...(cycles && { cycles }), ...(power && { power }) };
}

interface RateRecord {
  readonly kind: RateKind;
  readonly warmup: number;
  readonly total: number;
  readonly options: { num_cycles?: number; power?: number; step_rules?: string };
  readonly factors: readonly number[];
}

function checkRates(records: readonly RateRecord[]): readonly Finding[] {
  return records.map(({ kind, warmup, total, options, factors }, at) => {
    const { num_cycles: cycles, power, step_rules: rules } = options;
    const pieces = rules === undefined ? null : piecesOf(rules);
    const schedule = {
      kind,
      warmup,
      total,
      ...(cycles && { cycles }),
      ...(power && { power }),
      ...(pieces && { pieces }),
    };
    return compareNumbers(
      `${at} ${kind}`,
      factors.map((_, step) => rateAt(schedule, 1, step)),
      factors,
      1e-8,
    );
  });
}

/** "1:10,0.1:15,0.01" */
function piecesOf(rules: string): NonNullable<RateSchedule['pieces']> {
  const parts = rules.split(',');
  const until = parts.slice(0, -1).map((rule): readonly [number, number] => {
    const [factor, step] = rule.split(':');
    return [Number(step), Number(factor)];
  });
  return { until, last: Number(parts.at(-1)) };
}

interface AverageRecord {
  readonly options: {
    decay?: number;
    min_decay?: number;
    update_after_step?: number;
    use_ema_warmup?: boolean;
    inv_gamma?: number;
    power?: number;
  };
  readonly rows: readonly (readonly number[])[];
}

function checkAverages(records: readonly AverageRecord[], { recipe }: GoldenFile): readonly Finding[] {
  return records.flatMap(({ options, rows }, at) => {
    const { decay = 0.9999, min_decay: minDecay = 0, update_after_step: updateAfter = 0 } = options;
    const warmup = options.use_ema_warmup && { gamma: options.inv_gamma ?? 1, power: options.power ?? 2 / 3 };
    const settings = { decay, minDecay, updateAfter, ...(warmup && { warmup }) };
    const shadow = recipe.input('p:ema', [6], 0.5).data;
    const last = rows.at(-1)![0]!;
    const found = Array.from({ length: last + 1 }, (_, i) => {
      const kept = averageDecay(settings, i + 1);
      updateAverage(shadow, recipe.input(`p:ema:${i}`, [6], 0.5).data, kept);
      return [i, kept, ...shadow];
    });
    return rows.map((row) => compareNumbers(`${at} row ${row[0]}`, found[row[0]!]!, row, 1e-6));
  });
}

interface RetractionRecord {
  readonly vectors: number;
  readonly table_std: number;
  readonly new_std: number;
  readonly rows: GoldenTensor;
}

const TINY_TEXT = { act: 'quick_gelu', projection_dim: null };

function checkRetraction(records: readonly RetractionRecord[], file: GoldenFile): Promise<readonly Finding[]> {
  return withTextEncoder(file, TINY_TEXT, async ({ weights }) => {
    const table = await readTensor(weights.get('text_model.embeddings.token_embedding.weight')!);
    return records.flatMap(({ vectors, table_std, new_std, rows }) => {
      const words = file.recipe.input('ti:new', rows.shape, 0.7);
      const before = deviationOf(words.data);
      retractWords(words, deviationOf(table.data));
      return [
        compareNumbers(`${vectors} table`, [deviationOf(table.data)], [table_std], 1e-6),
        compareNumbers(`${vectors} new`, [before], [new_std], 1e-6),
        compareTensor(`${vectors} rows`, words, rows, { bound: 1e-6 }),
      ];
    });
  });
}

interface NameRecord {
  readonly targets: readonly string[];
  readonly diffusers_first: readonly string[];
  readonly kohya_by_diffusers_first: readonly string[];
  readonly n: number;
}

function checkNames(record: NameRecord, file: GoldenFile): Promise<readonly Finding[]> {
  return withUNet(file, 'tiny', async ({ weights }) => {
    const keys = targetKeys(weights, ATTENTION_TARGETS);
    const named = (style: 'diffusers' | 'kohya') =>
      keys.flatMap((key) => Object.values(factorNames(key, 'unet', style)).filter((name) => name !== null));
    const has = (all: readonly string[], wanted: readonly string[]) => wanted.filter((name) => !all.includes(name));
    return [
      compareExactly('targets', [...keys].sort(), [...record.targets].sort()),
      compareExactly('diffusers', has(named('diffusers'), record.diffusers_first), []),
      compareExactly('kohya', has(named('kohya'), record.kohya_by_diffusers_first), []),
      compareExactly('count', named('diffusers').length, record.n),
    ];
  });
}
