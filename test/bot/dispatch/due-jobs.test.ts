import { expect, it } from 'vitest';
import { createDueBudget } from '#bot/dispatch/due-budget.ts';
import { createQueue } from '#bot/dispatch/fair-queue.ts';
import { createPlacementPolicy } from '#bot/dispatch/placement.ts';
import type { PanelAddress } from '#bot/domain/job.ts';
import { BOUNDS, drain, filled, queued } from '#test/bot/dispatch/fair-queue-fixture.ts';
import { renderer } from '#test/bot/dispatch/placement-fixture.ts';
import { SOME_TASKS } from '#test/fakes/some-tasks.ts';

it('knows what is to be done by when: where only a token reaches the message, and that is no training', () => {
  const queue = filled(queued('a1'), queued('b1'), queued('c1'), queued('d1'), queued('e1'));
  const until = (minutes: number, reach: PanelAddress['reach'] | null = 'token'): PanelAddress => ({
    ...{ channelId: '2', messageId: '3', interactionToken: 't', tokenExpiresAt: minutes * 60_000 },
    ...(reach && { reach }),
  });
  const dueAfter = (now: number) => Array.from(queue.due(now), ({ waiting, deadline }) => [waiting.job.id, deadline]);
  expect(dueAfter(0)).toEqual([]);
  queue.setPanel('a1', until(20));
  queue.setPanel('b1', until(15));
  queue.setPanel('c1', until(15, null));
  queue.setPanel('d1', until(15, 'direct'));
  queue.setPanel('gone', until(1));
  const { job } = queued('f1');
  const task = SOME_TASKS.find(({ kind }) => kind === 'train')!;
  queue.add({ ...queued('f1'), job: { ...job, settled: { ...job.settled, task }, panel: until(15) } });
  queue.add({ ...queued('g1'), job: { ...queued('g1').job, panel: until(15) } });
  expect(dueAfter(0)).toEqual([
    ['b1', 13.5 * 60_000],
    ['g1', 13.5 * 60_000],
    ['a1', 18.5 * 60_000],
  ]);
  queue.take('g1');
  // What is late for it is forgotten, until a press of a button brings another token.
  expect(dueAfter(13.5 * 60_000)).toEqual([['a1', 18.5 * 60_000]]);
  queue.setPanel('b1', until(30));
  expect(dueAfter(0).map(([id]) => id)).toEqual(['a1', 'b1']);
  queue.setPanel('a1', until(30, 'direct'));
  queue.drop('b1');
  expect(dueAfter(0)).toEqual([]);
});

it('lends what is drawn before its turn, up to a minute: nobody else gets less in the end', () => {
  const panel = {
    channelId: '2',
    messageId: '3',
    interactionToken: 't',
    tokenExpiresAt: 1e9,
    reach: 'token',
  } as const;
  const queue = createQueue(BOUNDS, () => 20_000);
  for (const id of ['a1', 'b1', 'c1', 'a2', 'b2', 'c2', 'c3', 'c4', 'c5', 'c6']) {
    const { job, ...rest } = queued(id);
    queue.add({ ...rest, job: { ...job, panel: id[0] === 'c' ? panel : null } });
  }
  const lent: string[] = [];
  for (let [next] = queue.due(0); next; [next] = queue.due(0)) {
    queue.take(next.waiting.job.id, { beforeTurn: true });
    lent.push(next.waiting.job.id);
  }
  expect(lent).toEqual(['c1', 'c2', 'c3', 'c4']);
  expect(drain(queue)).toEqual(['a1', 'b1', 'a2', 'b2', 'c5', 'c6']);
});

it('a stream of others that are due, each of a new member and server, keeps nobody waiting for more than a minute of work', () => {
  const [takesMs, policy, budget] = [20_000, createPlacementPolicy(), createDueBudget()];
  const queue = createQueue({ memberMax: 100, totalMax: 100 }, () => takesMs);
  queue.add(queued('old'));
  const drawn: string[] = [];
  for (let now = 0; !drawn.includes('old') && drawn.length < 20; now += takesMs) {
    const { job, ...rest } = queued(`new${now}`, `member${now}`, 4, { server: `${now}` });
    const tokenExpiresAt = now + takesMs + 91_000;
    const panel = { channelId: '2', messageId: '3', interactionToken: 't', tokenExpiresAt, reach: 'token' } as const;
    queue.add({ ...rest, job: { ...job, panel } });
    const [placed] = policy.choose({
      queued: queue.inOrder(),
      alone: [],
      kinds: queue.kinds(),
      due: { now, due: queue.due(now), budgetMs: budget.leftMs },
      renderers: [renderer('r', { models: ['tiny'], resident: [{ model: 'tiny' }] })],
      most: 16,
      predictMs: () => takesMs,
    });
    const { waiting, predictedMs, isBeforeTurn = false } = placed!;
    queue.take(waiting.job.id, { beforeTurn: isBeforeTurn });
    budget.count({ predictedMs, isBeforeTurn });
    drawn.push(waiting.job.id);
  }
  expect(drawn).toEqual(['new0', 'new20000', 'new40000', 'old']);
});
