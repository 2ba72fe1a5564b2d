import { describe, expect, it } from 'vitest';
import { printAdapters, readAdapters } from '#bot/presets/adapters.ts';
import { inEnglish } from '#test/bot/text/in-english.ts';

const read = (typed: string) => readAdapters(typed, { offer: { models: [] }, model: null, adaptersMax: 3 });

describe('readAdapters()', () => {
  it.each([
    ['', []],
    ['detail', [['detail', 1]]],
    [
      'detail:0.8, other',
      [
        ['detail', 0.8],
        ['other', 1],
      ],
    ],
    ['detail: 0,5', [['detail', 0.5]]],
    [
      'a:0,5, b:1,c',
      [
        ['a', 0.5],
        ['b', 1],
        ['c', 1],
      ],
    ],
    [
      'detail : 0.5; a:b:-1',
      [
        ['detail', 0.5],
        ['a:b', -1],
      ],
    ],
    ['a,b,c,d', null],
  ] as const)('reads %j', (typed, uses) => {
    expect(read(typed).value).toEqual(uses?.map(([name, weight]) => ({ name, weight })) ?? null);
  });
});

describe('a weight of its own for the text encoders', () => {
  it('is typed as in a prompt, and written so again', () => {
    const uses = [{ name: 'detail', weight: 0.7, textWeight: { value: 0.2 } }];
    expect(read('detail:0.2:0.7').value).toEqual(uses);
    expect(printAdapters(uses)).toBe('detail:0.2:0.7');
    expect(read('detail:0.5:0.5').value).toEqual([{ name: 'detail', weight: 0.5 }]);
  });

  it('has the same bounds', () => {
    expect(inEnglish(read('detail:70:1').problems)).toEqual([
      'Cannot use the adapter “detail” like this: weights go from -10 to 10, given 70',
    ]);
  });
});

describe('printAdapters()', () => {
  it('writes what can be typed again', () => {
    const uses = [
      { name: 'detail', weight: 0.8 },
      { name: 'other', weight: 1 },
    ];
    expect(printAdapters(uses)).toBe('detail:0.8, other');
    expect(read(printAdapters(uses)).value).toEqual(uses);
  });
});
