/** The languages that all sentences exist in; the first is used where a reader's is not among them. */
export const LANGUAGES = ['en', 'de', 'es', 'ja'] as const;

/** `en-XA` is English in brackets, made by a machine: what a reader sees outside of them is in no catalog. */
export type Language = (typeof LANGUAGES)[number] | 'en-XA';

/** The language for a locale as Discord or a browser names it ("de", "en-GB", "es-419"). */
export function languageOf(locale: string | null | undefined): Language {
  return knownLanguage(locale ?? '') ?? LANGUAGES[0];
}

/** The first language of an Accept-Language header (RFC 9110, 12.5.4) that there is, by the weights given there. */
export function languageAccepted(header: string | null | undefined): Language {
  const wishes = (header ?? '').slice(0, HEADER_MAX).split(',').map(readWish);
  const known = wishes.toSorted((a, b) => b.weight - a.weight).map(({ locale }) => knownLanguage(locale));
  return known.find((language) => language !== null) ?? LANGUAGES[0];
}

/** Characters of the header that are read. */
const HEADER_MAX = 400;

function readWish(wish: string): { readonly locale: string; readonly weight: number } {
  const [locale = '', ...parameters] = wish.split(';').map((part) => part.trim());
  const weight = parameters.find((part) => /^q=/i.test(part))?.slice(2);
  return { locale, weight: weight === undefined ? 1 : Number(weight) || 0 };
}

function knownLanguage(locale: string): Language | null {
  const lower = locale.toLowerCase();
  if (lower === 'en-xa') return 'en-XA';
  const [name] = lower.split('-');
  return LANGUAGES.find((language) => language === name) ?? null;
}
