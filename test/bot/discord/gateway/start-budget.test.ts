import { expect, it } from 'vitest';
import { createStartBudget } from '#bot/discord/gateway/start-budget.ts';
import type { StartBook } from '#bot/ports/starts.ts';
import { createFakeClock } from '#test/fakes/clock.ts';

const MINUTE = 60_000;

/** A book in memory, and a budget over it as each process makes one. */
function setOut({ shards = 1 } = {}) {
  const clock = createFakeClock();
  const told: string[] = [];
  let written: readonly number[] = [];
  const book: StartBook = {
    read: async () => written,
    async write(times) {
      written = times;
    },
  };
  const budget = () =>
    createStartBudget({ book, shards, clock, tellOperator: ({ message }) => void told.push(message) });
  return { clock, told, budget, begun: () => written.length };
}

it('lets a bot begin twenty sessions an hour, whatever fails and however often it is started again', async () => {
  const { clock, told, budget, begun } = setOut();
  const { signal } = new AbortController();
  let count = 0;
  const keepOn = async (): Promise<void> => {
    for (;;) {
      await budget().begin(signal);
      count += 1;
      await clock.sleep(5000, signal);
    }
  };
  void keepOn();
  await clock.advance(60 * MINUTE - 1);
  expect(count).toBe(20);
  expect(told).toEqual([expect.stringMatching(/begins 20 an hour at most.*more in 59 min$/)]);
  await clock.advance(60 * MINUTE);
  expect(count).toBe(40);
  expect(begun()).toBe(20);
});

it('gives a bot of many shards as many as it has, twice', async () => {
  const { clock, budget } = setOut({ shards: 30 });
  const one = budget();
  expect([one.max, await one.waitMs(30)]).toEqual([60, 0]);
  for (let n = 0; n < 50; n++) await one.begin(new AbortController().signal);
  expect(await one.waitMs(10)).toBe(0);
  expect(await one.waitMs(11)).toBe(60 * MINUTE);
  await clock.advance(20 * MINUTE);
  expect(await one.waitMs(11)).toBe(40 * MINUTE);
});

it('gives up its place in the line with the connection that wanted it', async () => {
  const { clock, budget } = setOut();
  const one = budget();
  for (let n = 0; n < 20; n++) await one.begin(new AbortController().signal);
  const gone = new AbortController();
  const waiting = one.begin(gone.signal);
  const next = one.begin(new AbortController().signal);
  await clock.advance(1);
  gone.abort(new Error('gone'));
  await expect(waiting).rejects.toThrow('gone');
  await clock.advance(60 * MINUTE);
  await next;
});
