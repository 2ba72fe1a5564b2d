import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexMerges } from '#renderer/engine/text/merge-table.ts';

const refuse = (line: string): never => {
  throw new Error(`refused ${JSON.stringify(line)}`);
};

describe('indexMerges', () => {
  it.each([
    ['with a version', '#version: 0.2\nt h\ne r</w>\n'],
    ['without', 't h\ne r</w>'],
    ['with empty lines and returns', '#version: 0.2\r\n\r\nt h\r\n\ne r</w>\r\n'],
  ])('reads lines %s', (_name, text) => {
    const merges = indexMerges(text, refuse)!;
    expect([merges.count, merges.rankOf('t', 'h'), merges.rankOf('e', 'r</w>')]).toEqual([2, 0, 1]);
    expect([merges.rankOfToken('th'), merges.rankOfToken('er</w>'), merges.rankOfToken('er')]).toEqual([0, 1, -1]);
    expect([
      merges.rankOf('th', ''),
      merges.rankOf('', 'th'),
      merges.rankOf('t h', ''),
      merges.rankOf('h', 't'),
    ]).toEqual([-1, -1, -1, -1]);
  });

  it.each([
    ['one part', 't h\ne\n', 'e'],
    ['three parts', 'a b c', 'a b '],
    ['a space before', ' b', ' '],
    ['a space behind', 'b ', 'b '],
    ['a tab', 'a\tb', 'a\t'],
  ])('refuses %s', (_name, text, line) => {
    expect(() => indexMerges(text, refuse)).toThrow(`refused ${JSON.stringify(line)}`);
  });

  it('gives up on a hundred thousand equal lines, and not on some', () => {
    expect(indexMerges('a b\n'.repeat(100_000), refuse)).toBeNull();
    expect(indexMerges('a b\n'.repeat(100), refuse)?.rankOf('a', 'b')).toBe(0);
  });

  it('reads nothing', () => {
    for (const text of ['', '\n', '#version: 0.2', '#version: 0.2\n']) expect(indexMerges(text, refuse)?.count).toBe(0);
  });

  it('finds every pair at its first rank, also where two pairs make one token', () => {
    const part = fc.string({ unit: fc.constantFrom('a', 'b', 'Ġ', '</w>'), minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(fc.tuple(part, part), { maxLength: 60 }), (pairs) => {
        const lines = pairs.map(([left, right]) => `${left} ${right}`);
        const merges = indexMerges(lines.join('\n'), refuse)!;
        for (const [left, right] of pairs) expect(merges.rankOf(left, right)).toBe(lines.indexOf(`${left} ${right}`));
        for (const [left, right] of pairs) {
          expect(merges.rankOfToken(left + right)).toBe(
            lines.findIndex((line) => line.replace(' ', '') === left + right),
          );
        }
      }),
    );
  });
});
