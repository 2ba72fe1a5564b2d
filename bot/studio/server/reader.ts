import type { Context } from 'hono';
import type { Reader } from '#bot/text/languages.ts';
import { languageAccepted } from '#bot/text/locale.ts';

/** Who reads the answer to a request: the browser says which language. */
export function readerOf(c: Context): Reader {
  return { language: languageAccepted(c.req.header('accept-language')), platform: 'studio' };
}
