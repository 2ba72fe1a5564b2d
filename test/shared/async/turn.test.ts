import { expect, it } from 'vitest';
import { createTurn } from '#shared/async/turn.ts';

it('one thing is done after another, whatever became of it, and each is told what came of its own', async () => {
  const turn = createTurn();
  const done: string[] = [];
  const first = Promise.withResolvers<string>();
  const asked = [
    turn(() => first.promise.finally(() => done.push('first'))),
    turn(() => {
      done.push('thrown');
      throw new Error('broken');
    }),
    turn(async () => {
      done.push('rejected');
      throw new Error('refused');
    }),
    turn(() => {
      done.push('last');
      return 4;
    }),
  ];
  await new Promise((resolve) => setImmediate(resolve));
  expect(done).toEqual([]);
  first.resolve('came');
  const ends = await Promise.allSettled(asked);
  expect(done).toEqual(['first', 'thrown', 'rejected', 'last']);
  expect(ends.map((end) => (end.status === 'fulfilled' ? end.value : (end.reason as Error).message))).toEqual([
    ...['came', 'broken', 'refused', 4],
  ]);
});
