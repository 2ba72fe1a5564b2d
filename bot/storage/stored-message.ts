import { isMessage, type Message, plainMessage } from '#shared/text/message.ts';

/** A sentence as it is stored: a Message as JSON, or words, as always until sentences had keys. */
export function readSentence(stored: string): Message {
  const read = stored.startsWith('{') ? parsed(stored) : null;
  return isMessage(read) ? read : plainMessage(stored);
}

/** A sentence inside stored JSON, likewise; null = it is none. */
export function messageIn(stored: unknown): Message | null {
  if (typeof stored === 'string') return plainMessage(stored);
  return isMessage(stored) ? stored : null;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null; // words that begin with a brace
  }
}
