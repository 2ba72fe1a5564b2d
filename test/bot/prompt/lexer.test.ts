import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lex } from '#bot/prompt/lexer.ts';
import { promptText } from '#test/bot/prompt/prompt-text.ts';

function check(text: string, expected: readonly string[]) {
  expect([...lex(text)].map((token) => `${token.kind} ${text.slice(token.from, token.to)}`)).toEqual(expected);
}

describe('lex()', () => {
  const cases: readonly [string, readonly string[]][] = [
    ['', []],
    ['a cat', ['text a cat']],
    ['(a)', ['open (', 'text a', 'close )']],
    ['[a]', ['open [', 'text a', 'close ]']],
    ['(a:1.3)', ['open (', 'text a', 'weighted-close :1.3)']],
    ['(a : 1.3 )', ['open (', 'text a ', 'weighted-close : 1.3 )']],
    ['(a:1.3 )', ['open (', 'text a', 'weighted-close :1.3 )']],
    ['(a:1.3', ['open (', 'text a', 'text :', 'text 1.3']],
    ['(a:b)', ['open (', 'text a', 'text :', 'text b', 'close )']],
    ['(a:1.3]', ['open (', 'text a', 'text :', 'text 1.3', 'close ]']],
    ['\\(\\[\\\\\\x', ['escape \\(', 'escape \\[', 'escape \\\\', 'escape \\', 'text x']],
    ['a BREAK b', ['text a', 'break  BREAK ', 'text b']],
    ['BREAKBREAK', ['text BREAKBREAK']],
    ['BREAK', ['break BREAK']],
    ['(BREAK)', ['open (', 'break BREAK', 'close )']],
  ];
  it.each(cases)('%s', check);

  it('gives tokens that follow each other without a gap, whatever the text', () => {
    fc.assert(
      fc.property(promptText, (text) => {
        let at = 0;
        for (const { from, to } of lex(text)) {
          expect(from).toBe(at);
          expect(to).toBeGreaterThan(from);
          at = to;
        }
        expect(at).toBe(text.length);
      }),
      { numRuns: 2000 },
    );
  });
});
