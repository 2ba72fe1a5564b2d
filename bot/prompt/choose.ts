import { type ChoicePart, hasChoices, type OpenWords, readChoices } from '#bot/prompt/choices.ts';
import { nearest } from '#bot/prompt/nearest.ts';
import { promptMessage } from '#bot/prompt/problems.ts';
import type { Problem, Range } from '#bot/prompt/syntax.ts';
import { type ListedWords, linesNamed, type WordLists } from '#bot/prompt/word-lists.ts';
import { cut } from '#shared/text/cut.ts';

/** A text with its choices made. */
export interface Chosen {
  readonly text: string;
  /** False: nothing was open, and the text is as it was. */
  readonly isChosen: boolean;
  /** Lists that are not there, and what was too much; places in the text as typed. */
  readonly problems: readonly Problem[];
}

/** What choosing takes. */
export interface Choosing {
  /** From 0 up to 1, once for each choice in the order of the text. */
  readonly chance: () => number;
  readonly lists: WordLists;
  /** What `{a, b}` comes to, where nobody makes a text of each: one by chance, or the letters that it is. */
  readonly each: 'one' | 'letters';
}

/** Choices made for one text; of the others nothing is left. */
const CHOICES_MAX = 200;

/** Lists named in lines of lists. */
const LISTS_DEEP_MAX = 8;

/** Characters that a text can grow to. */
const GROWN_MAX = 10_000;

/** Makes every choice that the text leaves open, the same for the same chances. Bounded; never throws. */
export function choose(text: string, choosing: Choosing): Chosen {
  const parts = readChoices(text);
  if (!hasChoices(parts)) return { text, isChosen: false, problems: [] };
  const state: State = { ...choosing, problems: [], choices: 0, length: 0, isFull: false };
  const chosen = wordsOf(state, { text, parts, place: null, depth: 0 });
  return { text: chosen, isChosen: true, problems: state.problems };
}

interface State extends Choosing {
  readonly problems: Problem[];
  choices: number;
  length: number;
  isFull: boolean;
}

interface Source {
  readonly text: string;
  readonly parts: readonly ChoicePart[];
  /** What is to be pointed at in the text as typed; null = the parts themselves. */
  readonly place: Range | null;
  readonly depth: number;
}

function wordsOf(state: State, { text, parts, place, depth }: Source): string {
  return parts.map((part) => partWords(state, { text, part, place: place ?? part, depth })).join('');
}

interface PlacedPart {
  readonly text: string;
  readonly part: ChoicePart;
  readonly place: Range;
  readonly depth: number;
}

function partWords(state: State, placed: PlacedPart): string {
  const { text, part, place, depth } = placed;
  switch (part.kind) {
    case 'text':
      return grown(state, text.slice(part.from, part.to), place);
    case 'list':
      return lineOf(state, { name: part.name, place, depth });
    case 'each': {
      if (state.each === 'letters') return grown(state, asLetters(text.slice(part.from, part.to)), place);
      return someOf(state, { ...placed, part: { ...part, kind: 'some', ...ONE } });
    }
    case 'some':
      return someOf(state, { ...placed, part });
  }
}

/** A backslash keeps braces from being read once more. */
function asLetters(text: string): string {
  return text.replace(/\\.|\{/gs, (found) => (found === '{' ? '\\{' : found));
}

const ONE = { least: 1, most: 1, between: ', ' };

function someOf(state: State, { text, part, place, depth }: PlacedPart & { part: Some }): string {
  if (!mayChoose(state, place)) return '';
  const { least, most, between, options } = part;
  const lines = onlyList(state, options, { place, depth });
  const wanted = least === most ? least : least + Math.floor(state.chance() * (most - least + 1));
  const taken = take(state, lines ?? options, wanted);
  const said = taken.map((i) =>
    lines
      ? lineWords(state, lines[i]!, { place, depth })
      : wordsOf(state, { text, parts: options[i]!.parts, place: depth === 0 ? null : place, depth }),
  );
  // A single option stands where the braces stood, with its spaces.
  return said.length < 2 ? (said[0] ?? '') : said.map((words) => words.trim()).join(grown(state, between, place));
}

type Some = Extract<ChoicePart, { kind: 'some' }>;

/** `{2$$__animal__}` takes two lines of the list. */
function onlyList(
  state: State,
  options: readonly OpenWords[],
  { place, depth }: { readonly place: Range; readonly depth: number },
): readonly ListedWords[] | null {
  const [option, ...others] = options;
  const [part, ...more] = option?.parts ?? [];
  if (others.length > 0 || more.length > 0 || part?.kind !== 'list') return null;
  return linesIn(state, { name: part.name, place, depth });
}

function lineOf(state: State, list: NamedList): string {
  if (!mayChoose(state, list.place)) return '';
  const lines = linesIn(state, list);
  if (lines === null || lines.length === 0) return '';
  const [line] = take(state, lines, 1);
  return line === undefined ? '' : lineWords(state, lines[line]!, list);
}

interface NamedList {
  readonly name: string;
  readonly place: Range;
  readonly depth: number;
}

function linesIn(state: State, { name, place, depth }: NamedList): readonly ListedWords[] | null {
  const typed = cut(name, NAME_SHOWN_MAX);
  const lines = linesNamed(state.lists, name);
  if (lines === null) {
    const meant = nearest(name, state.lists.keys());
    problem(state, place, promptMessage('prompt.list-unknown', { name: typed, meant: meant ?? '' }));
  } else if (depth >= LISTS_DEEP_MAX) {
    problem(state, place, promptMessage('prompt.lists-deep', { name: typed, max: LISTS_DEEP_MAX }));
    return null;
  }
  return lines;
}

const NAME_SHOWN_MAX = 40;

function lineWords(state: State, { text }: ListedWords, { place, depth }: Omit<NamedList, 'name'>): string {
  return wordsOf(state, { text, parts: readChoices(text), place, depth: depth + 1 });
}

/** Some of them, each once, by their weights; what weighs nothing is never taken. */
function take(state: State, all: readonly { readonly weight: number }[], wanted: number): readonly number[] {
  const taken = new Set<number>();
  let left = all.reduce((sum, { weight }) => sum + weight, 0);
  for (let i = 0; i < Math.min(wanted, CHOICES_MAX) && left > 0; i++) {
    const found = indexAt(all, { at: state.chance() * left, taken });
    if (found < 0) break;
    taken.add(found);
    left -= all[found]!.weight;
  }
  return [...taken];
}

/** The one that the share belongs to, among those that are not taken. */
function indexAt(
  all: readonly { readonly weight: number }[],
  { at, taken }: { at: number; taken: ReadonlySet<number> },
): number {
  let last = -1;
  let before = 0;
  for (let i = 0; i < all.length; i++) {
    const { weight } = all[i]!;
    if (weight === 0 || taken.has(i)) continue;
    last = i;
    before += weight;
    if (at < before) break;
  }
  return last;
}

function mayChoose(state: State, place: Range): boolean {
  state.choices++;
  if (state.choices === CHOICES_MAX + 1)
    problem(state, place, promptMessage('prompt.choices-max', { max: CHOICES_MAX }));
  return state.choices <= CHOICES_MAX;
}

function grown(state: State, words: string, place: Range): string {
  state.length += words.length;
  if (state.length <= GROWN_MAX) return words;
  if (!state.isFull) problem(state, place, promptMessage('prompt.grown-max', { max: GROWN_MAX }));
  state.isFull = true;
  return '';
}

function problem({ problems }: State, { from, to }: Range, message: Problem['message']): void {
  if (problems.some((known) => known.from === from && known.message.key === message.key)) return;
  problems.push({ from, to, message });
}
