import type { SHARED_ENGLISH } from '#shared/text/english.ts';
import { message } from '#shared/text/failure.ts';
import { isMessage, type Message, plainMessage, type ValuesOf } from '#shared/text/message.ts';

type English = typeof SHARED_ENGLISH;

/** A message in the one place that a schema has for it: zod's issues carry a string. `ruleOf` reads it back. */
export function rule<Key extends keyof English & string>(key: Key, ...values: ValuesOf<English, Key>): string {
  return JSON.stringify(message(key, ...values));
}

/** The message of an issue; zod's own words, where a schema did not say any, as they are. */
export function ruleOf(issue: { readonly message: string }): Message {
  try {
    const read: unknown = JSON.parse(issue.message);
    if (isMessage(read)) return read;
  } catch {
    // zod's own words
  }
  const words = issue.message;
  return plainMessage(words.charAt(0).toLowerCase() + words.slice(1));
}
