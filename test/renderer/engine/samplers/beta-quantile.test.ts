import { expect, it } from 'vitest';
import { betaQuantile } from '#renderer/engine/samplers/beta-quantile.ts';

it.each([
  [0, 0],
  [0.001, 1.855873851745199e-5],
  [0.1, 0.03958440558878085],
  [0.25, 0.17568037865269498],
  [0.5, 0.5],
  [0.9, 0.9604155944112192],
  [0.9999, 0.9999996001622842],
  [1, 1],
])('betaQuantile is where scipy has the share %d of the beta distribution with parameters 0.6', (p, expected) => {
  expect(betaQuantile(p, 0.6)).toBeCloseTo(expected, 11);
});
