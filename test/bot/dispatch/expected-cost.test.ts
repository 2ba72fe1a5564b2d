import { expect, it } from 'vitest';
import { createCosts } from '#bot/dispatch/expected-cost.ts';
import type { RendererSnapshot } from '#bot/ports/cluster.ts';
import { settledOrder } from '#test/fakes/new-job.ts';

it('a job counts as what it is expected to take of a renderer: the mean of those that are up and know its model', () => {
  const renderer = (id: string, up = true): RendererSnapshot => ({
    ...{ id, address: id, up, downReason: null, description: null, state: null },
  });
  const speeds = new Map([
    ['quick', 50],
    ['slow', 150],
    ['away', 9_000],
  ]);
  let now = 0;
  const costOf = createCosts({
    cluster: { snapshot: () => [renderer('quick'), renderer('slow'), renderer('new'), renderer('away', false)] },
    speeds: { msPerWork: ({ id }, model) => (model === 'large' ? (speeds.get(id) ?? null) : null) },
    clock: { now: () => now },
  });
  // Nine steps and one around them, twice for guidance.
  const task = (model: string) => settledOrder({ model, steps: 9, guidance: 7, width: 512, height: 512 }).task;
  expect([costOf(task('large')), costOf(task('unknown'))]).toEqual([2_000, 2_000]);
  speeds.set('slow', 50);
  expect(costOf(task('large'))).toBe(2_000);
  now = 1_000;
  expect(costOf(task('large'))).toBe(1_000);
});
