import { describe, expect, it } from 'vitest';
import { removeRanges } from '#bot/prompt/remove-ranges.ts';

const text = 'ab--cd--ef';
const stripped = removeRanges(text, [
  { from: 2, to: 4 },
  { from: 6, to: 8 },
]);

describe('without()', () => {
  it('takes the ranges out', () => expect(stripped.text).toBe('abcdef'));

  it('knows where a place stood', () => {
    expect(stripped.place({ from: 0, to: 1 })).toEqual({ from: 0, to: 1 });
    expect(stripped.place({ from: 2, to: 4 })).toEqual({ from: 4, to: 6 });
    expect(stripped.place({ from: 1, to: 5 })).toEqual({ from: 1, to: 9 });
    expect(stripped.place({ from: 5, to: 5 })).toEqual({ from: 9, to: 9 });
  });

  it('knows the stretches that stayed', () => {
    expect(stripped.stretches({ from: 1, to: 5 })).toEqual([
      { from: 1, to: 2 },
      { from: 4, to: 6 },
      { from: 8, to: 9 },
    ]);
  });

  it('leaves a text without ranges as it is, and trims the end of others', () => {
    expect(removeRanges('a ', []).text).toBe('a ');
    expect(removeRanges('a --x', [{ from: 2, to: 5 }]).text).toBe('a');
    expect(removeRanges('--x', [{ from: 0, to: 3 }]).text).toBe('');
  });
});
