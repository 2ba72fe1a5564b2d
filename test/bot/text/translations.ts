import { GERMAN } from '#bot/text/german.ts';
import { JAPANESE } from '#bot/text/japanese.ts';
import type { LANGUAGES } from '#bot/text/locale.ts';
import { SPANISH } from '#bot/text/spanish.ts';
import type { Sentences } from '#shared/text/message.ts';

/** The languages besides English, with the folder that each is written in. */
export const TRANSLATIONS: readonly {
  readonly language: (typeof LANGUAGES)[number];
  readonly folder: string;
  readonly catalog: Sentences;
}[] = [
  { language: 'de', folder: 'bot/text/german', catalog: GERMAN },
  { language: 'es', folder: 'bot/text/spanish', catalog: SPANISH },
  { language: 'ja', folder: 'bot/text/japanese', catalog: JAPANESE },
];
