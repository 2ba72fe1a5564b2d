import {
  fileOption,
  type NumberRange,
  numberOption,
  readOptions,
  wholeOption,
  wrongOption,
} from '#renderer/cli/read-options.ts';
import {
  type AdamWWish,
  COUNT,
  readAdamW,
  readSchedule,
  readTimesteps,
  readWeighting,
  type ScheduleWish,
} from '#renderer/cli/training/step-options.ts';
import {
  oneOf,
  onlyWith,
  refuseUseless,
  TRAIN_METHODS,
  TRAIN_OPTIONS,
  type TrainMethod,
  type TrainValues,
} from '#renderer/cli/training/train-options.ts';
import { ADAPTER_STYLES, type TrainedAdapterStyle } from '#renderer/engine/training/adapter-names.ts';
import { USUAL_CLAMP, USUAL_MIN_DIFF } from '#renderer/engine/training/extract-lora.ts';
import type { LossWeighting } from '#renderer/engine/training/noising.ts';
import {
  ALL_TARGETS,
  ATTENTION_TARGETS,
  DORA_TARGETS,
  LINEAR_TARGETS,
} from '#renderer/engine/training/trained-lora.ts';
import { PREDICTIONS, type Prediction } from '#shared/contract/bounds.ts';
import { DEMO_TRAINING, type TrainingRecipe } from '#shared/contract/demo-training.ts';
import { message } from '#shared/text/failure.ts';

/** What the command line asked for; null where what is usual for the method and the model does. */
export interface TrainArguments {
  readonly method: TrainMethod;
  /** Null = the demo model. */
  readonly model: string | null;
  readonly prediction: Prediction | null;
  readonly data: string | null;
  readonly classData: string | null;
  readonly caption: string | null;
  readonly classCaption: string | null;
  /** Every weight is trained, not a LoRA. */
  readonly whole: boolean;
  readonly out: string;
  readonly style: TrainedAdapterStyle;
  /** Null = `steps` are said. */
  readonly epochs: number | null;
  readonly steps: number;
  readonly batch: number;
  readonly accumulate: number;
  readonly resolution: number | null;
  readonly rank: number;
  readonly alpha: number | null;
  readonly targets: readonly string[] | null;
  readonly dora: boolean;
  readonly extract: ExtractArguments | null;
  readonly rate: number | null;
  readonly textRate: number | null;
  readonly schedule: ScheduleWish;
  readonly adamw: AdamWWish;
  /** 0 = gradients are not shortened. */
  readonly gradientMax: number;
  readonly trainText: boolean;
  readonly flips: boolean;
  readonly randomCrop: boolean;
  readonly captionDropout: number;
  readonly captionShuffle: boolean;
  readonly keptParts: number;
  readonly weighting: LossWeighting | null;
  readonly noiseOffset: number;
  readonly inputPerturbation: number;
  readonly timesteps: readonly [from: number, until: number] | null;
  readonly zeroSnr: boolean;
  /** Of the mean of the weights that is written; null = they themselves are. */
  readonly averageDecay: number | null;
  /** Share of the steps in which new words are trained beside a LoRA; null = there are none. */
  readonly pivotal: number | null;
  readonly priorWeight: number | null;
  /** Whether of the class is kept what pictures show, or what the model says of them; null = as usual for the model. */
  readonly prior: (typeof PRIORS)[number] | null;
  readonly token: string;
  readonly vectors: number;
  readonly begin: string;
  readonly precision: 'float32' | 'float16';
  readonly seed: number;
  readonly saveEvery: number;
  readonly resume: string | null;
}

/** How a LoRA is taken out of two models. */
export interface ExtractArguments {
  /** The other checkpoint. */
  readonly tuned: string;
  readonly convRank: number | null;
  readonly clampQuantile: number;
  readonly minDiff: number;
}

const PRIORS = ['pictures', 'prediction'] as const;

const FEW = { from: 1, to: 64 };
const RANKS = { from: 1, to: 256 };
const SHARE = { from: 0, to: 1 };
const RATES = { from: 1e-9, to: 1 };

/** Reads the command line; null = help was asked for. Throws `invalid` with one sentence. */
export function readTrainArguments([first, ...words]: readonly string[]): TrainArguments | null {
  if (first === undefined || first === '--help') return null;
  const method = oneOf('train', first, TRAIN_METHODS);
  const values = readOptions(words, TRAIN_OPTIONS);
  if (values.help) return null;
  refuseUseless(method, values);
  const { whole, number } = readersOf(values);
  const isExtract = method === 'extract';
  const isWhole = values.whole || method === 'checkpoint';
  const usual = usualRecipe(method, values);
  return {
    method,
    model: values.model ?? null,
    prediction: values.prediction === undefined ? null : oneOf('--prediction', values.prediction, PREDICTIONS),
    data: isExtract ? null : folderOption('--data', values.data),
    classData: method === 'dreambooth' ? folderOption('--class-data', values['class-data']) : null,
    caption: values.caption ?? null,
    classCaption: values['class-caption'] ?? null,
    whole: isWhole,
    out: isWhole ? fileOption('--out', values.out) : adapterFile(values.out),
    style: oneOf('--format', values.format ?? 'diffusers', ADAPTER_STYLES),
    epochs: whole('epochs', COUNT),
    steps: whole('steps', COUNT) ?? usual.steps,
    batch: whole('batch', FEW) ?? usual.batch,
    accumulate: whole('accumulate', FEW) ?? 1,
    resolution: whole('resolution', { from: 64, to: 1024 }),
    rank: whole('rank', RANKS) ?? usual.rank,
    alpha: number('alpha', { from: 0.01, to: 1024 }),
    targets: targetsOf(values),
    dora: values.dora,
    extract: isExtract ? readExtract(values) : null,
    rate: number('lr', RATES) ?? usual.rate,
    textRate: number('text-lr', RATES),
    schedule: readSchedule(values),
    adamw: readAdamW(values),
    gradientMax: number('max-grad-norm', { from: 0, to: 1e6 }) ?? 1,
    trainText: values['train-text'],
    flips: !values['no-flips'],
    randomCrop: values['random-crop'],
    captionDropout: number('caption-dropout', SHARE) ?? 0,
    captionShuffle: values['shuffle-captions'],
    keptParts: whole('keep-tokens', { from: 0, to: 100 }) ?? 0,
    weighting: readWeighting(values),
    noiseOffset: number('noise-offset', SHARE) ?? 0,
    inputPerturbation: number('input-perturbation', SHARE) ?? 0,
    timesteps: readTimesteps(values),
    zeroSnr: values['zero-snr'],
    averageDecay: number('ema', SHARE),
    pivotal: number('pivotal', SHARE),
    priorWeight: number('prior-weight', { from: 0, to: 10 }),
    prior: values.prior === undefined ? null : oneOf('--prior', values.prior, PRIORS),
    token: values.token ?? '<new>',
    vectors: whole('vectors', FEW) ?? (method === 'textual-inversion' ? usual.vectors : 1),
    begin: values.begin ?? 'a',
    precision: oneOf('--precision', values.precision ?? 'float32', ['float32', 'float16']),
    seed: whole('seed', { from: 0, to: 2 ** 31 - 1 }) ?? 0,
    saveEvery: whole('save-every', COUNT) ?? 100,
    resume: values.resume ?? null,
  };
}

/** Names of options that have a text. */
type TextName = {
  [Name in keyof TrainValues]-?: TrainValues[Name] extends string | undefined ? Name : never;
}[keyof TrainValues];

function readersOf(values: TrainValues) {
  return {
    whole: (name: TextName, range: NumberRange) => wholeOption(`--${name}`, values[name], range),
    number: (name: TextName, range: NumberRange) => numberOption(`--${name}`, values[name], range),
  };
}

function folderOption(option: string, text: string | undefined): string {
  if (text) return text;
  throw wrongOption(option, message('limit.pictures-folder'), message('given.none'));
}

/** The file of an adapter, which nobody would find under another ending. */
function adapterFile(text: string | undefined): string {
  const file = fileOption('--out', text);
  if (file.endsWith('.safetensors')) return file;
  throw wrongOption('--out', message('limit.safetensors'), JSON.stringify(file));
}

/** Modules that are trained by the word for all of them. */
const TARGETS = { attention: ATTENTION_TARGETS, linear: LINEAR_TARGETS, all: ALL_TARGETS };

/** Ends of modules' names; null = they were not said. A DoRA's are of products of tokens only. */
function targetsOf({ targets, dora }: TrainValues): readonly string[] | null {
  const known = [...Object.keys(TARGETS), ...ALL_TARGETS];
  const named = targets?.split(',').map((one) => oneOf('--targets', one.trim(), known));
  const all = named?.flatMap((one) => TARGETS[one as keyof typeof TARGETS] ?? [one]) ?? null;
  if (!dora || all === null || all.every((one) => DORA_TARGETS.includes(one))) return all;
  throw onlyWith('dora', ['--targets attention', `--targets of ${DORA_TARGETS.join(', ')}`], `--targets ${targets}`);
}

function readExtract(values: TrainValues): ExtractArguments {
  const { whole, number } = readersOf(values);
  const convRank = whole('conv-rank', RANKS);
  const isAll = values.targets === undefined || values.targets === 'all';
  if (convRank !== null && !isAll) throw onlyWith('conv-rank', ['--targets all'], String(convRank));
  return {
    tuned: fileOption('--tuned', values.tuned),
    convRank,
    clampQuantile: number('clamp-quantile', SHARE) ?? USUAL_CLAMP,
    minDiff: number('min-diff', SHARE) ?? USUAL_MIN_DIFF,
  };
}

interface UsualRecipe extends Pick<TrainingRecipe, 'steps' | 'batch' | 'rank'> {
  /** Null = by method and model (train-order.ts). */
  readonly rate: number | null;
  readonly vectors: number;
}

/** What `/train` does, too, with the demo model. */
const DEMO_RECIPES: Readonly<Partial<Record<TrainMethod, TrainingRecipe>>> = {
  lora: DEMO_TRAINING.style,
  dreambooth: DEMO_TRAINING.subject,
  'textual-inversion': DEMO_TRAINING.words,
};

function usualRecipe(method: TrainMethod, { model, whole }: TrainValues): UsualRecipe {
  const demo = model === undefined && !whole ? DEMO_RECIPES[method] : undefined;
  return demo ? { ...demo, vectors: demo.rank } : { steps: 500, batch: 1, rate: null, rank: 4, vectors: 1 };
}
