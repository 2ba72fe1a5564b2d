import { expect, it } from 'vitest';
import type { RendererLoad } from '#bot/dispatch/model-offers.ts';
import { createPlacementPolicy } from '#bot/dispatch/placement.ts';
import { job, kindsOf, type LoadChange, renderer, waiting } from '#test/bot/dispatch/placement-fixture.ts';
import type { ModelJob } from '#test/bot/dispatch/placement-model.ts';

function placed(alone: readonly ModelJob[], others: readonly ModelJob[], renderers: readonly RendererLoad[]) {
  const suspects = alone.map((each) => ({ ...waiting(each), alone: true }));
  const round = { queued: [...suspects, ...others.map(waiting)], alone: suspects, kinds: kindsOf(others), renderers };
  const chosen = createPlacementPolicy().choose({ ...round, most: 16, predictMs: () => 1_000 });
  return chosen.map((each) => `${each.waiting.job.id} ${each.rendererId}`);
}

const roomy = (id: string, change: LoadChange = {}) => renderer(id, { room: 4, ...change });
const busy = (id: string, backlogMs: number) => roomy(id, { backlogMs, room: 3 });

it('a job that is to be drawn alone gets an idle renderer, and nobody else gets that one', () => {
  expect(placed([job('s')], [job('1'), job('2')], [roomy('r')])).toEqual(['s r']);
  expect(placed([job('s')], [job('1'), job('2')], [roomy('r'), roomy('q')])).toEqual(['s r', '1 q', '2 q']);
  expect(placed([job('s')], [job('1')], [busy('r', 500), roomy('q')])).toEqual(['s q', '1 r']);
});

it('where none is idle, the one that will be first is kept free for it, and only that one', () => {
  expect(placed([job('s')], [job('1')], [busy('r', 500)])).toEqual([]);
  expect(placed([job('s')], [job('1')], [busy('r', 900), busy('q', 500)])).toEqual(['1 r']);
  expect(placed([job('s'), job('t')], [job('1')], [busy('r', 900), busy('q', 500)])).toEqual(['1 r']);
});

it('several are drawn on as many renderers', () => {
  expect(placed([job('s'), job('t')], [job('1')], [roomy('r'), roomy('q'), busy('p', 100)])).toEqual([
    's r',
    't q',
    '1 p',
  ]);
});

it('it goes where its model is resident, and back to a renderer that it may have broken only where there is no other', () => {
  const cold = roomy('cold', { resident: [] });
  expect(placed([job('s')], [], [cold, roomy('warm')])).toEqual(['s warm']);
  const burnt = job('s', { avoid: new Set(['r']) });
  expect(placed([burnt], [], [roomy('r'), roomy('q')])).toEqual(['s q']);
  expect(placed([burnt], [], [roomy('r')])).toEqual(['s r']);
});

it.each<[string, LoadChange]>([
  ['is down', { up: false }],
  ['is starting', { phase: 'STARTING' }],
  ['is in maintenance', { maintained: true }],
  ['has failed a moment ago', { resting: true }],
  ['lacks its model', { models: ['b'] }],
])('it gets no renderer that %s, and holds up nobody', (_what, change) => {
  expect(
    placed([job('s')], [job('1', { model: 'b' })], [roomy('r', change)]).filter((each) => each[0] === 's'),
  ).toEqual([]);
  expect(placed([job('s', { model: 'c' })], [job('1')], [roomy('r')])).toEqual(['1 r']);
});
