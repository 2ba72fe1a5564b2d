import { readChoices } from '#bot/prompt/choices.ts';
import { readFlags } from '#bot/prompt/flags.ts';
import { foreignHabits } from '#bot/prompt/foreign.ts';
import { inOrder, promptMessage } from '#bot/prompt/problems.ts';
import { readText } from '#bot/prompt/read-text.ts';
import { removeRanges } from '#bot/prompt/remove-ranges.ts';
import type { Flags, Problem, Range, ReadPrompt } from '#bot/prompt/syntax.ts';
import { beginning } from '#shared/text/cut.ts';

/** Characters that are read at all. Renderers allow fewer; this keeps a stray novel from costing time anywhere. */
export const CHARACTERS_READ_MAX = 10_000;

/**
 * Reads a prompt as a member typed it: words with weights, how they change, adapters and inline settings. Takes time in
 * proportion to its length and never throws: what is odd comes back as problems, with places in the text as typed.
 */
export function readPrompt(text: string): ReadPrompt {
  const read = beginning(text, CHARACTERS_READ_MAX);
  const { flags, places, problems } = readFlags(read);
  const stripped = removeRanges(read, places);
  const { script, marks, prompt, adapters, problems: own } = readText(stripped.text);
  const foreign = foreignHabits(stripped.text, marks);
  const placed = <Placed extends Range>(one: Placed) => ({ ...one, ...stripped.place(one) });
  return {
    script,
    prompt,
    text: stripped.text,
    flags,
    adapters: adapters.map(placed),
    problems: inOrder([...settled(read, problems), ...[...own, ...foreign].map(placed), ...tooLong(text)]),
  };
}

/**
 * Reads words alone: nothing in the text is taken for a flag, and adapters are left out. For negative prompts,
 * templates, and prompts joined to one.
 */
export function readWords(text: string): Pick<ReadPrompt, 'script' | 'prompt' | 'problems'> {
  const { script, prompt, adapters, problems } = readText(beginning(text, CHARACTERS_READ_MAX));
  const message = promptMessage('prompt.adapter-misplaced');
  const misplaced = adapters.map(({ from, to }) => ({ from, to, message }));
  return { script, prompt, problems: inOrder([...problems, ...misplaced, ...tooLong(text)]) };
}

/** The text with every `--name value` of one setting taken out. */
export function withoutFlag(text: string, key: keyof Flags): string {
  const places = readFlags(text.slice(0, CHARACTERS_READ_MAX)).places.filter((place) => place.key === key);
  return removeRanges(text, places).text;
}

/** What a flag is given may still be open: `--ar {3:2, 1:1}`. */
function settled(text: string, problems: readonly Problem[]): readonly Problem[] {
  if (problems.length === 0) return problems;
  const open = readChoices(text).filter(({ kind }) => kind !== 'text');
  return problems.filter((problem) => !open.some(({ from, to }) => from < problem.to && problem.from < to));
}

function tooLong(text: string): readonly Problem[] {
  if (text.length <= CHARACTERS_READ_MAX) return [];
  const message = promptMessage('prompt.too-long', { max: CHARACTERS_READ_MAX });
  return [{ from: CHARACTERS_READ_MAX, to: text.length, message }];
}
