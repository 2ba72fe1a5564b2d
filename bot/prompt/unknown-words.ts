import { highlight } from '#bot/prompt/highlight.ts';
import { nearest } from '#bot/prompt/nearest.ts';
import { promptMessage } from '#bot/prompt/problems.ts';
import { cut } from '#shared/text/cut.ts';
import type { Message } from '#shared/text/message.ts';

/** A word that a model does not know, where it stands (UTF-16 offsets), and the known one that may have been meant or will do. */
export interface UnknownWord {
  readonly word: string;
  readonly from: number;
  readonly to: number;
  readonly near: string | null;
}

/** Known words by others of the same kind. */
export type Alike = Readonly<Record<string, string>>;

/** Words of one or two letters carry no picture: nobody wants to hear about "is". */
const LETTERS_MIN = 3;

/** More is a text for another model, and one sentence says so. */
const UNKNOWN_MAX = 50;

/**
 * The words of a prompt that are none of `known`; `alike` says of some what may be offered instead. Settings, adapters, weights and numbers are no words. No `known` words
 * at all mean that the model does not say, so that nothing is unknown.
 */
export function unknownWords(text: string, known: readonly string[], alike: Alike = {}): readonly UnknownWord[] {
  if (known.length === 0) return [];
  const words = new Set(known.map((word) => word.toLowerCase()));
  const unknown: UnknownWord[] = [];
  for (const { kind, from, to } of highlight(text)) {
    if (kind !== 'text') continue;
    for (const { 0: word, index } of text.slice(from, to).matchAll(WORD)) {
      if (word.length < LETTERS_MIN || words.has(word.toLowerCase())) continue;
      unknown.push({
        word,
        from: from + index,
        to: from + index + word.length,
        near: alike[word.toLowerCase()] ?? nearest(word, known),
      });
      if (unknown.length === UNKNOWN_MAX) return unknown;
    }
  }
  return unknown;
}

/** Words said in one sentence. */
const TOLD_MAX = 6;
const KNOWN_TOLD_MAX = 4;

/** "“demo” does not know “woman”; it knows house, castle, boat and more": those that may have been meant come first. */
export function unknownWordsMessage(
  unknown: readonly UnknownWord[],
  { name, words = [] }: { readonly name: string; readonly words?: readonly string[] },
): Message {
  const typed = [...new Set(unknown.map(({ word }) => word))];
  const near = unknown.flatMap((one) => (one.near === null ? [] : [one.near]));
  const known = [...new Set([...near, ...words])].slice(0, KNOWN_TOLD_MAX);
  return promptMessage('prompt.unknown-words', {
    model: name,
    words: typed.slice(0, TOLD_MAX).map((word) => cut(word, WORD_CHARS_MAX)),
    more: Math.max(0, typed.length - TOLD_MAX),
    known,
  });
}

const WORD_CHARS_MAX = 40;

// An apostrophe joins what the tokenizer divides: "cat's" is "cat" and "'s".
const WORD = /\p{L}+/gu;
