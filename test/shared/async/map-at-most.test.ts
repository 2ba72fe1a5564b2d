import { expect, it } from 'vitest';
import { mapAtMost } from '#shared/async/map-at-most.ts';

it('maps all in order, and no more than so many at a time', async () => {
  let [running, most] = [0, 0];
  const doubled = await mapAtMost([3, 1, 2, 5, 4], 2, async (n) => {
    most = Math.max(most, ++running);
    for (let turn = 0; turn < n; turn += 1) await Promise.resolve();
    running -= 1;
    return 2 * n;
  });
  expect([doubled, most]).toEqual([[6, 2, 4, 10, 8], 2]);
  expect(await mapAtMost([], 4, async () => 1)).toEqual([]);
  await expect(mapAtMost([1, 2], 1, async (n) => Promise.reject(new Error(`no ${n}`)))).rejects.toThrow('no 1');
});
