import { readFlags } from '#bot/prompt/flags.ts';
import { problemNotice } from '#bot/prompt/problems.ts';
import { readWords } from '#bot/prompt/read-prompt.ts';

/** Where a member's words go in a template. */
export const PLACE = '{prompt}';

const TEMPLATE_MAX = 1000;

/** A template as it is kept; null with problems. */
export interface ReadTemplate {
  readonly value: string | null;
  readonly problems: string[];
  readonly notices: string[];
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
    const counted = places === 0 ? ` with “${PLACE}, ” in front` : '';
    return refused(`Cannot keep this template: at most ${TEMPLATE_MAX} characters${counted}, given ${value.length}`);
  }
  if (places > 1) return refused(`Cannot use this template: “${PLACE}” may stand in it once, given ${places} times`);
  const [flag] = readFlags(text).places;
  if (flag !== undefined) {
    const word = text.slice(flag.from, flag.valueFrom).trim();
    return refused(
      `Cannot use this template: it holds words only, and settings have their own options, given “${word}”`,
    );
  }
  const added = value === text || value === PLACE ? [] : [`The words of a prompt go in front: “${value}”`];
  const odd = readWords(value).problems.map((problem) => problemNotice(value, problem));
  return { value, problems: [], notices: [...added, ...odd] };
}

function withPlaceInFront(text: string): string {
  const words = text.replace(/^[,\s]+/, '');
  return words === '' ? PLACE : `${PLACE}, ${words}`;
}

function refused(problem: string): ReadTemplate {
  return { value: null, problems: [problem], notices: [] };
}
