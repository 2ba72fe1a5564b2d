import { expect, it } from 'vitest';
import { createModelDemand } from '#bot/dispatch/model-demand.ts';
import { needsOf } from '#bot/domain/task-needs.ts';
import { createFakeClock } from '#test/fakes/clock.ts';
import { settledOrder } from '#test/fakes/new-job.ts';

const MINUTE = 60_000;

function needs(model: string, adapters: readonly { name: string; weight: number }[] = []) {
  return needsOf(settledOrder({ model, adapters }).task);
}

it('what was asked for ten minutes ago counts half of what is asked for now', async () => {
  const clock = createFakeClock();
  const demand = createModelDemand(clock);
  for (const model of ['old', 'old', 'old']) demand.ask(needs(model));
  await clock.advance(10 * MINUTE);
  for (const model of ['new', 'new', 'old']) demand.ask(needs(model));
  const now = demand.now();
  expect(now.map((each) => each.needs.model)).toEqual(['old', 'new']);
  expect(now.map(({ asked }) => asked)).toEqual([2.5, 2]);
  await clock.advance(20 * MINUTE);
  expect(demand.now()[0]!.asked).toBeCloseTo(2.5 / 4);
});

it('adapters and their weights are asked for on their own, whatever else a picture needs', () => {
  const demand = createModelDemand(createFakeClock());
  const ink = [{ name: 'ink', weight: 1 }];
  const sampler = needsOf(settledOrder({ model: 'a', sampler: 'ddim' }).task);
  for (const each of [needs('a'), needs('a', ink), sampler, needs('a', [{ name: 'ink', weight: 0.5 }])])
    demand.ask(each);
  expect(demand.now().map(({ asked }) => asked)).toEqual([2, 1, 1]);
});

it('what needs no model counts for nothing, and of very many models the least asked for is forgotten', () => {
  const demand = createModelDemand(createFakeClock());
  demand.ask(needsOf({ kind: 'restore' } as never));
  expect(demand.now()).toEqual([]);
  for (let i = 0; i < 64; i++) for (const _ of [1, 2]) demand.ask(needs(`model-${i}`));
  demand.ask(needs('seldom'));
  demand.ask(needs('another'));
  const models = demand.now().map((each) => each.needs.model);
  expect(models).toHaveLength(64);
  expect(models).toContain('another');
  expect(models).not.toContain('seldom');
});
