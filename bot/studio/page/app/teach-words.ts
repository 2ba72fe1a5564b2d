import { labelsOf } from '#bot/studio/page/app/later-words.ts';
import type { TEACHING } from '#bot/text/english/teaching.ts';

/** A label or sentence of the page where models are taught. */
export const teachLabel = await labelsOf<typeof TEACHING>({
  en: async () => (await import('#bot/text/english/teaching.ts')).TEACHING,
  de: async () => (await import('#bot/text/german/teaching.ts')).TEACHING,
  es: async () => (await import('#bot/text/spanish/teaching.ts')).TEACHING,
  ja: async () => (await import('#bot/text/japanese/teaching.ts')).TEACHING,
});
