import { fileOption, numberOption, readOptions, wholeOption, wrongOption } from '#renderer/cli/read-options.ts';
import { DEMO_TRAINING, type TrainingRecipe } from '#shared/contract/demo-training.ts';
import { message } from '#shared/text/failure.ts';

/** What can be made by training. */
export const TRAIN_METHODS = ['lora', 'dreambooth', 'textual-inversion', 'extract', 'checkpoint'] as const;
/** Whose names a file has. */
const FORMATS = ['diffusers', 'peft', 'kohya'] as const;
type TrainMethod = (typeof TRAIN_METHODS)[number];

/** What the command line asked for; null where what is usual for the method does. */
export interface TrainArguments {
  readonly method: TrainMethod;
  /** Null = the demo model. */
  readonly model: string | null;
  /** The other checkpoint of `extract`. */
  readonly tuned: string | null;
  readonly data: string | null;
  readonly classData: string | null;
  readonly caption: string | null;
  readonly classCaption: string | null;
  /** Dreambooth: every weight is trained, not a LoRA. */
  readonly whole: boolean;
  readonly out: string;
  readonly style: (typeof FORMATS)[number];
  readonly steps: number;
  readonly batch: number;
  readonly accumulate: number;
  readonly resolution: number | null;
  readonly rank: number;
  readonly alpha: number | null;
  readonly rate: number;
  readonly schedule: 'constant' | 'constant_with_warmup' | 'linear' | 'cosine' | null;
  readonly warmup: number;
  readonly targets: 'attention' | 'all' | null;
  readonly trainText: boolean;
  readonly flips: boolean;
  readonly randomCrop: boolean;
  readonly captionDropout: number;
  readonly captionShuffle: boolean;
  readonly snrGamma: number | null;
  readonly noiseOffset: number;
  readonly zeroSnr: boolean;
  /** Of the mean of the weights that is written; null = they themselves are. */
  readonly averageDecay: number | null;
  /** Share of the steps in which new words are trained beside a LoRA; null = there are none. */
  readonly pivotal: number | null;
  readonly priorWeight: number | null;
  readonly token: string;
  readonly vectors: number;
  readonly begin: string;
  readonly precision: 'float32' | 'float16';
  readonly seed: number;
  readonly saveEvery: number;
  readonly resume: string | null;
}

/** One line for each option, for --help. */
export const TRAIN_USAGE = `Trains a LoRA, new words or a whole model from pictures, or takes a LoRA out of two models.
  npm run train -- lora | dreambooth | textual-inversion | extract | checkpoint
  --model PATH          diffusers folder or single file, SD 1, SD 2 or SDXL  (the demo model)
  --data FOLDER         pictures; a .txt beside one is its caption; folders N_words inside, too
  --caption TEXT        of pictures without a .txt
  --class-data FOLDER   dreambooth: pictures of the kind that is not to change, as the model draws them
  --class-caption TEXT  of those                             --prior-weight X      what they count  (1)
  --whole               dreambooth: the whole model, written as checkpoint does, in the place of a LoRA
  --out FILE            .safetensors (a whole model: as --model)   --format diffusers|peft|kohya   names  (diffusers)
  --steps N (500)       --batch N (1)                        --accumulate N        batches a step   (1)
  --rank N (8)          --alpha X (the rank)                 --targets attention|all  all: convolutions, too
  --train-text          all text encoders' attentions, too   --resolution N        of a square (the model's)
  --lr X                (1e-4; dreambooth 5e-4, with --whole 5e-6, words 5e-3, checkpoint 1e-5)
  --schedule constant|constant_with_warmup|linear|cosine
  --warmup N (0)        --snr-gamma X                        --noise-offset X (0)  --caption-dropout X (0)
  --no-flips            pictures are not mirrored            --seed N (0)
  --random-crop         what of a picture is too much for its size is cut off by chance, not on both sides alike
  --zero-snr            v-prediction: the last timestep is noise alone, also where the model's scheduler does not say so
  --pivotal X           lora: new words (--token, --vectors, --begin), too, in the first X of the steps; in NAME_emb
  --ema X               whole models: a mean of the weights that forgets so slowly (0.9999) is written
  --shuffle-captions    parts between commas in another order each time
  --token WORD (<new>)  --vectors N (1)                      --begin WORD          textual inversion: what they begin as
  --precision float32|float16  float16: half the memory on a GPU, with scaled losses; what is trained stays float32
  --save-every N (100)  --resume FILE                        goes on from it, and saves to it
  --tuned PATH          extract: the model whose difference from --model is wanted
Of the demo model steps, batch, rank, lr and vectors are those of /train. LoRAs of small models train all targets by cosine,
--snr-gamma 0.3 and --prior-weight 0.1 where nothing is said.
EASEL_PROVIDER (auto, cuda, webgpu, cpu) and EASEL_THREADS say what computes.`;

const TEXT = { type: 'string' } as const;
const FLAG = { type: 'boolean', default: false } as const;

const OPTIONS = {
  model: TEXT,
  tuned: TEXT,
  data: TEXT,
  caption: TEXT,
  'class-data': TEXT,
  'class-caption': TEXT,
  whole: FLAG,
  'prior-weight': TEXT,
  out: TEXT,
  format: TEXT,
  steps: TEXT,
  batch: TEXT,
  accumulate: TEXT,
  rank: TEXT,
  alpha: TEXT,
  targets: TEXT,
  'train-text': FLAG,
  resolution: TEXT,
  lr: TEXT,
  schedule: TEXT,
  warmup: TEXT,
  'snr-gamma': TEXT,
  'noise-offset': TEXT,
  'zero-snr': FLAG,
  ema: TEXT,
  pivotal: TEXT,
  'caption-dropout': TEXT,
  'shuffle-captions': FLAG,
  'no-flips': FLAG,
  'random-crop': FLAG,
  precision: TEXT,
  seed: TEXT,
  token: TEXT,
  vectors: TEXT,
  begin: TEXT,
  'save-every': TEXT,
  resume: TEXT,
  help: FLAG,
} as const;

const COUNT = { from: 1, to: 100_000 };
const FEW = { from: 1, to: 64 };
const SHARE = { from: 0, to: 1 };

/** Reads the command line; null = help was asked for. Throws `invalid` with one sentence. */
export function readTrainArguments([first, ...words]: readonly string[]): TrainArguments | null {
  if (first === undefined || first === '--help') return null;
  const method = oneOf('', first, TRAIN_METHODS);
  const values = readOptions(words, OPTIONS);
  if (values.help) return null;
  refuseUseless(method, values);
  const whole = (name: 'steps' | 'batch' | 'accumulate' | 'rank' | 'vectors' | 'save-every', range: typeof COUNT) =>
    wholeOption(`--${name}`, values[name], range);
  const number = (name: keyof typeof values, range: { from: number; to: number }) =>
    numberOption(`--${name}`, values[name] as string | undefined, range);
  const isExtract = method === 'extract';
  const usual = usualRecipe(method, values);
  return {
    method,
    model: values.model ?? null,
    tuned: isExtract ? fileOption('--tuned', values.tuned) : null,
    data: isExtract ? null : fileOption('--data', values.data),
    classData: method === 'dreambooth' ? fileOption('--class-data', values['class-data']) : null,
    caption: values.caption ?? null,
    classCaption: values['class-caption'] ?? null,
    whole: values.whole || method === 'checkpoint',
    out: fileOption('--out', values.out),
    style: oneOf('--format', values.format ?? 'diffusers', FORMATS),
    steps: whole('steps', COUNT) ?? usual.steps,
    batch: whole('batch', FEW) ?? usual.batch,
    accumulate: whole('accumulate', FEW) ?? 1,
    resolution: wholeOption('--resolution', values.resolution, {
      from: 64,
      to: 1024,
    }),
    rank: whole('rank', { from: 1, to: 256 }) ?? usual.rank,
    alpha: number('alpha', { from: 0.01, to: 1024 }),
    rate: number('lr', { from: 1e-9, to: 1 }) ?? usual.rate,
    schedule: values.schedule === undefined ? null : oneOf('--schedule', values.schedule, SCHEDULES),
    warmup: wholeOption('--warmup', values.warmup, { from: 0, to: COUNT.to }) ?? 0,
    targets: values.targets === undefined ? null : oneOf('--targets', values.targets, ['attention', 'all']),
    trainText: values['train-text'],
    flips: !values['no-flips'],
    randomCrop: values['random-crop'],
    captionDropout: number('caption-dropout', SHARE) ?? 0,
    captionShuffle: values['shuffle-captions'],
    snrGamma: number('snr-gamma', { from: 0.01, to: 100 }),
    noiseOffset: number('noise-offset', SHARE) ?? 0,
    zeroSnr: values['zero-snr'],
    averageDecay: number('ema', SHARE),
    pivotal: number('pivotal', SHARE),
    priorWeight: number('prior-weight', { from: 0, to: 10 }),
    token: values.token ?? '<new>',
    vectors: whole('vectors', FEW) ?? (method === 'textual-inversion' ? usual.vectors : 1),
    begin: values.begin ?? 'a',
    precision: oneOf('--precision', values.precision ?? 'float32', ['float32', 'float16']),
    seed: wholeOption('--seed', values.seed, { from: 0, to: 2 ** 31 - 1 }) ?? 0,
    saveEvery: whole('save-every', COUNT) ?? 100,
    resume: values.resume ?? null,
  };
}

type UsualRecipe = Pick<TrainingRecipe, 'steps' | 'batch' | 'rate' | 'rank'> & { readonly vectors: number };

/** A learning rate for each method, as diffusers' scripts have them. */
const USUAL_RATES = { lora: 1e-4, dreambooth: 5e-4, 'textual-inversion': 5e-3, extract: 0, checkpoint: 1e-5 };

/** Of Dreambooth where every weight is trained. */
const WHOLE_DREAMBOOTH_RATE = 5e-6;

/** What `/train` does, too, with the demo model. */
const DEMO_RECIPES: Readonly<Partial<Record<TrainMethod, TrainingRecipe>>> = {
  lora: DEMO_TRAINING.style,
  dreambooth: DEMO_TRAINING.subject,
  'textual-inversion': DEMO_TRAINING.words,
};

function usualRecipe(
  method: TrainMethod,
  { model, whole }: { readonly model?: string | undefined; readonly whole: boolean },
): UsualRecipe {
  const demo = model === undefined && !whole ? DEMO_RECIPES[method] : undefined;
  if (demo) return { ...demo, vectors: demo.rank };
  const rate = whole && method === 'dreambooth' ? WHOLE_DREAMBOOTH_RATE : USUAL_RATES[method];
  return { steps: 500, batch: 1, rate, rank: 8, vectors: 1 };
}

const LORAS = ['lora', 'dreambooth'] as const;
const FACTORS = [...LORAS, 'extract'] as const;
/** What a method trains every weight by is a method of its own for other options. */
const WHOLE = 'dreambooth --whole';
const WHOLES = ['checkpoint', WHOLE] as const;
const CLASS = ['dreambooth', WHOLE] as const;
const WORDS = ['textual-inversion', ...LORAS] as const;
const TRAINING = [...LORAS, 'textual-inversion', ...WHOLES] as const;

/** The methods that an option is for; those that are left out are for all. */
const METHODS_OF: Readonly<Partial<Record<keyof typeof OPTIONS, readonly string[]>>> = {
  tuned: ['extract'],
  ...{ data: TRAINING, caption: TRAINING, steps: TRAINING, batch: TRAINING, accumulate: TRAINING, lr: TRAINING },
  ...{ resolution: TRAINING, schedule: TRAINING, warmup: TRAINING, 'snr-gamma': TRAINING, 'noise-offset': TRAINING },
  ...{
    'zero-snr': TRAINING,
    'caption-dropout': TRAINING,
    'shuffle-captions': TRAINING,
    'no-flips': TRAINING,
    'random-crop': TRAINING,
    precision: TRAINING,
  },
  ...{ seed: TRAINING, 'save-every': TRAINING, resume: TRAINING },
  ...{ 'class-data': CLASS, 'class-caption': CLASS, 'prior-weight': CLASS, whole: CLASS },
  ...{ format: FACTORS, rank: FACTORS, targets: FACTORS, alpha: LORAS, pivotal: LORAS },
  ...{ token: WORDS, vectors: WORDS, begin: WORDS },
  'train-text': [...LORAS, ...WHOLES],
  ema: WHOLES,
};

/** Throws `invalid` for an option that means nothing with this method, or without --pivotal. */
function refuseUseless(named: TrainMethod, values: Readonly<Record<string, unknown>>): void {
  const method = named === 'dreambooth' && values.whole === true ? WHOLE : named;
  const isGiven = (name: string) => values[name] !== undefined && values[name] !== false;
  const refuse = (name: string, samplers: readonly string[]): never => {
    const given = values[name] === true ? method : String(values[name]);
    throw wrongOption(`--${name}`, message('limit.only-with', { samplers }), given);
  };
  for (const [name, methods] of Object.entries(METHODS_OF))
    if (isGiven(name) && !methods.includes(method)) refuse(name, namesOf(methods));
  if (method === 'textual-inversion' || isGiven('pivotal')) return;
  for (const name of ['token', 'vectors', 'begin']) if (isGiven(name)) refuse(name, ['textual-inversion', '--pivotal']);
}

/** One kind of Dreambooth is not named beside all of it. */
function namesOf(methods: readonly string[]): readonly string[] {
  return methods.includes('dreambooth') ? methods.filter((method) => method !== WHOLE) : methods;
}

const SCHEDULES = ['constant', 'constant_with_warmup', 'linear', 'cosine'] as const;

function oneOf<const T extends string>(option: string, given: string, known: readonly T[]): T {
  const found = known.find((one) => one === given);
  if (found !== undefined) return found;
  throw wrongOption(option || 'train', message('limit.one-of', { known }), JSON.stringify(given));
}
