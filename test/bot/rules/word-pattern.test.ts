import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesPattern, readPattern, readWords } from '#bot/rules/word-pattern.ts';

const matches = (typed: string, text: string) => matchesPattern(readPattern(typed)!, readWords(text));

describe('a pattern', () => {
  it.each([
    ['ass', 'a fat ass'],
    ['gore', 'GORE!'],
    ['gore', 'g o r e'],
    ['gore', 'g.o-r_e on a plate'],
    ['gore', '(go:1.2)(re:0.8)'],
    ['gore', 'g0re'],
    ['gore', 'go\u200Bre'],
    ['gore', 'ｇｏｒｅ'],
    ['gore', 'göré'],
    ['naked lady', 'a naked, (lady:1.3)'],
    ['under*', 'Underwater scene'],
    ['colo?r', 'a colour'],
    ['流血', 'とても流 血の絵'],
  ])('%s is found in %s', (typed, text) => {
    expect(matches(typed, text)).toBe(true);
  });

  it.each([
    ['ass', 'a class of glass'],
    ['naked lady', 'a lady, naked'],
    ['under*', 'a thunder'],
    ['colo?r', 'a color'],
    ['流血', '血の流れ'],
  ])('%s is not found in %s', (typed, text) => {
    expect(matches(typed, text)).toBe(false);
  });

  it.each(['', '  ', '*', '? *', 'a * b', '…', 'x'.repeat(101), 'a b c d e f g h i'])(
    '“%s” is refused: it means nothing, everything, or too much',
    (typed) => {
      expect(readPattern(typed)).toBeNull();
    },
  );

  it('never throws and takes no long time, whatever it and the text are', () => {
    const star = readPattern(`${'a*'.repeat(40)}b`)!;
    const text = readWords('a'.repeat(40_000));
    const begin = performance.now();
    expect(matchesPattern(star, text)).toBe(false);
    expect(performance.now() - begin).toBeLessThan(1_000);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (typed, words) => {
        const pattern = readPattern(typed);
        return pattern === null || typeof matchesPattern(pattern, readWords(words)) === 'boolean';
      }),
      { numRuns: 100 },
    );
  });
});
