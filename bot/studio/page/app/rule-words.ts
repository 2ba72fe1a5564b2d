import { LANGUAGE } from '#bot/studio/page/app/words.ts';
import type { RULING } from '#bot/text/english/ruling.ts';
import type { Language } from '#bot/text/locale.ts';
import { createWriter, messageMaker, type Sentences, type ValuesOf, type Writer } from '#shared/text/message.ts';

/** Loaded with the pages that need it. */
const CATALOGS: Readonly<Record<Language, () => Promise<{ readonly RULING: Sentences }>>> = {
  en: () => import('#bot/text/english/ruling.ts'),
  de: () => import('#bot/text/german/ruling.ts'),
  es: () => import('#bot/text/spanish/ruling.ts'),
  ja: () => import('#bot/text/japanese/ruling.ts'),
  'en-XA': async () => {
    const { pseudoCatalog } = await import('#bot/text/pseudo.ts');
    return { RULING: pseudoCatalog((await import('#bot/text/english/ruling.ts')).RULING) };
  },
};

const writer: Writer = createWriter((await CATALOGS[LANGUAGE]()).RULING, LANGUAGE);

const message = messageMaker<typeof RULING>();

/** A label or sentence of the pages about rules. */
export function ruleLabel<Key extends keyof typeof RULING>(key: Key, ...values: ValuesOf<typeof RULING, Key>): string {
  return writer.say(message(key, ...values));
}

/** A day, as the reader writes it. */
export function dayText(at: number): string {
  return new Date(at).toLocaleDateString(LANGUAGE, { dateStyle: 'medium' });
}

/** A minute, likewise. */
export function minuteText(at: number): string {
  return new Date(at).toLocaleString(LANGUAGE, { dateStyle: 'medium', timeStyle: 'short' });
}
