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
    together(
      import('#bot/text/german/prompt.ts'),
      import('#bot/text/german/page.ts'),
      import('#bot/text/german/machines.ts'),
    ),
  es: () =>
    together(
      import('#bot/text/spanish/prompt.ts'),
      import('#bot/text/spanish/page.ts'),
      import('#bot/text/spanish/machines.ts'),
    ),
  ja: () =>
    together(
      import('#bot/text/japanese/prompt.ts'),
      import('#bot/text/japanese/page.ts'),
      import('#bot/text/japanese/machines.ts'),
    ),
  'en-XA': async () => (await import('#bot/text/pseudo.ts')).pseudoCatalog(await english()),
};

/** What only those parts of the page say that are loaded when they are first needed. */
const LATER: typeof CATALOGS = {
  en: moreEnglish,
  de: () =>
    together(
      import('#bot/text/german/access.ts'),
      import('#bot/text/german/gallery.ts'),
      import('#bot/text/german/explain.ts'),
    ),
  es: () =>
    together(
      import('#bot/text/spanish/access.ts'),
      import('#bot/text/spanish/gallery.ts'),
      import('#bot/text/spanish/explain.ts'),
    ),
  ja: () =>
    together(
      import('#bot/text/japanese/access.ts'),
      import('#bot/text/japanese/gallery.ts'),
      import('#bot/text/japanese/explain.ts'),
    ),
  'en-XA': async () => (await import('#bot/text/pseudo.ts')).pseudoCatalog(await moreEnglish()),
};

/** The browser's, as far as we have it; the studio's answers are in the same. */
export const LANGUAGE: Language = languageAccepted(navigator.languages.join(','));

const sentences: Record<string, Sentences[string]> = { ...(await CATALOGS[LANGUAGE]()) };

/** Words messages in the browser's language. */
export const words: Writer = createWriter(sentences, LANGUAGE);

/** Brings the sentences of what is loaded later; it must be awaited before any of those is asked for. Rejects offline. */
export function moreWords(): Promise<void> {
  more ??= LATER[LANGUAGE]().then(
    (found) => void Object.assign(sentences, found),
    (thrown: unknown) => {
      more = null; // the next who needs them tries again
      throw thrown;
    },
  );
  return more;
}

let more: Promise<void> | null = null;

function english(): Promise<Sentences> {
  return together(
    import('#bot/text/english/prompt.ts'),
    import('#bot/text/english/page.ts'),
    import('#bot/text/english/machines.ts'),
  );
}

function moreEnglish(): Promise<Sentences> {
  return together(
    import('#bot/text/english/access.ts'),
    import('#bot/text/english/gallery.ts'),
    import('#bot/text/english/explain.ts'),
  );
}

async function together(...parts: readonly Promise<Readonly<Record<string, Sentences>>>[]): Promise<Sentences> {
  const catalogs = (await Promise.all(parts)).flatMap((part) => Object.values(part));
  return Object.assign({}, ...catalogs) as Sentences;
}

type Labels = typeof PAGE & typeof EXPLAIN & typeof MACHINES & typeof ACCESS & typeof GALLERY;

const message = messageMaker<Labels>();

/** A label or sentence of the page itself. */
export function labelOf<Key extends keyof Labels>(key: Key, ...values: ValuesOf<Labels, Key>): string {
  return words.say(message(key, ...values));
}

/** Facts of a line, one after the other, with the comma of the language; none where there are none. */
export function inOneLine(facts: readonly string[]): string {
  return facts.filter((fact) => fact !== '').join(COMMA);
}

/** Between two facts of a line. */
export const COMMA = LANGUAGE === 'ja' ? '、' : ', ';

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
