import { ENGLISH } from '#bot/text/english.ts';
import { GERMAN } from '#bot/text/german.ts';
import { JAPANESE } from '#bot/text/japanese.ts';
import type { Language } from '#bot/text/locale.ts';
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
  get 'en-XA'() {
    return pseudoCatalog(ENGLISH);
  },
};

/** Made when somebody reads the language: a start would wait for all of them. */
const writers = new Map<Language, Writer>();

/** What words messages in a language. */
export function writerOf(language: Language): Writer {
  const writer = writers.get(language) ?? createWriter(CATALOGS[language], language);
  writers.set(language, writer);
  return writer;
}
