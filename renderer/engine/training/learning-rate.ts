/** How the learning rate goes over the steps; names and meaning are those of diffusers' get_scheduler. */
export interface RateSchedule {
  readonly kind: RateKind;
  /** The steps in which the rate grows from 0; `constant` and `piecewise_constant` have none. */
  readonly warmup: number;
  /** Steps of the whole training. */
  readonly total: number;
  /** Waves of cosine_with_restarts; 1 when left out. */
  readonly cycles?: number;
  /** Of polynomial; 1 when left out. */
  readonly power?: number;
  /** Of piecewise_constant: factors and the steps before which they hold, then the last factor. */
  readonly pieces?: { readonly until: readonly (readonly [step: number, factor: number])[]; readonly last: number };
}

/** All kinds, for whoever lets them be chosen. */
export const RATE_KINDS = [
  'constant',
  'constant_with_warmup',
  'linear',
  'cosine',
  'cosine_with_restarts',
  'polynomial',
  'piecewise_constant',
] as const;

export type RateKind = (typeof RATE_KINDS)[number];

/** Where a polynomial ends. */
const LAST_RATE = 1e-7;

/** The learning rate of a step, counted from 0, where `rate` is the highest. */
export function rateAt(schedule: RateSchedule, rate: number, step: number): number {
  return rate * factorAt(schedule, rate, step);
}

function factorAt(schedule: RateSchedule, rate: number, step: number): number {
  const { kind, warmup, total, cycles = 1, power = 1 } = schedule;
  if (kind === 'constant') return 1;
  if (kind === 'piecewise_constant') return pieceAt(schedule, step);
  if (step < warmup) return step / Math.max(1, warmup);
  if (kind === 'constant_with_warmup') return 1;
  const progress = (step - warmup) / Math.max(1, total - warmup);
  if (kind === 'linear') return Math.max(0, 1 - progress);
  if (kind === 'cosine') return Math.max(0, 0.5 * (1 + Math.cos(Math.PI * progress)));
  if (kind === 'polynomial') {
    const left = Math.max(0, 1 - progress) ** power;
    return ((rate - LAST_RATE) * left + LAST_RATE) / rate;
  }
  return progress >= 1 ? 0 : Math.max(0, 0.5 * (1 + Math.cos(Math.PI * ((cycles * progress) % 1))));
}

function pieceAt({ pieces }: RateSchedule, step: number): number {
  const found = pieces?.until.find(([end]) => step < end);
  return found?.[1] ?? pieces?.last ?? 1;
}
