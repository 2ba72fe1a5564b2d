import { describe, expect, it } from 'vitest';
import { batchKeyOf } from '#bot/dispatch/batch-key.ts';
import type { RendererLoad } from '#bot/dispatch/model-offers.ts';
import { createPlacementPolicy, type PlacementPolicy } from '#bot/dispatch/placement.ts';
import { workOf } from '#bot/dispatch/speed-estimate.ts';
import { effortOf } from '#bot/dispatch/task-traits.ts';
import { job, kindsOf, renderer, waiting } from '#test/bot/dispatch/placement-fixture.ts';
import type { ModelJob } from '#test/bot/dispatch/placement-model.ts';
import { settledOrder } from '#test/fakes/new-job.ts';

const small = settledOrder({ model: 'a' }).task;
const inked = { ...small, adapters: [{ name: 'ink', weight: 1 }] };
const SAME = [batchKeyOf(small)!];
const OTHER = [batchKeyOf(inked)!];

/** A job of these tests takes a second wherever it is drawn. */
const MS_PER_WORK = 1_000 / workOf(effortOf(small));

/** Of the same model, in calls of its own: adapters are added to renders here, and need no load. */
const other = (id: string, overtaken = 0) => job(id, { adapters: inked.adapters, overtaken });

function place(queued: readonly ModelJob[], renderers: readonly RendererLoad[], policy = createPlacementPolicy()) {
  return chosen(policy, queued, renderers).map((each) => `${each.waiting.job.id} ${each.rendererId}`);
}

function chosen(policy: PlacementPolicy, queued: readonly ModelJob[], renderers: readonly RendererLoad[]) {
  return policy.choose({
    queued: queued.map(waiting),
    alone: [],
    kinds: kindsOf(queued),
    speeds: { now: 0, msPerWork: () => MS_PER_WORK },
    renderers,
    most: Number.POSITIVE_INFINITY,
    predictMs: () => 1_000,
  });
}

const busy = (id: string, batches: readonly string[], change: Parameters<typeof renderer>[1] = {}) => ({
  ...renderer(id, { backlogMs: 2_000, switches: true, ...change }),
  batches,
});

describe('calls that jobs share', () => {
  it('are of one model, one size and the same adapters', () => {
    const keys = [small, inked, { ...small, model: 'b' }, { ...small, width: 128 }].map(batchKeyOf);
    expect(new Set(keys).size).toBe(4);
    expect(batchKeyOf({ ...small, seed: 8, steps: 20, guidance: 7 })).toBe(batchKeyOf(small));
    expect(batchKeyOf({ kind: 'upscale', image: small as never, model: '', scale: 2 })).toBeNull();
  });
});

describe('a job', () => {
  it('goes where others draw what shares its calls', () => {
    expect(place([job('1')], [busy('r', OTHER), busy('s', SAME)])).toEqual(['1 s']);
    expect(place([other('1')], [busy('r', OTHER), busy('s', SAME)])).toEqual(['1 r']);
  });
  it('does so for as much work as that saves, and no more', () => {
    expect(place([job('1')], [busy('r', OTHER), busy('s', SAME, { backlogMs: 2_200 })])).toEqual(['1 s']);
    expect(place([job('1')], [busy('r', OTHER), busy('s', SAME, { backlogMs: 2_201 })])).toEqual(['1 r']);
    expect(place([job('1')], [busy('idle', [], { backlogMs: 0 }), busy('s', SAME)])).toEqual(['1 idle']);
  });
  it('does not where there is no room, or its model is not', () => {
    expect(place([job('1')], [busy('r', OTHER), busy('s', SAME, { room: 0 })])).toEqual(['1 r']);
    expect(place([job('1')], [busy('r', OTHER), busy('s', SAME, { resting: true })])).toEqual(['1 r']);
    expect(place([job('1')], [busy('r', OTHER), busy('s', SAME, { resident: [] })])).toEqual(['1 r']);
  });
  it('finds those that were placed a moment ago', () => {
    const wide = { room: 4, backlogMs: 0 };
    const placed = place([job('1'), other('2'), job('3'), other('4')], [busy('r', [], wide), busy('s', [], wide)]);
    expect(placed).toEqual(['1 r', '2 s', '3 r', '4 s']);
  });
  it('passes one that would share no calls there, which then says so', () => {
    const [first] = chosen(createPlacementPolicy(), [other('1'), job('2')], [busy('r', SAME)]);
    expect([first!.waiting.job.id, first!.overtook]).toEqual(['2', ['1']]);
  });
  it('passes nobody that was overtaken enough, and nobody where nothing is drawn', () => {
    expect(place([other('1', 16), job('2')], [busy('r', SAME)])).toEqual(['1 r']);
    expect(place([other('1'), job('2')], [busy('r', [], { backlogMs: 0 })])).toEqual(['1 r']);
  });
  it('finds nobody any more where that has ended', () => {
    const policy = createPlacementPolicy();
    place([], [busy('r', OTHER), busy('s', SAME)], policy);
    expect([...policy.renderers.drawing(SAME[0]!)].map(({ snapshot }) => snapshot.id)).toEqual(['s']);
    place([], [busy('r', SAME), busy('s', [])], policy);
    expect([...policy.renderers.drawing(SAME[0]!)].map(({ snapshot }) => snapshot.id)).toEqual(['r']);
    place([], [], policy);
    expect(policy.renderers.drawing(SAME[0]!).size).toBe(0);
  });
});
