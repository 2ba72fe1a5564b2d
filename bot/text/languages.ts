import { ENGLISH } from '#bot/text/english.ts';
import { GERMAN } from '#bot/text/german.ts';
import { JAPANESE } from '#bot/text/japanese.ts';
import { LANGUAGES, type Language } from '#bot/text/locale.ts';
import { pseudoCatalog } from '#bot/text/pseudo.ts';
import { SPANISH } from '#bot/text/spanish.ts';
import { createWriter, type Sentences, type Writer } from '#shared/text/message.ts';

/**
 * For whom something is worded: the language, and the platform whose commands and buttons the reader knows. A place has
 * the same two.
 */
export interface Reader {
  readonly language: Language;
  readonly platform: 'discord' | 'studio';
}

const CATALOGS: Readonly<Record<Language, Sentences>> = {
  en: ENGLISH,
  de: GERMAN,
  es: SPANISH,
  ja: JAPANESE,
  'en-XA': pseudoCatalog(ENGLISH),
};

const WRITERS = new Map(
  ([...LANGUAGES, 'en-XA'] as const).map((language) => [language, createWriter(CATALOGS[language], language)]),
);

/** What words messages in a language. */
export function writerOf(language: Language): Writer {
  return WRITERS.get(language)!;
}
