import { expect, it } from 'vitest';
import { seededChance } from '#bot/prompt/seeded-chance.ts';

it('gives the numbers of mulberry32, evenly spread', () => {
  const chance = seededChance(1);
  // The reference implementation's first numbers for seed 1.
  expect([chance(), chance()]).toEqual([expect.closeTo(0.62707, 4), expect.closeTo(0.00273, 4)]);
  const all = Array.from({ length: 4000 }, chance);
  expect(Math.min(...all)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...all)).toBeLessThan(1);
  expect(all.reduce((sum, one) => sum + one, 0) / 4000).toBeCloseTo(0.5, 1);
});
