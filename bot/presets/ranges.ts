import { say } from '#bot/text/say.ts';
import { SEED_MAX } from '#shared/contract/bounds.ts';
import type { Limits, SamplerInfo } from '#shared/contract/messages.ts';
import type { Message } from '#shared/text/message.ts';

/** A number within its range, with a notice when it had to be lowered, or a sentence that says why there is none. */
export type RangedNumber = { readonly value: number; readonly notice?: Message } | { readonly problem: Message };

/** What bounds steps: the renderers, and some samplers, which take fewer. */
export interface StepLimits {
  readonly stepsMax: number;
  readonly sampler?: SamplerInfo | undefined;
}

/** The most steps with this sampler. */
export function stepsMaxOf({ stepsMax, sampler }: StepLimits): number {
  return Math.min(stepsMax, sampler?.stepsMax || Infinity);
}

/** A whole number of 1 and more; more than the renderers or the sampler take is lowered, and said. */
export function stepsIn(given: number, limits: StepLimits): RangedNumber {
  const max = stepsMaxOf(limits);
  const isSteps = given === Infinity || (Number.isInteger(given) && given >= 1);
  if (!isSteps) return { problem: say('range.steps', { max, given: sayable(given) }) };
  if (given <= max) return { value: given };
  const { sampler } = limits;
  const notice =
    sampler && max < limits.stepsMax
      ? say('range.steps-lowered-for', { max, given: sayable(given), sampler: sampler.name })
      : say('range.steps-lowered', { max, given: sayable(given) });
  return { value: max, notice };
}

/** A number of 0 and more; more than the renderers take is lowered, and said. */
export function guidanceIn(given: number, { guidanceMax: max }: Limits): RangedNumber {
  if (Number.isNaN(given) || given < 0) return { problem: say('range.guidance', { max, given: sayable(given) }) };
  if (given <= max) return { value: given };
  return { value: max, notice: say('range.guidance-lowered', { max, given: sayable(given) }) };
}

/** Pictures of one job. Never lowered: who asks for five wants to know that there will be four. */
export function countIn(given: number, { countMax: max }: Limits): RangedNumber {
  if (Number.isInteger(given) && given >= 1 && given <= max) return { value: given };
  return { problem: say('range.count', { max, given: sayable(given) }) };
}

/** A whole number that 32 bits hold. */
export function validSeed(given: number): RangedNumber {
  if (Number.isInteger(given) && given >= 0 && given <= SEED_MAX) return { value: given };
  return { problem: say('range.seed', { max: SEED_MAX, given: sayable(given) }) };
}

/** A sentence that says why a side of a picture cannot be drawn, with the nearest that can; none when it can. */
export function sideProblems(
  side: 'width' | 'height',
  { value, limits }: { value: number; limits: Limits },
): readonly Message[] {
  const { sideMin: min, sideMax: max, sideMultiple: multiple } = limits;
  if (!Number.isInteger(value) || value < min || value > max) {
    return [say('range.side', { side, min, max, given: sayable(value) })];
  }
  if (value % multiple === 0) return [];
  const below = Math.floor(value / multiple) * multiple;
  const near = [below, below + multiple].filter((each) => each >= min && each <= max);
  return [say('range.side-multiple', { side, multiple, given: value, near })];
}

/** A number as a message can hold it: what is none is said in words. */
export function sayable(value: number): number | Message {
  if (Number.isNaN(value)) return say('number.none');
  return Number.isFinite(value) ? value : say('number.endless');
}
