import { labelsOf } from '#bot/studio/page/app/later-words.ts';
import type { TRAIN_PAGE } from '#bot/text/english/train-page.ts';

/** A label or sentence of the page where models are trained. */
export const trainLabel = await labelsOf<typeof TRAIN_PAGE>({
  en: async () => (await import('#bot/text/english/train-page.ts')).TRAIN_PAGE,
  de: async () => (await import('#bot/text/german/train-page.ts')).TRAIN_PAGE,
  es: async () => (await import('#bot/text/spanish/train-page.ts')).TRAIN_PAGE,
  ja: async () => (await import('#bot/text/japanese/train-page.ts')).TRAIN_PAGE,
});
