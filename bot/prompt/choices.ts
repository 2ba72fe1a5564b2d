import { pairsOf } from '#bot/prompt/pairs.ts';
import type { Range } from '#bot/prompt/syntax.ts';
import { DEPTH_MAX } from '#bot/prompt/weights.ts';

/** A text that leaves something open: what stands in it is chosen before anything else of it is read. */
export type ChoicePart =
  | { readonly kind: 'text'; readonly from: number; readonly to: number }
  /** `{a|b|c}`, `{2$$a|b}`, `{1-2$$ and $$a|b}`: some of the options, by chance. */
  | {
      readonly kind: 'some';
      readonly from: number;
      readonly to: number;
      readonly least: number;
      readonly most: number;
      readonly between: string;
      readonly options: readonly OpenWords[];
    }
  /** `{a, b, c}`: every option, a picture each. */
  | { readonly kind: 'each'; readonly from: number; readonly to: number; readonly options: readonly OpenWords[] }
  /** `__animal__`: a line of a list. */
  | { readonly kind: 'list'; readonly from: number; readonly to: number; readonly name: string };

/** What may be chosen; `from` and `to` are of its words, without the weight before them. */
export interface OpenWords extends Range {
  /** 0 and more: how often, beside the others. */
  readonly weight: number;
  readonly parts: readonly ChoicePart[];
}

/**
 * Finds what a text leaves open, in the notation of A1111's Dynamic Prompts; `{a, b}` with commas alone is Midjourney's
 * for a picture each. Other braces are letters, as in `{prompt}`, and so is what a backslash stands before. Brackets
 * inside keep their bars and commas. Takes time in proportion to the length, never throws.
 */
export function readChoices(text: string): readonly ChoicePart[] {
  if (!/[{_]/.test(text)) return text === '' ? [] : [{ kind: 'text', from: 0, to: text.length }];
  const state: State = { text, braces: bracesOf(text), brackets: pairsOf(text) };
  return readParts(state, { from: 0, to: text.length, depth: 0 });
}

/** Whether anything in it is to be chosen, by chance or each. */
export function hasChoices(parts: readonly ChoicePart[]): boolean {
  return parts.some(({ kind }) => kind !== 'text');
}

/** What of a text says how it is chosen, and is no word: braces, bars, counts, weights, names of lists. In order. */
export function choiceMarks(parts: readonly ChoicePart[]): readonly Range[] {
  return parts.flatMap((part): readonly Range[] => {
    if (part.kind === 'text') return [];
    if (part.kind === 'list') return [{ from: part.from, to: part.to }];
    const marks: Range[] = [];
    let at = part.from;
    for (const { from, to, parts } of part.options) {
      marks.push({ from: at, to: from }, ...choiceMarks(parts));
      at = to;
    }
    marks.push({ from: at, to: part.to });
    return marks;
  });
}

interface State {
  readonly text: string;
  /** Closing brace of each opening one. */
  readonly braces: ReadonlyMap<number, number>;
  /** The same of round and square brackets. */
  readonly brackets: ReadonlyMap<number, number>;
}

function bracesOf(text: string): ReadonlyMap<number, number> {
  const pairs = new Map<number, number>();
  const open: number[] = [];
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '{') open.push(at);
    else if (text[at] === '}' && open.length > 0) pairs.set(open.pop()!, at);
  }
  return pairs;
}

/** A name has letters, digits, dashes, single underscores, and a slash or star for folders and for any of them. */
const LIST = /__([\p{L}\p{N}*/-]+(?:_[\p{L}\p{N}*/-]+)*)__(?![\p{L}\p{N}_])/uy;
const WORD_END = /[\p{L}\p{N}_]$/u;

/** Longer ones are no names. */
const NAME_CHARACTERS_MAX = 80;

function readParts(state: State, { from, to, depth }: Range & { readonly depth: number }): readonly ChoicePart[] {
  const { text } = state;
  const parts: ChoicePart[] = [];
  let start = from;
  for (let at = from; at < to; at++) {
    if (text[at] === '\\') {
      at++;
      continue;
    }
    const part = text[at] === '{' ? groupAt(state, { at, to, depth }) : text[at] === '_' ? listAt(text, at, to) : null;
    if (part === null) continue;
    if (at > start) parts.push({ kind: 'text', from: start, to: at });
    parts.push(part);
    start = part.to;
    at = part.to - 1;
  }
  if (to > start) parts.push({ kind: 'text', from: start, to });
  return parts;
}

function listAt(text: string, at: number, end: number): ChoicePart | null {
  if (text[at + 1] !== '_' || WORD_END.test(text.slice(Math.max(0, at - 2), at))) return null;
  LIST.lastIndex = at;
  const match = LIST.exec(text);
  if (match === null || at + match[0].length > end || match[0].length > NAME_CHARACTERS_MAX) return null;
  return { kind: 'list', from: at, to: at + match[0].length, name: match[1]! };
}

const COUNT = /\s*(?:(\d{1,3})?\s*(-)?\s*(\d{1,3})?)\$\$/y;

function groupAt(state: State, { at, to, depth }: { at: number; to: number; depth: number }): ChoicePart | null {
  const close = state.braces.get(at);
  if (close === undefined || close >= to || depth >= DEPTH_MAX) return null;
  COUNT.lastIndex = at + 1;
  const counted = COUNT.exec(state.text);
  const begin = counted ? at + 1 + counted[0].length : at + 1;
  const { bars, commas, dollars } = separatorsIn(state, { from: begin, to: close });
  const place = { from: at, to: close + 1 };
  if (counted === null && bars.length === 0) {
    if (commas.length === 0) return null;
    return { kind: 'each', ...place, options: optionsAt(state, { from: begin, to: close, ends: commas, depth }) };
  }
  // What stands between the count and a second $$ joins the options.
  const joint = counted && dollars !== null && !bars.some((bar) => bar < dollars) ? dollars : null;
  const from = joint === null ? begin : joint + 2;
  const options = optionsAt(state, { from, to: close, ends: bars, depth });
  const [least, most] = countOf(counted, options.length);
  return {
    kind: 'some',
    ...place,
    least,
    most,
    between: joint === null ? ', ' : state.text.slice(begin, joint),
    options,
  };
}

/** `2`, `1-3`, `1-` (and more), `-3` (up to); without numbers it is one. */
function countOf(counted: RegExpExecArray | null, options: number): readonly [number, number] {
  const [, first, dash, last] = counted ?? [];
  const [from, to] = [Number(first ?? 1), Number(last ?? (dash ? options : (first ?? 1)))];
  return [Math.min(from, to), Math.max(from, to)];
}

interface Separators {
  readonly bars: readonly number[];
  readonly commas: readonly number[];
  /** The first `$$`. */
  readonly dollars: number | null;
}

function separatorsIn({ text, braces, brackets }: State, { from, to }: Range): Separators {
  const bars: number[] = [];
  const commas: number[] = [];
  let dollars: number | null = null;
  for (let at = from; at < to; at++) {
    const character = text[at]!;
    if (character === '\\') at++;
    else if (character === '{') at = inside(braces.get(at), at, to);
    else if (character === '(' || character === '[') at = inside(brackets.get(at), at, to);
    else if (character === '|') bars.push(at);
    else if (character === ',') commas.push(at);
    else if (character === '$' && text[at + 1] === '$') dollars ??= at;
  }
  return { bars, commas, dollars };
}

function inside(close: number | undefined, at: number, to: number): number {
  return close === undefined || close >= to ? at : close;
}

const WEIGHT = /\s*(\d{1,6}(?:\.\d{1,6})?|\.\d{1,6})::/y;

function optionsAt(
  state: State,
  { from, to, ends, depth }: Range & { readonly ends: readonly number[]; readonly depth: number },
): readonly OpenWords[] {
  return [...ends, to].map((end, i) => {
    const start = i === 0 ? from : ends[i - 1]! + 1;
    WEIGHT.lastIndex = start;
    const weighted = WEIGHT.exec(state.text);
    const begin = weighted ? start + weighted[0].length : start;
    const parts = readParts(state, { from: begin, to: end, depth: depth + 1 });
    return { from: begin, to: end, weight: weighted ? Number(weighted[1]) : 1, parts };
  });
}
