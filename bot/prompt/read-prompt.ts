import { readFlags } from '#bot/prompt/flags.ts';
import { parse, promptOf } from '#bot/prompt/parser.ts';
import { inOrder } from '#bot/prompt/problems.ts';
import { without } from '#bot/prompt/stripped.ts';
import type { Flags, Problem, Prompt, ReadPrompt } from '#bot/prompt/syntax.ts';

/** Characters that are read at all. Renderers allow fewer; this keeps a stray novel from costing time anywhere. */
export const CHARACTERS_READ_MAX = 20_000;

/**
 * Reads a prompt as a member typed it: words with weights, chunks and inline settings. Takes time in proportion to its
 * length and never throws: what is odd comes back as problems, with places in the text as typed.
 */
export function readPrompt(text: string): ReadPrompt {
  const read = text.slice(0, CHARACTERS_READ_MAX);
  const { flags, places, problems } = readFlags(read);
  const stripped = without(read, places);
  const parsed = parse(stripped.text);
  const placed = parsed.problems.map((problem) => ({ ...problem, ...stripped.place(problem) }));
  return {
    prompt: promptOf(parsed.pieces),
    text: stripped.text,
    flags,
    problems: inOrder([...problems, ...placed, ...tooLong(text)]),
  };
}

/** Reads words and weights alone: nothing in the text is taken for a flag. For templates, and prompts joined to one. */
export function readWords(text: string): { readonly prompt: Prompt; readonly problems: readonly Problem[] } {
  const parsed = parse(text.slice(0, CHARACTERS_READ_MAX));
  return { prompt: promptOf(parsed.pieces), problems: inOrder([...parsed.problems, ...tooLong(text)]) };
}

/** The text with every `--name value` of one setting taken out. */
export function withoutFlag(text: string, key: keyof Flags): string {
  const places = readFlags(text.slice(0, CHARACTERS_READ_MAX)).places.filter((place) => place.key === key);
  return without(text, places).text;
}

function tooLong(text: string): readonly Problem[] {
  if (text.length <= CHARACTERS_READ_MAX) return [];
  const message = `Only the first ${CHARACTERS_READ_MAX} characters are read; the rest was left out`;
  return [{ from: CHARACTERS_READ_MAX, to: text.length, message }];
}
