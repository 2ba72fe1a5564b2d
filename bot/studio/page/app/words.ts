import type { ACCESS } from '#bot/text/english/access.ts';
import type { EXPLAIN } from '#bot/text/english/explain.ts';
import type { GALLERY } from '#bot/text/english/gallery.ts';
import type { MACHINES } from '#bot/text/english/machines.ts';
import type { PAGE } from '#bot/text/english/page.ts';
import { type Language, languageAccepted } from '#bot/text/locale.ts';
import { createWriter, messageMaker, type Sentences, type ValuesOf, type Writer } from '#shared/text/message.ts';

/** Loaded when it is spoken: a reader needs one language. */
const CATALOGS: Readonly<Record<Language, () => Promise<Sentences>>> = {
  en: english,
  de: () =>
    catalog(
      import('#bot/text/german/prompt.ts'),
      import('#bot/text/german/page.ts'),
      import('#bot/text/german/machines.ts'),
      import('#bot/text/german/access.ts'),
      import('#bot/text/german/gallery.ts'),
      import('#bot/text/german/explain.ts'),
    ),
  es: () =>
    catalog(
      import('#bot/text/spanish/prompt.ts'),
      import('#bot/text/spanish/page.ts'),
      import('#bot/text/spanish/machines.ts'),
      import('#bot/text/spanish/access.ts'),
      import('#bot/text/spanish/gallery.ts'),
      import('#bot/text/spanish/explain.ts'),
    ),
  ja: () =>
    catalog(
      import('#bot/text/japanese/prompt.ts'),
      import('#bot/text/japanese/page.ts'),
      import('#bot/text/japanese/machines.ts'),
      import('#bot/text/japanese/access.ts'),
      import('#bot/text/japanese/gallery.ts'),
      import('#bot/text/japanese/explain.ts'),
    ),
  'en-XA': async () => (await import('#bot/text/pseudo.ts')).pseudoCatalog(await english()),
};

/** The browser's, as far as we have it; the studio's answers are in the same. */
export const LANGUAGE: Language = languageAccepted(navigator.languages.join(','));

/** Words messages in the browser's language. */
export const words: Writer = createWriter(await CATALOGS[LANGUAGE](), LANGUAGE);

function english(): Promise<Sentences> {
  return catalog(
    import('#bot/text/english/prompt.ts'),
    import('#bot/text/english/page.ts'),
    import('#bot/text/english/machines.ts'),
    import('#bot/text/english/access.ts'),
    import('#bot/text/english/gallery.ts'),
    import('#bot/text/english/explain.ts'),
  );
}

async function catalog(
  prompt: Promise<{ readonly PROMPT: Sentences }>,
  page: Promise<{ readonly PAGE: Sentences }>,
  machines: Promise<{ readonly MACHINES: Sentences }>,
  access: Promise<{ readonly ACCESS: Sentences }>,
  gallery: Promise<{ readonly GALLERY: Sentences }>,
  explain: Promise<{ readonly EXPLAIN: Sentences }>,
): Promise<Sentences> {
  return {
    ...(await prompt).PROMPT,
    ...(await page).PAGE,
    ...(await machines).MACHINES,
    ...(await access).ACCESS,
    ...(await gallery).GALLERY,
    ...(await explain).EXPLAIN,
  };
}

type Labels = typeof PAGE & typeof EXPLAIN & typeof MACHINES & typeof ACCESS & typeof GALLERY;

const message = messageMaker<Labels>();

/** A label or sentence of the page itself. */
export function labelOf<Key extends keyof Labels>(key: Key, ...values: ValuesOf<Labels, Key>): string {
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
