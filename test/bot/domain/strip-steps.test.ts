import { expect, it } from 'vitest';
import { previewsFor, stripSteps } from '#bot/domain/strip-steps.ts';

it('of many steps the first, the last and some between are shown, each with the newest preview that fits', () => {
  expect(stripSteps(20)).toEqual([1, 2, 3, 4, 6, 8, 12, 20]);
  expect(stripSteps(150)).toEqual([1, 20, 30, 40, 60, 80, 100, 150]);
  expect([stripSteps(4), stripSteps(1), stripSteps(0)]).toEqual([[1, 2, 3, 4], [], []]);
  const seen = [1, 5, 6, 11].map((step) => ({ step }));
  expect(previewsFor([1, 3, 6, 12, 20], seen).map((one) => one?.step ?? null)).toEqual([1, null, 6, 11, null]);
});
