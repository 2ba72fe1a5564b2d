import { type ChoicePart, readChoices } from '#bot/prompt/choices.ts';

/** Orders that one prompt may become. */
export const ORDERS_MAX = 40;

/** Texts that `{a, b}` makes of one, and how many there would be in all. */
export interface Permutations {
  /** At least one, in the order of the options, the last group changing first. */
  readonly texts: readonly string[];
  readonly count: number;
}

/**
 * Every text that a prompt with `{a, b}` asks for, of at most `max` the first. What is chosen by chance, and what stands
 * inside of that, is left as it is. A comma is a letter behind a backslash.
 */
export function permutations(text: string, max: number): Permutations {
  const parts = readChoices(text);
  return { texts: textsOf(text, parts, max), count: countOf(parts) };
}

function countOf(parts: readonly ChoicePart[]): number {
  return parts.reduce(
    (product, part) =>
      part.kind === 'each' ? product * part.options.reduce((sum, option) => sum + countOf(option.parts), 0) : product,
    1,
  );
}

function textsOf(text: string, parts: readonly ChoicePart[], max: number): readonly string[] {
  let texts: readonly string[] = [''];
  for (const part of parts) {
    const endings = part.kind === 'each' ? optionTexts(text, part, max) : [text.slice(part.from, part.to)];
    texts = endings.length === 1 ? texts.map((begun) => begun + endings[0]!) : combined(texts, endings, max);
  }
  return texts;
}

function combined(beginnings: readonly string[], endings: readonly string[], max: number): readonly string[] {
  const all: string[] = [];
  for (const begun of beginnings) {
    for (const ending of endings) {
      if (all.length === max) return all;
      all.push(begun + ending);
    }
  }
  return all;
}

/** Spaces at a comma are not meant. */
function optionTexts(text: string, { options }: Extract<ChoicePart, { kind: 'each' }>, max: number): readonly string[] {
  return options.flatMap(({ parts }) => textsOf(text, parts, max).map((option) => option.trim())).slice(0, max);
}
