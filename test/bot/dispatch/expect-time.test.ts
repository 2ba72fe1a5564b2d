import { expect, it } from 'vitest';
import { expectTime } from '#bot/dispatch/expect-time.ts';
import type { Speeds } from '#bot/dispatch/speed-estimate.ts';
import type { RendererSnapshot } from '#bot/ports/cluster.ts';
import { newJob } from '#test/fakes/new-job.ts';

const { task } = newJob('a').settled;
const renderers = ['fast', 'slow', 'down'].map((id) => ({ id, up: id !== 'down' }) as RendererSnapshot);

/** Milliseconds that each takes for one task. */
function speeds(known: Readonly<Record<string, number>>): Speeds {
  const unasked = {
    observe: () => 0,
    observeLoad: () => {},
    msPerWork: () => null,
    loadMs: () => null,
    modelLoadMs: () => null,
  };
  return { ...unasked, predict: ({ id }) => known[id] ?? null };
}

it('several tasks are shared by who can draw them and whose speed is known', () => {
  const expected = (known: Readonly<Record<string, number>>, count = 3) =>
    expectTime(Array(count).fill(task), { renderers, speeds: speeds(known) });
  expect(expected({ fast: 100 })).toBeCloseTo(300);
  expect(expected({ fast: 100, slow: 300 })).toBeCloseTo(225);
  expect(expected({ fast: 100, down: 1 })).toBeCloseTo(300);
  expect(expected({})).toBeNull();
  expect(expected({ fast: 100 }, 0)).toBe(0);
});
