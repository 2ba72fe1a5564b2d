import { isWordCharacter } from '#bot/prompt/characters.ts';
import { pairsOf } from '#bot/prompt/pairs.ts';
import { promptMessage } from '#bot/prompt/problems.ts';
import type { Problem, Range, Script, ScriptPart, ScriptSubject } from '#bot/prompt/syntax.ts';
import { clampPull, DEPTH_MAX, PULL_MAX } from '#bot/prompt/weights.ts';
import { SUBJECTS_MAX } from '#shared/contract/bounds.ts';
import { cut } from '#shared/text/cut.ts';

/** A subject with its place in the text, its weight and the AND before it included. */
export interface PlacedSubject extends ScriptSubject, Range {}

/** A text as script. `marks`: the characters that are no words but say how they change, in order. */
export interface ReadScript extends Script {
  readonly subjects: readonly PlacedSubject[];
  readonly marks: readonly Range[];
  readonly problems: readonly Problem[];
}

/**
 * Reads what A1111 reads before brackets and weights (modules/prompt_parser.py): `[from:to:when]`, `[a|b]` and AND.
 * What is none of them stays text. Three differences: AND inside brackets is a word, because each half would have half
 * a bracket; a weight counts only where there is an AND (there `16:9` at the end is a weight); a bar outside of square
 * brackets does not stop everything else from changing. Takes time in proportion to the length, never throws.
 */
export function readScript(text: string): ReadScript {
  const state: State = { text, pairs: pairsOf(text), marks: [], problems: [] };
  const ands = findAnds(state);
  const edges = [{ from: 0, to: 0 }, ...ands, { from: text.length, to: text.length }];
  const subjects: PlacedSubject[] = [];
  for (let i = 0; i <= ands.length; i++) {
    const [and, next] = [edges[i]!, edges[i + 1]!];
    if (i > 0) state.marks.push(and);
    const subject = readSubject(state, { from: and.to, to: next.from, isAlone: ands.length === 0 });
    const isBlank = ands.length > 0 && subject.source.trim() === '';
    if (isBlank) sayBlank(state, i > 0 ? and : next);
    else subjects.push({ ...subject, from: and.from, to: next.from });
  }
  const nothing: PlacedSubject = { weight: 1, parts: [], source: '', from: 0, to: text.length };
  return { subjects: subjects.length > 0 ? subjects : [nothing], marks: state.marks, problems: state.problems };
}

interface State {
  readonly text: string;
  /** Partner of each bracket that has one. */
  readonly pairs: ReadonlyMap<number, number>;
  readonly marks: Range[];
  readonly problems: Problem[];
}

function sayBlank({ problems }: State, and: Range): void {
  problems.push({ ...and, message: promptMessage('prompt.and-blank') });
}

/** The ANDs outside of brackets, as many as there can be. */
function findAnds({ text, pairs, problems }: State): readonly Range[] {
  const ands: Range[] = [];
  let inside = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (character === '\\') {
      at++;
    } else if (at < inside || !isAnd(text, at)) {
      inside = Math.max(inside, isOpen(character) ? (pairs.get(at) ?? 0) : 0);
    } else {
      const place = { from: at, to: at + 3 };
      if (ands.length < SUBJECTS_MAX - 1) ands.push(place);
      else if (ands.length === SUBJECTS_MAX - 1 && problems.length === 0) {
        const message = promptMessage('prompt.and-max', { max: SUBJECTS_MAX });
        problems.push({ ...place, message });
      }
      at += 2;
    }
  }
  return ands;
}

function isAnd(text: string, at: number): boolean {
  return text.startsWith('AND', at) && !isWordCharacter(wordBefore(text, at)) && !isWordCharacter(wordAt(text, at + 3));
}

function wordAt(text: string, at: number): string | undefined {
  const code = text.codePointAt(at);
  return code === undefined ? undefined : String.fromCodePoint(code);
}

function wordBefore(text: string, at: number): string | undefined {
  return [...text.slice(Math.max(0, at - 2), at)].at(-1);
}

function isOpen(character: string): boolean {
  return character === '(' || character === '[';
}

const PULL = /\s*:\s*([-+]?(?:\d+\.?\d*|\.\d+))\s*$/;

/** More characters than a weight takes; the search for one goes no further. */
const PULL_REACH = 40;

function readSubject(state: State, { from, to, isAlone }: Range & { readonly isAlone: boolean }): ScriptSubject {
  const reach = Math.max(from, to - PULL_REACH);
  const pull = isAlone ? null : PULL.exec(state.text.slice(reach, to));
  const end = pull ? reach + pull.index : to;
  const parts = readParts(state, { from, to: end, depth: 0 });
  if (pull) state.marks.push({ from: end, to });
  const weight = pull ? readPull(state, pull[1]!, { from: end, to }) : 1;
  return { weight, parts, source: state.text.slice(from, end) };
}

function readPull({ problems }: State, typed: string, place: Range): number {
  const weight = clampPull(Number(typed));
  if (weight !== Number(typed)) {
    const range = { typed: cut(typed, 16), weight, max: PULL_MAX };
    problems.push({ ...place, message: promptMessage('prompt.and-weight', range) });
  }
  return weight;
}

function readParts(state: State, { from, to, depth }: Range & { readonly depth: number }): readonly ScriptPart[] {
  const parts: ScriptPart[] = [];
  let start = from;
  for (let at = from; at < to; at++) {
    if (state.text[at] === '\\') {
      at++;
      continue;
    }
    const close = state.text[at] === '[' ? state.pairs.get(at) : undefined;
    const changing = close === undefined || close >= to ? null : changingAt(state, { from: at, to: close, depth });
    if (changing === null) continue;
    if (at > start) parts.push({ kind: 'text', text: state.text.slice(start, at) });
    parts.push(changing);
    at = close!;
    start = at + 1;
  }
  if (to > start) parts.push({ kind: 'text', text: state.text.slice(start, to) });
  return parts;
}

const WHEN = /^\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)\s*$/i;

/** What the square brackets at `from` and `to` enclose, if it changes. */
function changingAt(state: State, group: Range & { readonly depth: number }): ScriptPart | null {
  const { from, to, depth } = group;
  const { colons, bars } = separators(state, group);
  const when = colons.length === 0 ? null : WHEN.exec(state.text.slice(colons.at(-1)! + 1, to));
  const isEdit = when !== null && colons.length <= 2;
  if (!isEdit && bars.length === 0) return null;
  if (depth >= DEPTH_MAX) {
    const message = promptMessage('prompt.changes-too-deep', { max: DEPTH_MAX });
    state.problems.push({ from, to: from + 1, message });
    return null;
  }
  state.marks.push({ from, to: from + 1 });
  const ends = isEdit ? colons : [...bars, to];
  const branches = ends.map((end, i) => {
    const start = (ends[i - 1] ?? from) + 1;
    if (i > 0) state.marks.push({ from: start - 1, to: start });
    return readParts(state, { from: start, to: end, depth: depth + 1 });
  });
  state.marks.push({ from: ends.at(-1)!, to: to + 1 });
  if (!isEdit) return { kind: 'alternate', options: branches };
  const share = { value: Number(when[1]), isShare: when[1]!.includes('.') };
  return { kind: 'edit', before: branches.length === 2 ? branches[0]! : [], after: branches.at(-1)!, when: share };
}

function separators({ text, pairs }: State, { from, to }: Range): { colons: number[]; bars: number[] } {
  const found: { colons: number[]; bars: number[] } = { colons: [], bars: [] };
  for (let at = from + 1; at < to; at++) {
    const character = text[at]!;
    if (character === '\\') at++;
    else if (isOpen(character)) at = pairs.get(at) ?? at;
    else if (character === ':') found.colons.push(at);
    else if (character === '|') found.bars.push(at);
  }
  return found;
}
