import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDueBudget } from '#bot/dispatch/due-budget.ts';
import type { RendererLoad } from '#bot/dispatch/model-offers.ts';
import { createPlacementPolicy } from '#bot/dispatch/placement.ts';
import { job, kindsOf, type LoadChange, renderer, waiting } from '#test/bot/dispatch/placement-fixture.ts';
import type { ModelJob } from '#test/bot/dispatch/placement-model.ts';

/** A job of the model that takes a second, and by when it is to be done; null = whenever. */
type Due = readonly [wish: ModelJob, deadline: number | null];

const MINUTE = 60_000;

/** What is placed at the moment 0, in the order of placing; what goes before its turn is marked. */
function placed(queued: readonly Due[], renderers: readonly RendererLoad[], budgetMs = MINUTE): readonly string[] {
  const jobs = queued.map(([wish, deadline]) => ({ waiting: waiting(wish), deadline }));
  const due = jobs
    .flatMap((each) => (each.deadline === null ? [] : [{ ...each, deadline: each.deadline }]))
    .toSorted((a, b) => a.deadline - b.deadline);
  const chosen = createPlacementPolicy().choose({
    queued: jobs.map((each) => each.waiting),
    alone: [],
    kinds: kindsOf(queued.map(([wish]) => wish)),
    due: { now: 0, due, budgetMs },
    renderers,
    most: 16,
    predictMs: (each) => each.predictedMs,
  });
  return chosen.map((each) => `${each.waiting.job.id} ${each.rendererId}${each.isBeforeTurn ? ' before' : ''}`);
}

const later: Due = [job('1'), null];
const due = (deadline: number, change: Parameters<typeof job>[1] = {}): Due => [job('due', change), deadline];

describe('a job with a deadline', () => {
  // A second for the job in turn, one for itself, and half a minute in hand.
  const cases: [what: string, deadline: number, expected: readonly string[]][] = [
    ['keeps its turn while it has time', 32_000, ['1 r']],
    ['goes before its turn where it would be late after the next', 31_999, ['due r before']],
    ['goes before its turn as long as it can be done in time', 1_000, ['due r before']],
    ['keeps its turn where it is late all the same', 999, ['1 r']],
  ];
  for (const [what, deadline, expected] of cases)
    it(what, () => {
      expect(placed([later, due(deadline)], [renderer('r')])).toEqual(expected);
    });

  it('reckons with what a renderer has to do first, and with loading', () => {
    const busy = renderer('r', { backlogMs: 5_000 });
    expect(placed([later, due(37_000)], [busy])).toEqual(['1 r']);
    expect(placed([later, due(36_999)], [busy])).toEqual(['due r before']);
    expect(placed([later, due(5_999)], [busy])).toEqual(['1 r']);
    expect(placed([later, due(36_000, { model: 'b' })], [renderer('r')])).toEqual(['1 r']);
    expect(placed([later, due(35_999, { model: 'b' })], [renderer('r')])).toEqual(['due r before']);
    expect(placed([later, due(4_999, { model: 'b' })], [renderer('r')])).toEqual(['1 r']);
  });

  it('reckons with those that are due before it, by as many as can draw them', () => {
    const many = Array.from({ length: 10 }, (_, n): Due => [job(`due${n}`, { predictedMs: 10_000 }), 125_000 + n]);
    expect(placed([later, ...many.slice(0, 9)], [renderer('r')])).toEqual(['1 r']);
    expect(placed([later, ...many], [renderer('r')])).toEqual(['due0 r before']);
    expect(placed([later, ...many], [renderer('r'), renderer('full', { room: 0 })])).toEqual(['1 r']);
  });

  it('goes first where two are due, and nothing goes before its turn that is far from its deadline', () => {
    const [soon, sooner]: readonly Due[] = [due(20_000), [job('sooner'), 10_000]];
    expect(placed([later, soon!, sooner!], [renderer('r')])).toEqual(['sooner r before']);
    expect(placed([later, due(10 * MINUTE)], [renderer('r')])).toEqual(['1 r']);
  });

  it('is one in each round, and the others are placed as ever', () => {
    const wide = renderer('r', { room: 3 });
    expect(placed([later, [job('2'), null], due(9_000), [job('other'), 8_000]], [wide])).toEqual([
      'other r before',
      '1 r',
      '2 r',
    ]);
  });

  it('takes nothing from the budget where its turn has come, and then nobody passes it', () => {
    const passer: Due = [job('2'), null];
    expect(placed([due(20_000, { model: 'b' }), passer], [renderer('r')], 0)).toEqual(['due r']);
    expect(placed([due(20 * MINUTE, { model: 'b' }), passer], [renderer('r')], 0)).toEqual(['2 r']);
  });

  it('keeps its turn where the budget is spent', () => {
    expect(placed([later, due(20_000)], [renderer('r')], 0)).toEqual(['1 r']);
    expect(placed([later, due(20_000)], [renderer('r')], 1)).toEqual(['due r before']);
  });

  it('gets no renderer that cannot draw it, and holds up nobody', () => {
    const unfit: readonly LoadChange[] = [{ up: false }, { room: 0 }, { resting: true }, { models: ['b'] }];
    for (const change of unfit) expect(placed([later, due(20_000)], [renderer('r', change)])).toEqual([]);
    expect(placed([later, due(20_000, { model: 'c' })], [renderer('r')])).toEqual(['1 r']);
    const burnt = due(20_000, { avoid: new Set(['r']) });
    expect(placed([later, burnt], [renderer('r'), renderer('s', { backlogMs: 900 })])).toEqual(['due s before', '1 r']);
  });

  it('is found beyond the window, and placed once', () => {
    const crowd = Array.from({ length: 100 }, (_, n): Due => [job(`${n}`), null]);
    const got = placed([...crowd, due(20_000)], [renderer('r', { room: 4 })]);
    expect(got).toEqual(['due r before', '0 r', '1 r', '2 r']);
  });
});

const anyDue = fc.record({
  model: fc.constantFrom('a', 'b'),
  predictedMs: fc.integer({ min: 1, max: 90_000 }),
  deadline: fc.option(fc.nat(300_000)),
});

describe('whatever is due', () => {
  it('every job is placed at most once, at most one before its turn, and none that would be late', () => {
    const anyRoom = fc.record({ room: fc.nat(3), backlogMs: fc.nat(60_000) });
    fc.assert(
      fc.property(fc.array(anyDue, { maxLength: 30 }), fc.array(anyRoom, { maxLength: 4 }), (jobs, rooms) => {
        const queued = jobs.map(({ deadline, ...wish }, n): Due => [job(`${n}`, wish), deadline]);
        const renderers = rooms.map((change, n) => renderer(`r${n}`, change));
        const got = placed(queued, renderers).map((each) => each.split(' '));
        expect(new Set(got.map(([id]) => id)).size).toBe(got.length);
        for (const [n, { room }] of rooms.entries())
          expect(got.filter(([, at]) => at === `r${n}`).length).toBeLessThanOrEqual(room);
        const before = got.filter(([, , mark]) => mark);
        expect(before.length).toBeLessThanOrEqual(1);
        for (const [id, at] of before) {
          const { deadline, predictedMs } = jobs[Number(id)]!;
          const { backlogMs } = rooms[Number(at!.slice(1))]!;
          expect(backlogMs + predictedMs).toBeLessThanOrEqual(deadline!);
        }
        // Where nobody has a deadline all is as it was.
        const none = queued.map(([wish]): Due => [wish, null]);
        if (before.length === 0 && jobs.every(({ deadline }) => deadline === null))
          expect(placed(none, renderers)).toEqual(got.map(([id, at]) => `${id} ${at}`));
      }),
      { numRuns: 300 },
    );
  });

  it('no more goes before its turn than a third of what went in turn, a minute and one job', () => {
    const anyJob = fc.record({ predictedMs: fc.integer({ min: 1, max: 120_000 }), wants: fc.boolean() });
    fc.assert(
      fc.property(fc.array(anyJob, { maxLength: 200 }), (jobs) => {
        const budget = createDueBudget();
        let [before, inTurn] = [0, 0];
        for (const { predictedMs, wants } of jobs) {
          const isBeforeTurn = wants && budget.leftMs > 0;
          budget.count({ predictedMs, isBeforeTurn });
          if (isBeforeTurn) before += predictedMs;
          else inTurn += predictedMs;
          expect(before).toBeLessThanOrEqual(inTurn / 3 + MINUTE + 120_000 + 1);
        }
      }),
      { numRuns: 200 },
    );
  });
});
