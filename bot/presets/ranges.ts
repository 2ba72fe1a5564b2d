import { SEED_MAX } from '#shared/contract/bounds.ts';
import type { Limits } from '#shared/contract/messages.ts';

/** A number within its range, with a notice when it had to be lowered, or a sentence that says why there is none. */
export type RangedNumber = { readonly value: number; readonly notice?: string } | { readonly problem: string };

/** A whole number of 1 and more; more than the renderers take is lowered, and said. */
export function stepsIn(given: number, { stepsMax }: Limits): RangedNumber {
  const limit = `it must be a whole number from 1 to ${stepsMax}`;
  if (!Number.isInteger(given) || given < 1) {
    if (given !== Infinity) return { problem: cannotUse('number of steps', { limit, value: given }) };
  }
  return lowered('Steps', { given, max: stepsMax });
}

/** A number of 0 and more; more than the renderers take is lowered, and said. */
export function guidanceIn(given: number, { guidanceMax }: Limits): RangedNumber {
  const limit = `it must be a number from 0 to ${shown(guidanceMax)}`;
  if (Number.isNaN(given) || given < 0) return { problem: cannotUse('guidance', { limit, value: given }) };
  return lowered('Guidance', { given, max: guidanceMax });
}

/** Pictures of one job. Never lowered: who asks for five wants to know that there will be four. */
export function countIn(given: number, { countMax }: Limits): RangedNumber {
  if (Number.isInteger(given) && given >= 1 && given <= countMax) return { value: given };
  const limit = `it must be a whole number from 1 to ${countMax}`;
  return { problem: cannotUse('number of pictures', { limit, value: given }) };
}

/** A whole number that 32 bits hold. */
export function validSeed(given: number): RangedNumber {
  if (Number.isInteger(given) && given >= 0 && given <= SEED_MAX) return { value: given };
  const limit = `it must be a whole number from 0 to ${SEED_MAX}`;
  return { problem: cannotUse('seed', { limit, value: given }) };
}

/** A sentence that says why a side of a picture cannot be drawn, with the nearest that can; none when it can. */
export function sideProblems(side: 'width' | 'height', { value, limits }: { value: number; limits: Limits }): string[] {
  const { sideMin, sideMax, sideMultiple } = limits;
  if (!Number.isInteger(value) || value < sideMin || value > sideMax) {
    return [cannotUse(side, { limit: `it must be a whole number of pixels from ${sideMin} to ${sideMax}`, value })];
  }
  if (value % sideMultiple === 0) return [];
  const below = Math.floor(value / sideMultiple) * sideMultiple;
  const near = [below, below + sideMultiple].filter((each) => each >= sideMin && each <= sideMax);
  const hint = near.length === 2 ? `the nearest are ${near.join(' and ')}` : `the nearest is ${near.join()}`;
  return [`${cannotUse(side, { limit: `it must be a multiple of ${sideMultiple}`, value })}; ${hint}`];
}

/** "Cannot use this seed: it must be …, given -1". */
export function cannotUse(what: string, { limit, value }: { readonly limit: string; readonly value: number }): string {
  return `Cannot use this ${what}: ${limit}, given ${shown(value)}`;
}

/** A number as people write it: no more than three decimals, words for what is none. */
export function shown(value: number): string {
  if (Number.isNaN(value)) return 'something that is not a number';
  if (!Number.isFinite(value)) return 'a number without end';
  return Math.abs(value) >= 1e15 ? value.toExponential(2) : String(Math.round(value * 1000) / 1000);
}

function lowered(what: string, { given, max }: { given: number; max: number }): RangedNumber {
  if (given <= max) return { value: given };
  return { value: max, notice: `${what} lowered to ${shown(max)}, which is the most; ${shown(given)} was asked for` };
}
