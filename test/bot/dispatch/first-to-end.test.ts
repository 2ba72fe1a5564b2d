import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RendererLoad } from '#bot/dispatch/model-offers.ts';
import { createPlacementPolicy, type PlacementPolicy } from '#bot/dispatch/placement.ts';
import { workOf } from '#bot/dispatch/speed-estimate.ts';
import { effortOf } from '#bot/dispatch/task-traits.ts';
import { job, kindsOf, type LoadChange, renderer, waiting } from '#test/bot/dispatch/placement-fixture.ts';
import type { ModelJob } from '#test/bot/dispatch/placement-model.ts';
import { settledOrder } from '#test/fakes/new-job.ts';

const MINUTE = 60_000;

const WORK = workOf(effortOf(settledOrder().task));

/** Milliseconds that a job of these tests takes, by the renderer's name. */
type SpeedsOf = Readonly<Record<string, number>>;

interface Round {
  readonly queued: readonly ModelJob[];
  readonly renderers: readonly RendererLoad[];
  readonly speeds: SpeedsOf;
  readonly now?: number;
  readonly deadline?: number;
}

function place(policy: PlacementPolicy, { queued, renderers, speeds, now = 0, deadline }: Round): readonly string[] {
  const jobs = queued.map(waiting);
  const chosen = policy.choose({
    queued: jobs,
    alone: [],
    kinds: kindsOf(queued),
    ...(deadline !== undefined && { due: { now, due: [{ waiting: jobs[0]!, deadline }], budgetMs: MINUTE } }),
    speeds: { now, msPerWork: ({ id }) => (speeds[id] === undefined ? null : speeds[id] / WORK) },
    renderers,
    most: Number.POSITIVE_INFINITY,
    predictMs: (each) => each.predictedMs,
  });
  return chosen.map(({ waiting, rendererId }) => `${waiting.job.id} ${rendererId}`);
}

/** One is full, has a second to do, and draws a job in half a second; the other takes ten seconds. */
const SPEEDS = { fast: 500, slow: 10_000 };
const full = (change: LoadChange = {}) => renderer('fast', { room: 0, backlogMs: 1_000, ...change });
const slow = (change: LoadChange = {}) => renderer('slow', change);

describe('a job for which a slow renderer has room while a fast one is full', () => {
  const cases: [what: string, renderers: readonly RendererLoad[], speeds: SpeedsOf, expected: readonly string[]][] = [
    ['waits for the fast one', [full(), slow()], SPEEDS, []],
    ['goes to the slow one that ends it first', [full({ backlogMs: 9_000 }), slow()], SPEEDS, ['1 slow']],
    ['goes to the slow one that ends it about as soon', [full({ backlogMs: 8_000 }), slow()], SPEEDS, ['1 slow']],
    ['goes to the slow one while nobody knows how slow it is', [full(), slow()], { fast: 500 }, ['1 slow']],
    ['goes to the slow one while nobody knows how fast the other is', [full(), slow()], { slow: 10_000 }, ['1 slow']],
    ['waits for none that is down', [full({ up: false }), slow()], SPEEDS, ['1 slow']],
    ['waits for none that takes nothing more', [full({ phase: 'DRAINING' }), slow()], SPEEDS, ['1 slow']],
    ['waits for none in maintenance', [full({ maintained: true }), slow()], SPEEDS, ['1 slow']],
    ['waits for none that failed a moment ago', [full({ resting: true }), slow()], SPEEDS, ['1 slow']],
    ['waits for none that would load its model', [full({ resident: [] }), slow()], SPEEDS, ['1 slow']],
    ['goes to the fast one when it has room, though it is busy', [full({ room: 1 }), slow()], SPEEDS, ['1 fast']],
    [
      'waits rather than load its model elsewhere for longer',
      [full(), renderer('other', { resident: [] })],
      { fast: 500, other: 500 },
      [],
    ],
  ];
  for (const [what, renderers, speeds, expected] of cases)
    it(what, () => {
      expect(place(createPlacementPolicy(), { queued: [job('1')], renderers, speeds })).toEqual(expected);
    });

  it('is said to wait for it', () => {
    const policy = createPlacementPolicy();
    place(policy, { queued: [job('1')], renderers: [full(), slow()], speeds: SPEEDS });
    expect(policy.waitsFor('1')?.snapshot.id).toBe('fast');
    place(policy, { queued: [job('1')], renderers: [slow()], speeds: SPEEDS });
    expect(policy.waitsFor('1')).toBeNull();
  });

  it('waits in a line only as long as that is the sooner way, and those behind take what there is', () => {
    const queued = Array.from({ length: 40 }, (_, index) => job(`${index}`));
    const placed = place(createPlacementPolicy(), { queued, renderers: [full(), slow({ room: 3 })], speeds: SPEEDS });
    // One second to do and half of one for each: the fourteenth would end after 8 s, which is not much less than 10; and
    // behind it there another one after 20 s.
    expect(placed).toEqual(['13 slow', '30 slow']);
  });

  it('keeps nobody back whom the fast one cannot draw', () => {
    const queued = [job('1'), job('2', { model: 'b' })];
    const renderers = [full({ models: ['a'] }), slow({ resident: [{ model: 'a' }, { model: 'b' }] })];
    expect(place(createPlacementPolicy(), { queued, renderers, speeds: SPEEDS })).toEqual(['2 slow']);
  });

  it('waits no longer than the slow one would take, should the other get no further', () => {
    const policy = createPlacementPolicy();
    const round = { queued: [job('1')], renderers: [full(), slow()], speeds: SPEEDS };
    expect(place(policy, { ...round, now: 0 })).toEqual([]);
    expect(place(policy, { ...round, now: 9_999 })).toEqual([]);
    expect(place(policy, { ...round, now: 10_000 })).toEqual(['1 slow']);
  });

  it('waits for nobody when it is to be done by soon', () => {
    const round = { queued: [job('1')], renderers: [full(), slow()], speeds: SPEEDS };
    expect(place(createPlacementPolicy(), { ...round, deadline: 5 * MINUTE })).toEqual(['1 slow']);
    expect(place(createPlacementPolicy(), { ...round, deadline: 5 * MINUTE + 1 })).toEqual([]);
  });
});

const anyRenderer = fc.record({
  models: fc.subarray(['a', 'b']),
  resident: fc.subarray(['a', 'b']).map((models) => models.map((model) => ({ model }))),
  room: fc.nat(2),
  backlogMs: fc.nat(20_000),
  resting: fc.boolean(),
});
const anySpeed = fc.option(fc.integer({ min: 1, max: 100_000 }), { nil: undefined });

describe('whatever the renderers are, and though none of them ever gets further', () => {
  it('no job is left waiting for longer than a minute while somebody has room for it', () => {
    const anyCluster = fc.array(fc.tuple(anyRenderer, anySpeed), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(anyCluster, fc.integer({ min: 1, max: 90 }), fc.nat(20_000), (cluster, count, moreMs) => {
        const renderers = cluster.map(([change], index) => renderer(`r${index}`, change));
        const speeds = Object.fromEntries(cluster.flatMap(([, speed], i) => (speed ? [[`r${i}`, speed]] : [])));
        let queued = Array.from({ length: count }, (_, n) => job(`${n}`, { model: n % 3 === 0 ? 'b' : 'a' }));
        const policy = createPlacementPolicy();
        const play = (now: number) => {
          const placed = new Set(place(policy, { queued, renderers, speeds, now }).map((each) => each.split(' ')[0]));
          queued = queued.filter(({ id }) => !placed.has(id));
          return placed.size;
        };
        for (let now = 0; now < MINUTE; now += moreMs + 10_000) play(now);
        // Whom a round leaves waiting for the first time waits through it: only the next one has to place it.
        for (let now = MINUTE, emptyRounds = 0; emptyRounds < 2; now += MINUTE)
          emptyRounds = play(now) > 0 ? 0 : emptyRounds + 1;
        const open = renderers.filter(({ room, coolingDown }) => room > 0 && !coolingDown);
        const drawable = new Set(open.flatMap(({ snapshot }) => snapshot.description!.models.map(({ name }) => name)));
        expect(queued.filter(({ spec }) => drawable.has(spec.model))).toEqual([]);
      }),
      {
        numRuns: 100,
        // One has to load the model, the other has it and is full: one job at a time goes, the last is left at 56 s.
        examples: [
          [
            [
              [{ models: ['a'], resident: [], room: 1, backlogMs: 0, resting: false }, 317],
              [{ models: ['a'], resident: [{ model: 'a' }], room: 0, backlogMs: 0, resting: false }, 1727],
            ],
            6,
            17_842,
          ],
        ],
      },
    );
  });
});
