import { isFlagBoundary } from '#bot/prompt/characters.ts';
import { readDecimal } from '#bot/prompt/decimal.ts';
import { FLAG_WORDS, type FlagWord, flagWord } from '#bot/prompt/flag-words.ts';
import { foreignSetting } from '#bot/prompt/foreign.ts';
import { nearest } from '#bot/prompt/nearest.ts';
import { promptMessage } from '#bot/prompt/problems.ts';
import type { Flags, Problem } from '#bot/prompt/syntax.ts';
import { cut } from '#shared/text/cut.ts';

/**
 * A flag as it stands in the text, with its value and the spaces after it. `key` is null when nobody knows the flag.
 */
export interface FlagPlace {
  readonly key: keyof Flags | null;
  readonly from: number;
  readonly valueFrom: number;
  readonly to: number;
}

/** The inline settings of a text, where they stand, and what was odd about them. */
export interface ReadFlags {
  readonly flags: Flags;
  readonly places: readonly FlagPlace[];
  readonly problems: readonly Problem[];
}

/**
 * Finds `--name value` anywhere in a text. A flag given twice counts as it was given last, except `--no`, which adds
 * up. Numbers are not checked for range: that takes the limits of the renderers. Never throws.
 */
export function readFlags(text: string): ReadFlags {
  const heads = flagHeads(text);
  const found: Found = { flags: {}, places: [], problems: [], meant: new Map() };
  const foreign: Head[] = [];
  for (const [i, head] of heads.entries()) {
    const place = { text, head, end: heads[i + 1]?.from ?? text.length };
    if (head.name.toLowerCase() === 'prompt') {
      found.places.push(...promptPlaces(place));
      continue;
    }
    const isWeird = head.name.toLowerCase() === 'w' && !heads.some(({ word }) => word?.key === 'height');
    const takes = isWeird ? 'number' : foreignSetting(head.name);
    if (head.word !== undefined && !isWeird) readOne(found, { ...place, word: head.word });
    else if (takes === undefined) leaveOut(found, place);
    else {
      foreign.push(head);
      found.places.push(foreignPlace(place, takes));
    }
  }
  if (foreign.length > 0) found.problems.push(foreignProblem(foreign));
  return found;
}

/** A1111's `--prompt "a cat"`: the words stay where they are, and the flag and its quotes go. */
function promptPlaces({ text, head, end }: HeadPlace): readonly FlagPlace[] {
  const from = valueStart(text, { at: head.nameTo, end });
  const opens = text[from] === '"';
  const close = opens ? text.indexOf('"', from + 1) : -1;
  const begin = opens ? from + 1 : from;
  const mark = { key: null, from: head.from, valueFrom: begin, to: begin };
  return close < 0 || close >= end ? [mark] : [mark, { key: null, from: close, valueFrom: close + 1, to: close + 1 }];
}

/** A setting that there is nothing for goes with its value. Midjourney's `--w` is not ours where no height is given. */
function foreignPlace({ text, head, end }: HeadPlace, takes: 'value' | 'number' | 'nothing'): FlagPlace {
  const value = wordValue(text, { head, end });
  const hasValue = takes === 'value' || (takes === 'number' && /^(?:[+-]?[\d.]|(?:true|false)$)/i.test(value.typed));
  const to = hasValue ? value.to : skipSpaces(text, { at: head.nameTo, end });
  return { key: null, from: head.from, valueFrom: hasValue ? value.from : to, to };
}

/** All of them in one line: there are often many. */
function foreignProblem(heads: readonly Head[]): Problem {
  const { from, nameTo: to } = heads[0]!;
  const flags = [...new Set(heads.map(({ name }) => `--${name.toLowerCase()}`))];
  return { from, to, message: promptMessage('prompt.flags-foreign', { flags }), isPlain: true };
}

type WritableFlags = { -readonly [K in keyof Flags]: Flags[K] };
interface Found {
  readonly flags: WritableFlags;
  readonly places: FlagPlace[];
  readonly problems: Problem[];
  /** What unknown names were meant to be: the same one may stand there hundreds of times. */
  readonly meant: Map<string, string | null>;
}
interface Head {
  readonly word: FlagWord | undefined;
  readonly name: string;
  readonly from: number;
  readonly nameTo: number;
}
interface Value {
  readonly typed: string;
  readonly from: number;
  /** End of the value itself, without the punctuation and spaces that go with it. */
  readonly end: number;
  readonly to: number;
}

/** Names that something else can be a misspelling of. */
const LONG_NAMES = FLAG_WORDS.flatMap((word) => word.names.filter((name) => name.length > 2));

const HEAD = /(--|—|–|-(?=n\s+\d))(\p{L}[\p{L}\p{N}_-]*)/gu;

/** A long dash before a word that is no flag is punctuation; two hyphens are always meant as a flag. */
function flagHeads(text: string): readonly Head[] {
  const heads: Head[] = [];
  for (const match of text.matchAll(HEAD)) {
    const name = match[2]!;
    const word = flagWord(name);
    if (!isFlagBoundary(text[match.index - 1]) || (word === undefined && match[1] !== '--')) continue;
    heads.push({ word, name, from: match.index, nameTo: match.index + match[0].length });
  }
  return heads;
}

interface HeadPlace {
  readonly text: string;
  readonly head: Head;
  /** Where the next flag begins, or the text ends. */
  readonly end: number;
}

function readOne(found: Found, { text, head, end, word }: HeadPlace & { readonly word: FlagWord }): void {
  if (word.takes === 'nothing') {
    const { to, isOff } = switchOf(text, { head, end });
    if (!isOff) keep(found, { word, value: { typed: '', from: head.from, end: head.nameTo, to } });
    return void found.places.push({ key: word.key, from: head.from, valueFrom: to, to });
  }
  const value = word.takes === 'text' ? textValue(text, { head, end }) : wordValue(text, { head, end });
  if (value.typed === '') {
    const message = promptMessage('prompt.flag-needs-value', { flag: word.names[0]!, example: word.example });
    found.problems.push({ from: head.from, to: head.nameTo, message });
  } else {
    keep(found, { word, value });
  }
  found.places.push({ key: word.key, from: head.from, valueFrom: value.from, to: value.to });
}

/** What takes nothing may be followed by yes or no all the same, as in A1111's lines. */
function switchOf(text: string, { head, end }: { head: Head; end: number }): { to: number; isOff: boolean } {
  const said = wordValue(text, { head, end });
  const isSaid = /^(?:true|false)$/i.test(said.typed);
  const to = isSaid ? said.to : skipSpaces(text, { at: head.nameTo, end });
  return { to, isOff: isSaid && said.typed.toLowerCase() === 'false' };
}

/** A misspelt flag goes with its value, a strange one only with a number: a word is more likely part of the picture. */
function leaveOut(found: Found, { text, head, end }: HeadPlace): void {
  const value = wordValue(text, { head, end });
  const known = found.meant.get(head.name);
  const meant = known === undefined ? nearest(head.name, LONG_NAMES) : known;
  found.meant.set(head.name, meant);
  const hasValue = meant === null ? /^[+-]?[\d.]/.test(value.typed) : value.typed !== '';
  const flag = shortened(head.name);
  const message =
    meant === null
      ? promptMessage('prompt.flag-unknown', { flag })
      : promptMessage('prompt.flag-misspelt', { flag, meant });
  found.problems.push({ from: head.from, to: head.nameTo, message });
  const to = hasValue ? value.to : skipSpaces(text, { at: head.nameTo, end });
  found.places.push({ key: null, from: head.from, valueFrom: hasValue ? value.from : to, to });
}

function keep({ flags, problems }: Found, { word, value }: { word: FlagWord; value: Value }): void {
  const place = { from: value.from, to: value.end };
  if (word.key !== 'no' && flags[word.key] !== undefined) {
    problems.push({ ...place, message: promptMessage('prompt.flag-twice', { flag: word.names[0]! }) });
  }
  const understood = understand(word, value.typed);
  if (understood === null) {
    const given = { typed: shortened(value.typed), example: word.example };
    const message =
      word.takes === 'ratio'
        ? promptMessage('prompt.flag-no-ratio', given)
        : promptMessage('prompt.flag-no-number', given);
    problems.push({ ...place, message });
  } else if (word.key === 'no') {
    flags.no = flags.no === undefined ? value.typed : `${flags.no}, ${value.typed}`;
  } else {
    Object.assign(flags, { [word.key]: understood });
  }
}

function understand({ takes }: FlagWord, typed: string): Flags[keyof Flags] | null {
  switch (takes) {
    case 'number':
      return readDecimal(typed);
    case 'ratio':
      return readRatio(typed);
    case 'word':
    case 'text':
      return typed;
    case 'nothing':
      return true;
  }
}

/** `3:2`, `3x2`, `3/2` or `1.91:1`; null when it is none, or a side is below 1 or above 10000. */
export function readRatio(typed: string): { readonly width: number; readonly height: number } | null {
  const match = /^(\d+(?:\.\d+)?)[:x×/](\d+(?:\.\d+)?)$/i.exec(typed.trim());
  if (match === null) return null;
  const [width, height] = [Number(match[1]), Number(match[2])];
  const isRatio = Math.min(width, height) >= 1 && Math.max(width, height) <= 10_000;
  return isRatio ? { width, height } : null;
}

function wordValue(text: string, { head, end }: { head: Head; end: number }): Value {
  const from = valueStart(text, { at: head.nameTo, end });
  const quoted = quotedValue(text, { from, end });
  if (quoted) return quoted;
  let to = from;
  while (to < end && !/[\s()[\]]/.test(text[to]!)) to++;
  let trimmed = to;
  while (trimmed > from && /[,;.]/.test(text[trimmed - 1]!)) trimmed--;
  return { typed: text.slice(from, trimmed), from, end: trimmed, to: skipSpaces(text, { at: to, end }) };
}

/** What stands in quotes, as A1111 writes names with spaces; null where there are none. */
function quotedValue(text: string, { from, end }: { from: number; end: number }): Value | null {
  if (text[from] !== '"') return null;
  const close = text.indexOf('"', from + 1);
  if (close < 0 || close >= end) return null;
  return {
    typed: text.slice(from + 1, close).trim(),
    from,
    end: close + 1,
    to: skipSpaces(text, { at: close + 1, end }),
  };
}

/** Everything up to the next flag, or to a bracket that closes one from before the flag. */
function textValue(text: string, { head, end }: { head: Head; end: number }): Value {
  const from = valueStart(text, { at: head.nameTo, end });
  const quoted = quotedValue(text, { from, end });
  if (quoted) return quoted;
  const to = foreignClose(text, { from, end }) ?? end;
  const typed = text
    .slice(from, to)
    .replace(/^[\s,;]+/, '')
    .trimEnd()
    .replace(/[,;\s]{1,16}$/, '');
  return { typed, from, end: Math.max(from, text.slice(0, to).trimEnd().length), to };
}

function foreignClose(text: string, { from, end }: { from: number; end: number }): number | null {
  const open = { '(': 0, '[': 0 };
  for (let at = from; at < end; at++) {
    const character = text[at]!;
    if (character === '\\') at++;
    else if (character === '(' || character === '[') open[character]++;
    else if (character === ')' && --open['('] < 0) return at;
    else if (character === ']' && --open['['] < 0) return at;
  }
  return null;
}

function valueStart(text: string, { at, end }: { at: number; end: number }): number {
  const start = skipSpaces(text, { at, end });
  return start === at && (text[at] === '=' || text[at] === ':') ? skipSpaces(text, { at: at + 1, end }) : start;
}

function skipSpaces(text: string, { at, end }: { at: number; end: number }): number {
  let next = at;
  while (next < end && /\s/.test(text[next]!)) next++;
  return next;
}

function shortened(typed: string): string {
  return cut(typed, 24);
}
