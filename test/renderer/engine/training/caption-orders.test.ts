import { expect, it } from 'vitest';
import { CAPTION_ORDERS, captionInOrder, captionOrders } from '#renderer/engine/training/caption-orders.ts';

it('a shuffled caption has the parts that were written, in orders that its seed decides', () => {
  const all = captionOrders('a cat, night,snow , line art', { seed: 7, kept: 0 });
  expect(all).toHaveLength(CAPTION_ORDERS);
  expect(new Set(all).size).toBeGreaterThan(3);
  for (const one of all) expect(one.split(', ').toSorted()).toEqual(['a cat', 'line art', 'night', 'snow']);
  expect(captionOrders('a cat, night,snow , line art', { seed: 7, kept: 0 })).toEqual(all);
  expect(captionOrders('a cat, night,snow , line art', { seed: 8, kept: 0 })).not.toEqual(all);
  expect(captionInOrder('a cat in the snow', { seed: 7, kept: 0, number: 3 })).toBe('a cat in the snow');
  const behind = captionOrders('sks cat, night, snow, line art', { seed: 7, kept: 1 });
  expect(new Set(behind).size).toBeGreaterThan(3);
  expect(behind.every((one) => one.startsWith('sks cat, '))).toBe(true);
});
