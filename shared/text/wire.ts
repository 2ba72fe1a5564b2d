import { SHARED_ENGLISH, sharedEnglish } from '#shared/text/english.ts';
import { isMessage, type Message, plainMessage, STRUCTURE } from '#shared/text/message.ts';

/** A sentence as the wire carries it: in English, and its key and values as JSON. */
export interface WiredSentence {
  readonly text: string;
  readonly said: string;
}

/** The sentence with its key, for another program. */
export function toWire(message: Message): WiredSentence {
  return { text: sharedEnglish.say(message), said: JSON.stringify(message) };
}

/** The way back: another version's key has no words here, so its English sentence stands for it. */
export function fromWire({ text, said }: WiredSentence): Message {
  return readSaid(said) ?? plainMessage(text);
}

/** The message that a JSON text says; null for another version's key or another program's text. */
export function readSaid(json: string): Message | null {
  try {
    const read: unknown = JSON.parse(json);
    return isMessage(read) && isKnown(read) ? read : null;
  } catch {
    return null;
  }
}

function isKnown({ key, values }: Message): boolean {
  if (!STRUCTURE.includes(key) && !Object.hasOwn(SHARED_ENGLISH, key)) return false;
  return Object.values(values)
    .flat()
    .every((value) => !isMessage(value) || isKnown(value));
}
