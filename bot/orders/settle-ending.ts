import type { Order } from '#bot/domain/job.ts';
import type { TaskOf } from '#bot/domain/task.ts';
import type { Flags } from '#bot/prompt/syntax.ts';
import { say } from '#bot/text/say.ts';
import { SEED_MAX, SEEDS } from '#shared/contract/bounds.ts';
import type { Message } from '#shared/text/message.ts';

type Wished = Pick<TaskOf<'draw'>, 'variation' | 'tile' | 'stop'>;

/** How far pictures of a batch are from one another, whether their edges meet and where they stop. */
export interface SettledEnding {
  readonly wished: Wished;
  readonly problems: readonly Message[];
  readonly notices: readonly Message[];
}

interface EndingSources {
  readonly flags: Flags;
  readonly seed: number;
  readonly count: number;
  /** What some renderer obeys of what older ones do not know (Description.draws). */
  readonly draws: readonly string[];
  /** A second pass or a refiner follows. */
  readonly isTwice: boolean;
}

/** Settings that act on a picture as a whole: `--chaos`, `--subseed`, `--tile`, `--stop`. */
export function settleEnding(order: Order, sources: EndingSources): SettledEnding {
  const { flags, draws, isTwice } = sources;
  const { variation, problems, notices } = settleVariation(sources);
  const tile = flags.tile ?? false;
  const { stop } = flags;
  const stops = stop !== undefined && stop !== 100;
  const asked = [
    ...(variation === null ? [] : [{ field: 'variation', flag: flags.chaos === undefined ? '--subseed' : '--chaos' }]),
    ...(tile ? [{ field: 'tile', flag: '--tile' }] : []),
    ...(stops ? [{ field: 'stop', flag: '--stop' }] : []),
  ];
  const unknown = asked.filter(({ field }) => !draws.includes(field)).map(({ flag }) => flag);
  return {
    wished: {
      ...(variation && { variation }),
      ...(tile && { tile }),
      ...(stops && { stop: stop / 100 }),
    },
    problems: [
      ...problems,
      ...(stop === undefined || (stop >= 1 && stop <= 100) ? [] : [say('order.stop', { given: stop })]),
      ...(stops && isTwice ? [say('order.stop-twice')] : []),
      ...(tile && order.start?.margins ? [say('order.tile-margins')] : []),
      ...(unknown.length > 0 ? [say('order.no-newer', { flags: unknown })] : []),
    ],
    notices,
  };
}

function settleVariation({ flags, seed, count }: EndingSources) {
  const { chaos, subseed, subseedStrength: strength } = flags;
  const says = subseed !== undefined || strength !== undefined;
  const problems = [
    ...(chaos === undefined || (chaos >= 1 && chaos <= 100) ? [] : [say('order.chaos', { given: chaos })]),
    ...(chaos !== undefined && says ? [say('order.chaos-subseed')] : []),
    ...(subseed === undefined || isSeed(subseed) ? [] : [say('order.subseed', { max: SEED_MAX, given: subseed })]),
    ...(strength === undefined || (strength >= 0 && strength <= 1)
      ? []
      : [say('order.subseed-strength', { given: strength })]),
  ];
  const notices = [
    ...(chaos !== undefined && count === 1 ? [say('order.chaos-alone')] : []),
    ...(subseed !== undefined && strength === undefined ? [say('order.subseed-idle')] : []),
  ];
  return { variation: problems.length > 0 ? null : variationOf({ flags, seed, count }), problems, notices };
}

/**
 * Chaos turns each picture's noise from the first one's towards its own, so that 100 is a batch as it is without it.
 * A variation seed that is left open is the one after the seed.
 */
function variationOf({ flags, seed, count }: Pick<EndingSources, 'flags' | 'seed' | 'count'>) {
  const { chaos, subseed, subseedStrength = 0 } = flags;
  if (chaos !== undefined) return count > 1 && chaos < 100 ? { seed, strength: chaos / 100 } : null;
  return subseedStrength > 0 ? { seed: subseed ?? (seed + 1) % SEEDS, strength: subseedStrength } : null;
}

function isSeed(given: number): boolean {
  return Number.isInteger(given) && given >= 0 && given <= SEED_MAX;
}
