import { writerOf } from '#bot/text/languages.ts';
import { isMessage } from '#shared/text/message.ts';

/** A sentence as it is stored: words, as always until sentences had keys, or a Message as JSON. */
export function readSentence(stored: string): string {
  return stored.startsWith('{') ? (wordsOf(parsed(stored)) ?? stored) : stored;
}

/** A sentence inside stored JSON, likewise; null = it is none. */
export function wordsOf(stored: unknown): string | null {
  if (typeof stored === 'string') return stored;
  return isMessage(stored) ? writerOf('en').say(stored) : null;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null; // words that begin with a brace
  }
}
