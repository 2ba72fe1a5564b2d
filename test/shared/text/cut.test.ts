import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beginning, cut } from '#shared/text/cut.ts';

/** Emoji of every make: one unit, a pair, with a skin tone, a variation selector, a family joined by U+200D, flags. */
const EMOJI = ['☀', '🎨', '👍🏽', '✏️', '👩🏽‍🚀', '👨‍👩‍👧‍👦', '🇩🇪', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', 'e\u0301', '한', 'x', ' '];
const written = fc.array(fc.constantFrom(...EMOJI), { maxLength: 80 }).map((all) => all.join(''));

const graphemesOf = (text: string) => Array.from(new Intl.Segmenter('en').segment(text), ({ segment }) => segment);

describe('cut()', () => {
  it.each([
    ['a cat', 5, 'a cat'],
    ['a cat sat', 6, 'a cat…'],
    ['a cat sat', 7, 'a cat…'],
    ['e\u0301'.repeat(3), 4, 'e\u0301…'],
    ['👩🏽‍🚀👩🏽‍🚀', 8, '👩🏽‍🚀…'],
    ['👩🏽‍🚀👩🏽‍🚀', 7, '…'],
    ['x🎨🎨', 3, 'x…'],
    ['✏️✏️', 3, '✏️…'],
    ['half \ud83d', 20, 'half \ufffd'],
  ])('%j to %i is %j', (text, unitsMax, wanted) => expect(cut(text, unitsMax)).toBe(wanted));

  it('gives whole characters from the beginning, as many as fit, and no more units than there may be', () => {
    fc.assert(
      fc.property(written, fc.integer({ min: 1, max: 120 }), (text, unitsMax) => {
        const kept = beginning(text, unitsMax);
        expect(kept.length).toBeLessThanOrEqual(unitsMax);
        const all = graphemesOf(text);
        const count = graphemesOf(kept).length;
        expect(kept).toBe(all.slice(0, count).join(''));
        const next = all[count];
        if (next !== undefined) expect(kept.length + next.length).toBeGreaterThan(unitsMax);
        expect(cut(text, unitsMax).length).toBeLessThanOrEqual(unitsMax);
        expect(cut(text, unitsMax).isWellFormed()).toBe(true);
      }),
    );
  });

  it('keeps what there is room for of a letter with hundreds of marks', () => {
    const letter = `h${'\u0301'.repeat(800)}`;
    expect(cut(letter, 240)).toBe(`${letter.slice(0, 239)}…`);
    expect(cut(`a cat ${letter}`, 240)).toHaveLength(240);
    expect(cut(`🎨${'\u{1d167}'.repeat(300)}`, 240).isWellFormed()).toBe(true);
  });

  it('takes no longer for a novel', () => {
    expect(beginning('🎨'.repeat(1_000_000), 99)).toHaveLength(98);
  });
});
