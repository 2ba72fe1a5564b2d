import { readFlags } from '#bot/prompt/flags.ts';
import { problemNotice } from '#bot/prompt/problems.ts';
import { readWords } from '#bot/prompt/read-prompt.ts';
import { say } from '#bot/text/say.ts';
import type { Message } from '#shared/text/message.ts';

/** Where a member's words go in a template. */
export const PLACE = '{prompt}';

const TEMPLATE_MAX = 1000;

/** A template as it is kept; null with problems. */
export interface ReadTemplate {
  readonly value: string | null;
  readonly problems: Message[];
  readonly notices: Message[];
}

/**
 * Checks a template that a member typed: words with `{prompt}` once. Without it the member's words go in front. Odd
 * brackets are legal and said.
 */
export function readTemplate(typed: string): ReadTemplate {
  const text = typed.trim().replace(/\{\s*prompt\s*\}/gi, PLACE);
  const places = text.split(PLACE).length - 1;
  const value = places === 0 ? withPlaceInFront(text) : text;
  if (value.length > TEMPLATE_MAX) {
    const added = places === 0 ? `${PLACE}, ` : '';
    return refused(say('template.length', { max: TEMPLATE_MAX, given: value.length, added }));
  }
  if (places > 1) return refused(say('template.place-twice', { place: PLACE, count: places }));
  const [flag] = readFlags(text).places;
  if (flag !== undefined) {
    const word = text.slice(flag.from, flag.valueFrom).trim();
    return refused(say('template.flag', { given: word }));
  }
  const added = value === text || value === PLACE ? [] : [say('template.place-added', { template: value })];
  const odd = readWords(value).problems.map((problem) => problemNotice(value, problem));
  return { value, problems: [], notices: [...added, ...odd] };
}

function withPlaceInFront(text: string): string {
  const words = text.replace(/^[,\s]+/, '');
  return words === '' ? PLACE : `${PLACE}, ${words}`;
}

function refused(problem: Message): ReadTemplate {
  return { value: null, problems: [problem], notices: [] };
}
