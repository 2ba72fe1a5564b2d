import { describe, expect, it } from 'vitest';
import { FIRST_SENTENCE, slotsIn, withSlot } from '#bot/presets/sentence-slots.ts';

describe('a sentence', () => {
  it('has slots where its words are, the longer word before the shorter one', () => {
    expect(slotsIn(FIRST_SENTENCE).map(({ option }) => option)).toEqual([
      'red',
      'lighthouse',
      'by the sea',
      'starry night',
    ]);
    expect(slotsIn('a houseboat')).toEqual([]);
  });

  it.each([
    ['a red house', 'colour', 'blue', 'a blue house'],
    ['a house', 'colour', 'red', 'a red house'],
    ['a red house --steps 4', 'when', 'at sunset', 'a red house, at sunset --steps 4'],
    ['a red house, at sunset', 'where', 'in the snow', 'a red house in the snow, at sunset'],
    ['', 'what', 'cat', 'a red cat by the sea, starry night'],
    ['a cloudy day <lora:neon:1>', 'what', 'tree', 'a cloudy day, tree <lora:neon:1>'],
  ] as const)('%j with %s %s is %j', (prompt, slot, option, expected) => {
    expect(withSlot(prompt, slot, option)).toBe(expected);
  });
});
