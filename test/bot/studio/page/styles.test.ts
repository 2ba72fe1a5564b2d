import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const TOKENS = readFileSync(new URL('../../../../bot/studio/page/styles/tokens.css', import.meta.url), 'utf8');

/** Lowest contrast (WCAG 2.2, 1.4.3 and 1.4.11) of what is read, and of lines that say something. */
const TEXT = 4.5;
const LINE = 3;

/** What lies on what, in both themes. */
const PAIRS = [
  ...['ink', 'soft', 'red-ink', 'blue-ink'].map((name) => [name, ['wall', 'sheet', 'mat'], TEXT] as const),
  ...['edge', 'blue', 'red'].map((name) => [name, ['wall', 'sheet', 'mat'], LINE] as const),
  ['blue-ink', ['blue-wash'], TEXT],
  ['red-ink', ['red-wash'], TEXT],
  ['on-ink', ['ink'], TEXT],
] as const;

describe('the colours of the page', () => {
  it.each(['day', 'evening'] as const)('can be told apart by %s', (theme) => {
    const low = PAIRS.flatMap(([name, grounds, least]) =>
      grounds.flatMap((ground) => {
        const is = contrast(colour(name, theme), colour(ground, theme));
        return is < least ? [`${name} on ${ground}: ${is.toFixed(2)}, at least ${least}`] : [];
      }),
    );
    expect(low).toEqual([]);
  });
});

/** Red, green and blue of a token, 0 … 255. */
function colour(name: string, theme: 'day' | 'evening'): readonly number[] {
  const [, day, evening] = new RegExp(`--${name}: light-dark\\(#(\\w+), #(\\w+)\\);`).exec(TOKENS)!;
  const hex = theme === 'day' ? day! : evening!;
  const whole = hex.length === 3 ? [...hex].map((one) => one + one).join('') : hex;
  return [0, 2, 4].map((at) => Number.parseInt(whole.slice(at, at + 2), 16));
}

/** WCAG 2.2, "contrast ratio" and "relative luminance". */
function contrast(a: readonly number[], b: readonly number[]): number {
  const [light, dark] = [luminance(a), luminance(b)].toSorted((one, other) => other - one) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: readonly number[]): number {
  const [red, green, blue] = colour.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
