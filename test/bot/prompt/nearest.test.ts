import { describe, expect, it } from 'vitest';
import { nearest } from '#bot/prompt/nearest.ts';

const NAMES = ['storybook', 'pixel-art', 'line-drawing', 'watercolor', 'fine'];

describe('nearest()', () => {
  it.each([
    ['storybok', 'storybook'],
    ['Storybook', 'storybook'],
    ['pixelart', 'pixel-art'],
    ['watercolour', 'watercolor'],
    ['fnie', 'fine'],
    ['oil', null],
    ['', null],
    ['x'.repeat(100_000), null],
  ])('%.20s -> %s', (word, expected) => expect(nearest(word, NAMES)).toBe(expected));

  it('finds nothing among nothing', () => expect(nearest('a', [])).toBeNull());
});
