import { unknownName } from '#bot/presets/names.ts';
import { sayable } from '#bot/presets/ranges.ts';
import { readDecimal } from '#bot/prompt/decimal.ts';
import type { AdapterWish } from '#bot/prompt/syntax.ts';
import { say } from '#bot/text/say.ts';
import { ADAPTER_STRENGTH_MAX } from '#shared/contract/bounds.ts';
import type { AdapterUse, Model } from '#shared/contract/messages.ts';
import { cut } from '#shared/text/cut.ts';
import type { Message } from '#shared/text/message.ts';

/** Adapters as they are kept, with sentences about what is wrong. */
export interface ReadAdapters {
  readonly value: readonly AdapterUse[] | null;
  readonly problems: Message[];
  readonly notices: Message[];
}

/**
 * Reads `detail:0.8, other` (or a list): names with weights, 1 where none is said. Names are checked against the
 * preset's model, or all models when it names none.
 */
export function readAdapters(
  typed: string | readonly AdapterUse[],
  {
    offer,
    model,
    adaptersMax,
  }: {
    readonly offer: { readonly models: readonly Model[] };
    readonly model: string | null;
    readonly adaptersMax: number;
  },
): ReadAdapters {
  const uses = typeof typed === 'string' ? splitUses(typed) : typed;
  const models = model === null ? offer.models : offer.models.filter((each) => each.name === model);
  const known = models.flatMap((each) => each.adapters);
  const problems = uses.flatMap((use) => useProblems(use, { known, isKnowable: models.length > 0 }));
  const twice = uses.find((use, i) => uses.findIndex((other) => other.name === use.name) < i);
  if (twice !== undefined) problems.push(say('adapter.twice', { name: twice.name }));
  if (uses.length > adaptersMax) {
    problems.push(say('adapter.too-many', { max: adaptersMax, given: uses.length }));
  }
  return { value: problems.length === 0 ? uses : null, problems, notices: [] };
}

/** Adapters as a member would type them: `detail:0.8, other`. */
export function printAdapters(uses: readonly AdapterUse[]): string {
  return uses.map(printAdapter).join(', ');
}

function printAdapter({ name, weight, textWeight }: AdapterUse): string {
  const rounded = (value: number) => Math.round(value * 1000) / 1000;
  if (textWeight) return `${name}:${rounded(textWeight.value)}:${rounded(weight)}`;
  return weight === 1 ? name : `${name}:${rounded(weight)}`;
}

/** A name with its weights, as they were typed. */
type TypedUse = Pick<AdapterWish, 'name' | 'weight' | 'textWeight'>;

/** A use with a weight of its own for the text encoders, where that is another. */
export function adapterUse({ name, weight, textWeight = weight }: TypedUse): AdapterUse {
  return textWeight === weight ? { name, weight } : { name, weight, textWeight: { value: textWeight } };
}

/** Some people write 0.8 as 0,8: such a comma parts no names. */
function splitUses(typed: string): readonly AdapterUse[] {
  const pointed = typed.replace(/(:\s{0,9}[+-]?\d{1,9}),(?=\d{1,9}\s{0,9}(?:[,;\n]|$))/g, '$1.');
  const parts = pointed.split(/[,;\n]/).map((part) => part.trim());
  return parts.filter((part) => part !== '').map(readUse);
}

/** `name`, `name:weight`, or as in a prompt `name:text:unet`. */
function readUse(part: string): AdapterUse {
  const colon = part.lastIndexOf(':');
  if (colon < 0) return { name: part, weight: 1 };
  const weight = readDecimal(part.slice(colon + 1).trim()) ?? Number.NaN;
  const before = part.slice(0, colon).trim();
  const inner = before.lastIndexOf(':');
  const textWeight = inner < 0 ? null : readDecimal(before.slice(inner + 1).trim());
  if (textWeight === null) return { name: before, weight };
  return adapterUse({ name: before.slice(0, inner).trim(), weight, textWeight });
}

function useProblems(
  { name, weight, textWeight }: AdapterUse,
  { known, isKnowable }: { known: readonly { readonly name: string }[]; isKnowable: boolean },
): Message[] {
  const problems: Message[] = [];
  if (isKnowable && !known.some((adapter) => adapter.name === name)) {
    problems.push(
      unknownName('adapter', { name, known: [...new Map(known.map((each) => [each.name, each])).values()] }),
    );
  }
  const wrong = [weight, textWeight?.value ?? 0].find((value) => !(Math.abs(value) <= ADAPTER_STRENGTH_MAX));
  if (wrong !== undefined) {
    const given = { name: cut(name, 40), max: ADAPTER_STRENGTH_MAX, given: sayable(wrong) };
    problems.push(say('adapter.weight', given));
  }
  return problems;
}
