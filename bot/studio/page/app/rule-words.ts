import { labelsOf } from '#bot/studio/page/app/later-words.ts';
import { LANGUAGE } from '#bot/studio/page/app/words.ts';
import type { RULING } from '#bot/text/english/ruling.ts';

/** A label or sentence of the pages about rules. */
export const ruleLabel = await labelsOf<typeof RULING>({
  en: async () => (await import('#bot/text/english/ruling.ts')).RULING,
  de: async () => (await import('#bot/text/german/ruling.ts')).RULING,
  es: async () => (await import('#bot/text/spanish/ruling.ts')).RULING,
  ja: async () => (await import('#bot/text/japanese/ruling.ts')).RULING,
});

/** A day, as the reader writes it. */
export function dayText(at: number): string {
  return new Date(at).toLocaleDateString(LANGUAGE, { dateStyle: 'medium' });
}

/** A minute, likewise. */
export function minuteText(at: number): string {
  return new Date(at).toLocaleString(LANGUAGE, { dateStyle: 'medium', timeStyle: 'short' });
}
