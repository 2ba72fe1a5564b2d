import { promptMessage } from '#bot/prompt/problems.ts';
import type { Problem, Range } from '#bot/prompt/syntax.ts';
import { cut } from '#shared/text/cut.ts';

/** What a setting of Midjourney takes: always a value, a number or nothing, or nothing. */
type Takes = 'value' | 'number' | 'nothing';

/** Midjourney's settings (its documentation, parameter list) that mean nothing here, by all their names. */
const SETTINGS: ReadonlyMap<string, Takes> = new Map([
  ...named('number', 'v version s stylize q quality chaos c iw sw cw ow niji weird stop uplight exp'),
  ...named('value', 'sref cref oref p profile personalize'),
  ...named('nothing', 'tile raw video turbo fast relax hd test testp creative stealth public'),
]);

function named(takes: Takes, names: string): readonly (readonly [string, Takes])[] {
  return names.split(' ').map((name) => [name, takes] as const);
}

/** What a setting of Midjourney takes that has no meaning here; undefined for every other word. */
export function midjourneySetting(name: string): Takes | undefined {
  return SETTINGS.get(name.toLowerCase());
}

/** Ways of other programs to write a prompt; here they are letters. Groups need no backtracking. */
const HABITS = [
  { pattern: /::\s{0,9}[+-]?(?:\d+(?:\.\d+)?)?(?=[\s,]|$)/g, key: 'prompt.double-colon' },
  { pattern: /https?:\/\/[^\s<>()[\]]{1,400}/gi, key: 'prompt.link' },
] as const;

const SHOWN_MAX = 32;

/**
 * What other programs would read in a text, each kind told once. `marks`: what is read here, such as `[cat::0.5]`, which
 * is no habit of others.
 */
export function foreignHabits(text: string, marks: readonly Range[]): readonly Problem[] {
  return HABITS.flatMap(({ pattern, key }): Problem[] => {
    for (const { 0: typed, index } of text.matchAll(pattern)) {
      const place = { from: index, to: index + typed.length };
      if (marks.some(({ from, to }) => from < place.to && to > place.from)) continue;
      return [{ ...place, message: promptMessage(key, { typed: cut(typed.trim(), SHOWN_MAX) }), isPlain: true }];
    }
    return [];
  });
}
