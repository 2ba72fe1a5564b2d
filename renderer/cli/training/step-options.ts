import { numberOption, wholeOption, wrongOption } from '#renderer/cli/read-options.ts';
import { oneOf, onlyWith, type TrainValues } from '#renderer/cli/training/train-options.ts';
import { type AdamWSettings, USUAL_ADAMW } from '#renderer/engine/training/adamw.ts';
import { RATE_KINDS, type RateKind, type RateSchedule } from '#renderer/engine/training/learning-rate.ts';
import type { LossWeighting } from '#renderer/engine/training/noising.ts';
import { message } from '#shared/text/failure.ts';

/** How the learning rate goes; the kind is null where it was not said. */
export interface ScheduleWish extends Omit<RateSchedule, 'total' | 'kind'> {
  readonly kind: RateKind | null;
}

/** Numbers of AdamW; a decay of null was not said. */
export interface AdamWWish extends Omit<AdamWSettings, 'weightDecay'> {
  readonly weightDecay: number | null;
}

/** Steps, and how often something may come. */
export const COUNT = { from: 1, to: 100_000 };
/** Kinds that do not grow from 0. */
const WITHOUT_WARMUP: readonly RateKind[] = ['constant', 'piecewise_constant'];

/** Reads the options of a schedule. Throws `invalid` with one sentence, also for a warm-up of a kind that has none. */
export function readSchedule(values: TrainValues): ScheduleWish {
  const kind = values.schedule === undefined ? null : oneOf('--schedule', values.schedule, RATE_KINDS);
  const warmup = wholeOption('--warmup', values.warmup, { from: 0, to: COUNT.to }) ?? 0;
  if (warmup > 0 && kind !== null && WITHOUT_WARMUP.includes(kind)) {
    const others = RATE_KINDS.filter((one) => !WITHOUT_WARMUP.includes(one)).map((one) => `--schedule ${one}`);
    throw onlyWith('warmup', others, String(warmup));
  }
  const cycles = wholeOption('--lr-cycles', values['lr-cycles'], { from: 1, to: 1000 });
  const power = numberOption('--lr-power', values['lr-power'], { from: 0.01, to: 100 });
  const pieces = kind === 'piecewise_constant' ? readRules(values['step-rules']) : null;
  return { kind, warmup, ...(cycles && { cycles }), ...(power && { power }), ...(pieces && { pieces }) };
}

/** "1:300,0.1:400,0.01", as diffusers' scripts read it. */
function readRules(text: string | undefined): NonNullable<RateSchedule['pieces']> {
  const parts = (text ?? '').split(',');
  const until = parts.slice(0, -1).map((rule): readonly [number, number] => {
    const [factor = '', step = ''] = rule.split(':');
    return [digits(step), decimal(factor)];
  });
  const last = decimal(parts.at(-1) ?? '');
  const isRising = until.every(([step], i) => step > (until[i - 1]?.[0] ?? 0));
  if (isRising && until.every(([, factor]) => factor >= 0) && last >= 0) return { until, last };
  throw wrongOption('--step-rules', message('limit.step-rules'), text === undefined ? NONE : JSON.stringify(text));
}

const NONE = message('given.none');

function digits(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

function decimal(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

/** Reads the numbers of AdamW; a decay of null is what is usual. Throws `invalid` with one sentence. */
export function readAdamW(values: TrainValues): AdamWWish {
  const [beta1, beta2] = USUAL_ADAMW.betas;
  const beta = (name: 'adam-beta1' | 'adam-beta2') =>
    numberOption(`--${name}`, values[name], { from: 0, to: 0.999999 });
  return {
    betas: [beta('adam-beta1') ?? beta1, beta('adam-beta2') ?? beta2],
    eps: numberOption('--adam-epsilon', values['adam-epsilon'], { from: 1e-20, to: 1 }) ?? USUAL_ADAMW.eps,
    weightDecay: numberOption('--weight-decay', values['weight-decay'], { from: 0, to: 10 }),
  };
}

const WEIGHTINGS = ['none', 'min-snr', 'debiased', 'like-noise'] as const;

/** What is usual where min-SNR is wanted (https://arxiv.org/abs/2303.09556). */
const USUAL_GAMMA = 5;

/** How losses count by noise level; null where it was not said. Throws `invalid` with one sentence. */
export function readWeighting(values: TrainValues): LossWeighting | null {
  const said = values['loss-weighting'];
  const kind = said === undefined ? null : oneOf('--loss-weighting', said, WEIGHTINGS);
  const gamma = numberOption('--snr-gamma', values['snr-gamma'], { from: 0.01, to: 100 });
  if (kind === 'min-snr' || (kind === null && gamma !== null)) return { kind: 'min-snr', gamma: gamma ?? USUAL_GAMMA };
  return kind && { kind };
}

/** Timesteps of a model, as all published ones have them. */
const TIMESTEPS = 1000;

/** The timesteps that are trained; null where it was not said. Throws `invalid` with one sentence. */
export function readTimesteps(values: TrainValues): readonly [from: number, until: number] | null {
  const until = wholeOption('--max-timestep', values['max-timestep'], { from: 1, to: TIMESTEPS });
  const from = wholeOption('--min-timestep', values['min-timestep'], { from: 0, to: (until ?? TIMESTEPS) - 1 });
  return from === null && until === null ? null : [from ?? 0, until ?? TIMESTEPS];
}
