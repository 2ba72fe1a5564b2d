import { FLAG_WORDS } from '#bot/prompt/flag-words.ts';
import { type FlagPlace, readFlags } from '#bot/prompt/flags.ts';
import { CHARACTERS_READ_MAX, withoutFlag } from '#bot/prompt/read-prompt.ts';
import type { Flags } from '#bot/prompt/syntax.ts';

/**
 * The text with a setting of this value: where the setting stands already, else at the end; null takes it out. What
 * else is written stays as it is.
 */
export function withFlag(text: string, key: keyof Flags, value: string | number | null): string {
  if (value === null) return withoutFlag(text, key);
  const written = `--${FLAG_WORDS.find((word) => word.key === key)!.names[0]!} ${value}`;
  const place = placesOf(text, key).at(-1);
  if (!place) return `${text.trimEnd()} ${written}`.trimStart();
  const rest = text.slice(place.to);
  return `${text.slice(0, place.from)}${written}${rest === '' ? '' : ` ${rest}`}`;
}

/** Where the words end and the settings begin: what is added here does not become a flag's value. */
export function endOfWords(text: string): number {
  const first = readFlags(text.slice(0, CHARACTERS_READ_MAX)).places[0]?.from ?? text.length;
  return text.slice(0, first).trimEnd().length;
}

function placesOf(text: string, key: keyof Flags): readonly FlagPlace[] {
  return readFlags(text.slice(0, CHARACTERS_READ_MAX)).places.filter((place) => place.key === key);
}
