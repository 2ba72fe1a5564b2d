import { LINK } from '#bot/prompt/links.ts';
import { promptMessage } from '#bot/prompt/problems.ts';
import type { Problem, Range } from '#bot/prompt/syntax.ts';
import { cut } from '#shared/text/cut.ts';

/** What such a setting takes: always a value; a number, yes or no, or nothing; or nothing. */
type Takes = 'value' | 'number' | 'nothing';

/**
 * Settings of other programs that nothing here comes to, by all their names: Midjourney's (its documentation, parameter
 * list), and those of A1111's lines of prompts (scripts/prompts_from_file.py). What there is something for is among
 * FLAG_WORDS: `--iw` is a strength, `--cfg_scale` guidance, `--negative_prompt` what to leave out.
 */
const SETTINGS: ReadonlyMap<string, Takes> = new Map([
  ...named('number', 'v version s stylize q quality sw cw ow sv niji weird uplight exp raw video'),
  ...named('number', 'seed_resize_from_h seed_resize_from_w sampler_index restore_faces'),
  ...named('number', 'do_not_save_samples do_not_save_grid'),
  ...named('value', 'sref cref oref p profile personalize outpath_samples outpath_grids prompt_for_display'),
  ...named('nothing', 'turbo hd test testp creative stealth public upbeta upanime loop sameseed'),
]);

function named(takes: Takes, names: string): readonly (readonly [string, Takes])[] {
  return names.split(' ').map((name) => [name, takes] as const);
}

/** What a setting of another program takes that has no meaning here; undefined for every other word. */
export function foreignSetting(name: string): Takes | undefined {
  return SETTINGS.get(name.toLowerCase());
}

/** Ways of other programs to write a prompt; here they are letters. Groups need no backtracking. */
const HABITS = [
  { pattern: /::\s{0,9}[+-]?(?:\d+(?:\.\d+)?)?(?=[\s,]|$)/g, key: 'prompt.double-colon' },
  { pattern: LINK, key: 'prompt.link' },
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
