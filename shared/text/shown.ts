import { beginning } from '#shared/text/cut.ts';
import type { Message, MessageValue } from '#shared/text/message.ts';

/** Characters of one value in a sentence. */
const VALUE_MAX = 400;

/** Of a list: its items, and the characters of each. */
const ITEMS_MAX = 24;
const ITEM_MAX = 120;

/** What would move a cursor, turn the writing round, hide something or be no character at all. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\u2028\u2029]/gu;

/** What a chat may take for a call to everybody, a member or a role. */
const PING = /@(?=everyone|here|[!&]?\d)/gi;

/**
 * A text from a file or from another program as it may stand in a sentence: at most `limit` characters, the middle left
 * out, and with everything escaped (`\u001b`) that a terminal, a log or a chat would act on.
 */
export function shownText(text: string, limit = VALUE_MAX): string {
  const escaped = cut(text, 2 * limit)
    .replace(/[\n\r\t]+/g, ' ')
    .replace(UNSEEN, unitsOf)
    .replace(PING, unitsOf);
  return cut(escaped, limit);
}

/** A message whose own values are shown texts and short lists; messages in it were made so before. */
export function shownMessage({ key, values }: Message): Message {
  return { key, values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, shownValue(value)])) };
}

function shownValue(value: MessageValue): MessageValue {
  if (typeof value === 'string') return shownText(value);
  if (!Array.isArray(value)) return value;
  const items = value.slice(0, ITEMS_MAX).map((item) => (typeof item === 'string' ? shownText(item, ITEM_MAX) : item));
  return value.length > ITEMS_MAX ? [...items, '…'] : items;
}

/** Both ends of a text tell more than one: a key's last word, a file's ending. */
function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const tail = Math.floor(limit / 3);
  return `${beginning(text, limit - tail - 1)}…${text.slice(-tail).toWellFormed()}`;
}

function unitsOf(text: string): string {
  return Array.from({ length: text.length }, (_, i) => {
    return `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`;
  }).join('');
}
