import { labelsOf } from '#bot/studio/page/app/later-words.ts';
import type { BOARD } from '#bot/text/english/board.ts';

/** A label or sentence of the drawer of machines. */
export const boardLabel = await labelsOf<typeof BOARD>({
  en: async () => (await import('#bot/text/english/board.ts')).BOARD,
  de: async () => (await import('#bot/text/german/board.ts')).BOARD,
  es: async () => (await import('#bot/text/spanish/board.ts')).BOARD,
  ja: async () => (await import('#bot/text/japanese/board.ts')).BOARD,
});
