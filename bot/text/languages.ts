import { ENGLISH } from '#bot/text/english.ts';
import { GERMAN } from '#bot/text/german.ts';
import { createWriter, type Sentences, type Writer } from '#shared/text/message.ts';

/** The languages that all sentences exist in; the first is used where a reader's is not among them. */
export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

const CATALOGS: Readonly<Record<Language, Sentences>> = { en: ENGLISH, de: GERMAN };

const WRITERS = new Map(LANGUAGES.map((language) => [language, createWriter(CATALOGS[language], language)]));

/** What words messages in a language. */
export function writerOf(language: Language): Writer {
  return WRITERS.get(language)!;
}

/** The language for a locale as Discord or a browser names it ("de", "en-GB"). */
export function languageOf(locale: string | null | undefined): Language {
  const [name] = (locale ?? '').toLowerCase().split('-');
  return LANGUAGES.find((language) => language === name) ?? LANGUAGES[0];
}
