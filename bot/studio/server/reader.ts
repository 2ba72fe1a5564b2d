import type { Context } from 'hono';
import { type Language, languageOf } from '#bot/text/languages.ts';

/** Who reads the answer to a request: the browser says which language. */
export function readerOf(c: Context): { readonly language: Language } {
  return { language: languageOf(c.req.header('accept-language')?.split(/[,;]/)[0]) };
}
