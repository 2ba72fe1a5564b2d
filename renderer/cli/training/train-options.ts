import { type readOptions, wrongOption } from '#renderer/cli/read-options.ts';
import { message } from '#shared/text/failure.ts';

/** What can be made by training. */
export const TRAIN_METHODS = ['lora', 'dreambooth', 'textual-inversion', 'extract', 'checkpoint'] as const;
export type TrainMethod = (typeof TRAIN_METHODS)[number];

const TEXT = { type: 'string' } as const;
const FLAG = { type: 'boolean', default: false } as const;

/** The same for the parser. */
export const TRAIN_OPTIONS = {
  ...{ model: TEXT, prediction: TEXT, tuned: TEXT, out: TEXT, format: TEXT },
  ...{ data: TEXT, caption: TEXT, 'class-data': TEXT, 'class-caption': TEXT, 'prior-weight': TEXT, prior: TEXT },
  ...{ whole: FLAG, rank: TEXT, alpha: TEXT, targets: TEXT, dora: FLAG, 'train-text': FLAG },
  ...{ 'conv-rank': TEXT, 'clamp-quantile': TEXT, 'min-diff': TEXT },
  ...{ token: TEXT, vectors: TEXT, begin: TEXT, pivotal: TEXT },
  ...{ steps: TEXT, epochs: TEXT, batch: TEXT, accumulate: TEXT, resolution: TEXT, seed: TEXT },
  ...{ lr: TEXT, 'text-lr': TEXT, schedule: TEXT, warmup: TEXT },
  ...{ 'lr-cycles': TEXT, 'lr-power': TEXT, 'step-rules': TEXT },
  ...{ 'adam-beta1': TEXT, 'adam-beta2': TEXT, 'adam-epsilon': TEXT, 'weight-decay': TEXT, 'max-grad-norm': TEXT },
  ...{ 'loss-weighting': TEXT, 'snr-gamma': TEXT, 'noise-offset': TEXT, 'input-perturbation': TEXT },
  ...{ 'min-timestep': TEXT, 'max-timestep': TEXT, 'zero-snr': FLAG, ema: TEXT },
  ...{ 'caption-dropout': TEXT, 'shuffle-captions': FLAG, 'keep-tokens': TEXT, 'no-flips': FLAG, 'random-crop': FLAG },
  ...{ precision: TEXT, 'save-every': TEXT, resume: TEXT, help: FLAG },
} as const;

/** What was given, as it was written. */
export type TrainValues = ReturnType<typeof readOptions<typeof TRAIN_OPTIONS>>;
type OptionName = keyof typeof TRAIN_OPTIONS;
type Given = Readonly<Partial<Record<OptionName, string | boolean>>>;

const LORAS = ['lora', 'dreambooth'] as const;
const FACTORS = [...LORAS, 'extract'] as const;
/** What a method trains every weight by is a method of its own for other options. */
const WHOLE = 'dreambooth --whole';
const WHOLES = ['checkpoint', WHOLE] as const;
const NETWORKS = [...LORAS, ...WHOLES] as const;
const TRAINING = [...LORAS, 'textual-inversion', ...WHOLES] as const;
/** Options that all methods have. */
const ALWAYS: readonly OptionName[] = ['model', 'out', 'help'];

/** Options of some methods only; those that are left out are for all that train. */
const METHODS_OF: Readonly<Partial<Record<OptionName, readonly string[]>>> = {
  ...{ tuned: ['extract'], 'conv-rank': ['extract'], 'clamp-quantile': ['extract'], 'min-diff': ['extract'] },
  ...{ 'class-data': ['dreambooth', WHOLE], 'class-caption': ['dreambooth', WHOLE] },
  ...{ 'prior-weight': ['dreambooth', WHOLE], prior: ['dreambooth', WHOLE], whole: ['dreambooth', WHOLE] },
  ...{ format: FACTORS, rank: FACTORS, targets: FACTORS, alpha: LORAS, dora: LORAS, pivotal: LORAS },
  ...{ token: ['textual-inversion', ...LORAS], vectors: ['textual-inversion', ...LORAS] },
  begin: ['textual-inversion', ...LORAS],
  ...{ 'train-text': NETWORKS, 'text-lr': NETWORKS, 'max-grad-norm': NETWORKS, ema: WHOLES },
};

/** Options that mean something beside another one only: the ways in which that may be given. */
const BESIDE: Readonly<Partial<Record<OptionName, readonly string[]>>> = {
  ...{ token: ['textual-inversion', '--pivotal'], vectors: ['textual-inversion', '--pivotal'] },
  begin: ['textual-inversion', '--pivotal'],
  'text-lr': ['--train-text', '--pivotal'],
  'keep-tokens': ['--shuffle-captions'],
  'lr-cycles': ['--schedule cosine_with_restarts'],
  'lr-power': ['--schedule polynomial'],
  'step-rules': ['--schedule piecewise_constant'],
  'snr-gamma': ['--loss-weighting min-snr'],
};

/** Throws `invalid` for an option that means nothing with this method, or without another one. */
export function refuseUseless(named: TrainMethod, given: Given): void {
  const method = named === 'dreambooth' && given.whole === true ? WHOLE : named;
  const names = (Object.keys(given) as OptionName[]).filter((name) => isGiven(given, name) && !ALWAYS.includes(name));
  for (const name of names) {
    const methods = METHODS_OF[name] ?? TRAINING;
    if (!methods.includes(method)) throw onlyWith(name, withoutKinds(methods), shown(given, name, method));
  }
  for (const name of names) {
    const ways = BESIDE[name] ?? [];
    if (ways.length > 0 && !ways.some((way) => way === method || isSaid(given, way)))
      throw onlyWith(name, ways, shown(given, name, method));
  }
  if (given.steps !== undefined && given.epochs !== undefined)
    throw wrongOption('--epochs', message('limit.given-without', { option: '--steps' }), String(given.epochs));
}

/** One of some words. Throws `invalid` with one sentence. */
export function oneOf<const T extends string>(option: string, given: string, known: readonly T[]): T {
  const found = known.find((one) => one === given);
  if (found !== undefined) return found;
  throw wrongOption(option, message('limit.one-of', { known }), JSON.stringify(given));
}

/** An option that was given where it means nothing. */
export function onlyWith(name: OptionName, ways: readonly string[], given: string) {
  return wrongOption(`--${name}`, message('limit.only-with', { samplers: ways }), given);
}

function isGiven(given: Given, name: string): boolean {
  const value = given[name as OptionName];
  return value !== undefined && value !== false;
}

/** "--train-text", or "--schedule polynomial". min-snr is what `--snr-gamma` says by itself. */
function isSaid(given: Given, way: string): boolean {
  const [option = '', value] = way.split(' ');
  const name = option.slice('--'.length) as OptionName;
  if (name === 'loss-weighting' && given[name] === undefined) return true;
  return value === undefined ? isGiven(given, name) : given[name] === value;
}

function shown(given: Given, name: OptionName, method: string): string {
  return given[name] === true ? method : String(given[name]);
}

/** One kind of Dreambooth is not named beside all of it. */
function withoutKinds(methods: readonly string[]): readonly string[] {
  return methods.includes('dreambooth') ? methods.filter((method) => method !== WHOLE) : methods;
}
