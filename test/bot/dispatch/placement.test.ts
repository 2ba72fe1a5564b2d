import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RendererLoad } from '#bot/dispatch/model-offers.ts';
import { createPlacementPolicy, whyWaiting } from '#bot/dispatch/placement.ts';
import { choose, job, kindsOf, type LoadChange, renderer, waiting } from '#test/bot/dispatch/placement-fixture.ts';
import { type ModelJob, modelPlacements, modelWhyWaiting } from '#test/bot/dispatch/placement-model.ts';
import { inEnglish } from '#test/bot/text/in-english.ts';

function check(queued: readonly ModelJob[], renderers: readonly RendererLoad[], expected: readonly string[]) {
  const placements = choose(createPlacementPolicy(), { queued, renderers });
  expect(modelPlacements(queued, { renderers })).toEqual(placements);
  expect(placements.map(({ jobId, rendererId }) => `${jobId} ${rendererId}`)).toEqual(expected);
  return placements;
}

const INK = [{ name: 'ink', weight: 0.8 }];

describe('the policy', () => {
  it('gives nothing to nobody, and nobody to nothing', () => {
    check([], [renderer('r')], []);
    check([job('1')], [], []);
  });
  it('keeps the order of the queue', () => {
    check([job('1'), job('2'), job('3')], [renderer('r', { room: 2 })], ['1 r', '2 r']);
  });
  it('spreads jobs over idle renderers', () => {
    check([job('1'), job('2')], [renderer('r', { room: 2 }), renderer('s', { room: 2 })], ['1 r', '2 s']);
  });
  const unfit: [string, LoadChange][] = [
    ['is down', { up: false }],
    ['is draining', { phase: 'DRAINING' }],
    ['is in maintenance', { maintained: true }],
    ['is starting its engine', { phase: 'STARTING' }],
    ['has failed a moment ago', { resting: true }],
    ['is full', { room: 0 }],
    ['lacks the model', { models: ['b'] }],
  ];
  for (const [what, change] of unfit)
    it(`gives nothing to a renderer that ${what}`, () => {
      check([job('1')], [renderer('r', change)], []);
      check([job('1')], [renderer('r', change), renderer('s', { backlogMs: 9_000 })], ['1 s']);
    });
  it('gives nothing to a renderer that lacks an adapter or the sampler', () => {
    const adapters = [{ name: 'no such', weight: 1 }];
    check([job('1', { adapters })], [renderer('r')], []);
    check([{ ...job('1'), spec: { ...job('1').spec, sampler: 'no such' } }], [renderer('r')], []);
  });
  it('prefers the renderer where the model is resident, then the one where only adapters change', () => {
    const [cold, warm, hot] = [
      renderer('cold', { resident: [] }),
      renderer('warm', { resident: [{ model: 'a' }] }),
      renderer('hot', { resident: [{ model: 'a', adapters: [{ name: 'ink', weight: Math.fround(0.8) }] }] }),
    ];
    check([job('1', { adapters: INK })], [cold, warm, hot], ['1 hot']);
    check([job('1', { adapters: INK })], [cold, warm], ['1 warm']);
    check([job('1', { adapters: INK })], [cold], ['1 cold']);
  });
  it('reckons with what loading takes, where that was measured', () => {
    const [cold, busy] = [renderer('cold', { resident: [] }), renderer('busy', { backlogMs: 2_000 })];
    const place = (loadMs: number | null) => {
      const policy = createPlacementPolicy({ modelLoadMs: (model) => (model === 'a' ? loadMs : 1) });
      return choose(policy, { queued: [job('1')], renderers: [cold, busy] }).map(({ rendererId }) => rendererId);
    };
    expect([null, 1_900, 2_100].map(place)).toEqual([['busy'], ['cold'], ['busy']]);
  });
  it('reckons no more for adapters than for the whole model', () => {
    const [warm, busy] = [
      renderer('warm', { resident: [{ model: 'a' }] }),
      renderer('busy', {
        backlogMs: 500,
        resident: [{ model: 'a', adapters: [{ name: 'ink', weight: Math.fround(0.8) }] }],
      }),
    ];
    const place = (loadMs: number) => {
      const policy = createPlacementPolicy({ modelLoadMs: () => loadMs });
      const queued = [job('1', { adapters: INK })];
      return choose(policy, { queued, renderers: [warm, busy] }).map(({ rendererId }) => rendererId);
    };
    expect([300, 9_000].map(place)).toEqual([['warm'], ['busy']]);
  });
  it('reckons no load for adapters that are switched without one', () => {
    const [switching, merged] = [
      renderer('switching', { resident: [{ model: 'a' }], switches: true, backlogMs: 100 }),
      renderer('merging', { resident: [{ model: 'a' }] }),
    ];
    check([job('1', { adapters: INK })], [switching, merged], ['1 switching']);
    check([job('1')], [switching, merged], ['1 merging']);
  });
  it('waits behind a short job rather than load a model, and loads rather than wait behind a long one', () => {
    const idle = renderer('idle', { resident: [{ model: 'b' }] });
    check([job('1')], [renderer('busy', { backlogMs: 500 }), idle], ['1 busy']);
    check([job('1')], [renderer('busy', { backlogMs: 60_000 }), idle], ['1 idle']);
  });
  it('lets a job whose model is resident pass one that needs a load, and says whom it passed', () => {
    const placements = check([job('1', { model: 'b' }), job('2')], [renderer('r')], ['2 r']);
    expect(placements[0]!.overtook).toEqual(['1']);
  });
  it('lets nobody pass a job that was overtaken sixteen times', () => {
    check([job('1', { model: 'b', overtaken: 15 }), job('2')], [renderer('r')], ['2 r']);
    check([job('1', { model: 'b', overtaken: 16 }), job('2')], [renderer('r')], ['1 r']);
  });
  it('lets nobody pass such a job in the middle of the queue either', () => {
    check([job('1', { model: 'b' }), job('2', { model: 'b', overtaken: 16 }), job('3')], [renderer('r')], ['1 r']);
  });
  it('passes over a job that nobody can draw now, without holding up the rest', () => {
    const placements = check([job('1', { model: 'c' }), job('2')], [renderer('r')], ['2 r']);
    expect(placements[0]!.overtook).toEqual([]);
  });
  it('lets no crowd of jobs that nobody can take now hold up the others', () => {
    const crowd = Array.from({ length: 100 }, (_, index) => job(`c${index}`, { model: 'c' }));
    const full = renderer('full', { models: ['c'], room: 0 });
    check([...crowd, job('1')], [renderer('r'), full], ['1 r']);
  });
  it('looks no further than the first 64 jobs that somebody has room for', () => {
    const crowd = (size: number) => Array.from({ length: size }, (_, index) => job(`b${index}`, { model: 'b' }));
    const full = renderer('full', { models: ['c'], room: 0 });
    const elsewhere = [job('c', { model: 'c' })];
    check([...elsewhere, ...crowd(63), job('last')], [renderer('r'), full], ['last r']);
    check([...elsewhere, ...crowd(64), job('beyond')], [renderer('r'), full], ['b0 r']);
  });
  it('places no more than it was asked to', () => {
    const queued = [job('1'), job('2'), job('3')];
    const round = {
      queued: queued.map(waiting),
      alone: [],
      kinds: kindsOf(queued),
      renderers: [renderer('r', { room: 3 })],
    };
    const policy = createPlacementPolicy();
    const chosen = policy.choose({ ...round, most: 2, predictMs: () => 1_000 });
    expect(chosen.map((each) => each.waiting.job.id)).toEqual(['1', '2']);
  });
  it('keeps a job away from the renderer that failed it, while another can draw it', () => {
    const burnt = job('1', { avoid: new Set(['r']) });
    for (const change of [{ phase: 'DRAINING' as const }, { maintained: true }])
      check([burnt], [renderer('r'), renderer('s', change)], ['1 r']);
    check([burnt], [renderer('r'), renderer('s', { backlogMs: 9_000 })], ['1 s']);
    check([burnt], [renderer('r'), renderer('s', { room: 0 })], []);
    check([burnt], [renderer('r'), renderer('s', { up: false })], ['1 r']);
    check([burnt], [renderer('r')], ['1 r']);
  });
});

describe('why a job waits', () => {
  const cases: [string, readonly RendererLoad[], string | null][] = [
    ['nobody is configured', [], 'no renderer is configured'],
    ['nobody is there', [renderer('r', { up: false })], 'no renderer is connected'],
    [
      'nobody has the model',
      [renderer('r', { models: ['b'] })],
      'no connected renderer has the model a with what this needs',
    ],
    ['the engine is starting', [renderer('r', { phase: 'STARTING' })], 'the renderer is starting its engine'],
    [
      'everybody was told to draw no more',
      [renderer('r', { phase: 'DRAINING' })],
      'the renderer takes nothing more for now',
    ],
    [
      'everybody is in maintenance',
      [renderer('r', { maintained: true }), renderer('s', { maintained: true, phase: 'DRAINING' })],
      'the renderer is in maintenance',
    ],
    [
      'the rest was told to draw no more',
      [renderer('r', { maintained: true }), renderer('s', { phase: 'DRAINING' })],
      'the renderer takes nothing more for now',
    ],
    ['everybody has just failed', [renderer('r', { resting: true })], 'the renderer is recovering'],
    ['it is simply its turn to wait', [renderer('r', { room: 0 })], null],
  ];
  for (const [what, renderers, expected] of cases)
    it(`is told when ${what}`, () => {
      const policy = createPlacementPolicy();
      choose(policy, { queued: [], renderers });
      const { spec } = job('1');
      expect(inEnglish(whyWaiting(policy.renderers.counts(policy.renderers.kindOf(spec)), spec))).toBe(expected);
      expect(modelWhyWaiting(job('1'), renderers)).toBe(expected);
    });
});

const anyJob = fc.record({
  model: fc.constantFrom('a', 'b', 'c'),
  overtaken: fc.nat(17),
  predictedMs: fc.nat(5_000),
});
const anyRenderer = fc.record({
  models: fc.subarray(['a', 'b', 'c']),
  resident: fc.subarray(['a', 'b', 'c']).map((models) => models.map((model) => ({ model }))),
  room: fc.integer({ min: -1, max: 4 }),
  backlogMs: fc.nat(20_000),
  resting: fc.boolean(),
  up: fc.boolean(),
  phase: fc.constantFrom('STARTING' as const, 'READY' as const, 'DRAINING' as const),
  maintained: fc.boolean(),
});

describe('whatever the queue and the cluster are', () => {
  it('every job is placed at most once, only where it can be drawn, and nobody gets more than there is room for', () => {
    fc.assert(
      fc.property(fc.array(anyJob, { maxLength: 50 }), fc.array(anyRenderer, { maxLength: 6 }), (jobs, changes) => {
        const queued = jobs.map((each, index) => job(`${index}`, each));
        const renderers = changes.map((change, index) => renderer(`r${index}`, change));
        const placements = choose(createPlacementPolicy(), { queued, renderers });
        expect(new Set(placements.map(({ jobId }) => jobId)).size).toBe(placements.length);
        for (const { jobId, rendererId } of placements) {
          const { coolingDown: resting, snapshot } = renderers.find((each) => each.snapshot.id === rendererId)!;
          expect({ resting, up: snapshot.up, phase: snapshot.state?.phase }).toEqual({
            resting: false,
            up: true,
            phase: 'RENDERER_PHASE_READY',
          });
          const { model } = queued.find(({ id }) => id === jobId)!.spec;
          expect(snapshot.description?.models.map(({ name }) => name)).toContain(model);
        }
        for (const { snapshot, room } of renderers) {
          const given = placements.filter(({ rendererId }) => rendererId === snapshot.id).length;
          expect(given).toBeLessThanOrEqual(Math.max(room, 0));
        }
      }),
      { numRuns: 300 },
    );
  });
});
