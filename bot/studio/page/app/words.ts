import { PAGE as ENGLISH_PAGE } from '#bot/text/english/page.ts';
import { PROMPT as ENGLISH_PROMPT } from '#bot/text/english/prompt.ts';
import { PAGE as GERMAN_PAGE } from '#bot/text/german/page.ts';
import { PROMPT as GERMAN_PROMPT } from '#bot/text/german/prompt.ts';
import { type Language, languageOf } from '#bot/text/locale.ts';
import { pseudoCatalog } from '#bot/text/pseudo.ts';
import { createWriter, messageMaker, type Sentences, type ValuesOf, type Writer } from '#shared/text/message.ts';

const ENGLISH: Sentences = { ...ENGLISH_PROMPT, ...ENGLISH_PAGE };
const CATALOGS: Readonly<Record<Language, () => Sentences>> = {
  en: () => ENGLISH,
  de: () => ({ ...GERMAN_PROMPT, ...GERMAN_PAGE }),
  'en-XA': () => pseudoCatalog(ENGLISH),
};

/** The browser's, as far as we have it. */
const LANGUAGE: Language = languageOf(navigator.language);

/** Words messages in the browser's language. */
export const words: Writer = createWriter(CATALOGS[LANGUAGE](), LANGUAGE);

const message = messageMaker<typeof ENGLISH_PAGE>();

/** A label or sentence of the page itself. */
export function labelOf<Key extends keyof typeof ENGLISH_PAGE>(
  key: Key,
  ...values: ValuesOf<typeof ENGLISH_PAGE, Key>
): string {
  return words.say(message(key, ...values));
}

/** What index.html says, put into the browser's language: a `data-` attribute names the key of each text there. */
export function translatePage(): void {
  document.documentElement.lang = LANGUAGE;
  for (const [mark, put] of MARKS) {
    for (const found of document.querySelectorAll<HTMLElement>(`[data-${mark}]`)) {
      put(found, words.say({ key: found.dataset[mark]!, values: {} }));
    }
  }
}

const MARKS: readonly (readonly [string, (found: HTMLElement, text: string) => void])[] = [
  ['text', (found, text) => found.replaceChildren(text)],
  ['title', (found, text) => found.setAttribute('title', text)],
  ['label', (found, text) => found.setAttribute('aria-label', text)],
  ['placeholder', (found, text) => found.setAttribute('placeholder', text)],
];
