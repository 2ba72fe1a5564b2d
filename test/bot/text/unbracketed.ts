import { BRACKETS } from '#bot/text/pseudo.ts';
import { isMessage } from '#shared/text/message.ts';
import { plainText, type RichText } from '#shared/text/rich.ts';

/**
 * What a reader of the pseudo-language sees outside of every bracket: fixed text, or data. `data` are the words of
 * members, names and numbers that a test put there itself.
 */
export function unbracketed(text: string, data: readonly string[]): string {
  const [open, close] = BRACKETS;
  let depth = 0;
  let outside = '';
  for (const character of text) {
    if (character === open) depth++;
    else if (character === close) depth--;
    else if (depth === 0) outside += character;
  }
  const longestFirst = data.toSorted((a, b) => b.length - a.length);
  const rest = longestFirst.reduce((left, word) => left.replaceAll(word, ' '), outside);
  // Numbers, signs of layout, emoji and the marks of Discord's markdown.
  const signs = /\p{Extended_Pictographic}|\ufe0f|\u200b|[\s\d·×.,:;/()•…▰▱*`#\-–^]/gu;
  return rest.replace(signs, ' ').replace(/ +/g, ' ').trim();
}

/** Every text that a reader sees in a panel, a card or an answer of the studio, wherever it stands in it. */
export function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (isRich(value)) return [plainText(value)];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [];
  if (isMessage(value)) throw new Error(`${value.key} was not put into words`);
  return Object.entries(value).flatMap(([key, each]) => (UNREAD.has(key) ? [] : textsIn(each)));
}

function isRich(value: unknown): value is RichText {
  return Array.isArray(value) && value.length > 0 && value.every((node) => typeof node?.kind === 'string');
}

/** Fields that nobody reads: codes of the program. */
const UNREAD = new Set([
  'kind',
  'tone',
  'action',
  'emoji',
  'file',
  'mime',
  'id',
  'parentId',
  'state',
  'platform',
  'preview',
]);
