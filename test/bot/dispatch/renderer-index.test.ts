import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RendererLoad } from '#bot/dispatch/model-offers.ts';
import { createPlacementPolicy, whyWaiting } from '#bot/dispatch/placement.ts';
import { choose, job, renderer } from '#test/bot/dispatch/placement-fixture.ts';
import { type ModelJob, modelPlacements, modelWhyWaiting } from '#test/bot/dispatch/placement-model.ts';
import { inEnglish } from '#test/bot/text/in-english.ts';
import { FAKE_DESCRIPTION } from '#test/fakes/fake-description.ts';

/** A cluster of few models and adapters, so that much is alike; the same renderers in every round, changed or not. */
const anyAdapters = fc
  .subarray(['ink', 'oil'] as const)
  .chain((names) => fc.tuple(...names.map((name) => fc.constantFrom(0.5, 0.8).map((weight) => ({ name, weight })))));
const anyResident = fc.record({ model: fc.constantFrom('a', 'b', 'c'), adapters: anyAdapters });
const anyDescription = fc.record({
  models: fc.subarray(['a', 'b', 'c']),
  samplers: fc.constantFrom(['lcm'], ['lcm', 'ddim']),
  adapters: fc.array(fc.record({ name: fc.constantFrom('ink', 'oil'), switchable: fc.boolean() }), { maxLength: 3 }),
});
const anyLoad = fc.record({
  id: fc.constantFrom('r', 's', 't', 'u', 'v'),
  description: fc.option(anyDescription, { freq: 8 }),
  resident: fc.array(anyResident, { maxLength: 3 }),
  room: fc.integer({ min: -1, max: 4 }),
  backlogMs: fc.constantFrom(0, 1_000, 3_000, 4_000, 4_500, 9_000),
  coolingDown: fc.boolean(),
  up: fc.constantFrom(true, true, true, false),
  phase: fc.constantFrom('READY' as const, 'READY' as const, 'STARTING' as const, 'DRAINING' as const),
  maintained: fc.constantFrom(false, false, true),
});
const anyQueued = fc.record({
  model: fc.constantFrom('a', 'b', 'c'),
  sampler: fc.constantFrom('lcm', 'lcm', 'ddim'),
  adapters: anyAdapters,
  overtaken: fc.nat(9),
  predictedMs: fc.constantFrom(0, 500, 1_000, 5_000),
  avoid: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.subarray(['r', 's', 'gone']) }),
});
const anyRounds = fc.array(
  fc.record({
    loads: fc.uniqueArray(anyLoad, { selector: ({ id }) => id, maxLength: 5 }),
    kept: fc.subarray(['r', 's', 't', 'u', 'v']),
    queued: fc.array(anyQueued, { maxLength: 60 }),
  }),
  { minLength: 1, maxLength: 4 },
);

type AnyLoad = typeof anyLoad extends fc.Arbitrary<infer T> ? T : never;

function described({ id, description, ...load }: AnyLoad): RendererLoad {
  const base = renderer(id, { ...load, resident: load.resident, resting: load.coolingDown });
  const [fake] = FAKE_DESCRIPTION.models;
  const adapters = description?.adapters.map((each) => ({ ...each, kind: 'lora' as const })) ?? [];
  const models = description?.models.map((name) => ({ ...fake!, name, adapters })) ?? [];
  const samplers = description?.samplers.map((name) => ({ name, hasKarras: false })) ?? [];
  return {
    ...base,
    snapshot: { ...base.snapshot, description: description && { ...FAKE_DESCRIPTION, models, samplers } },
  };
}

describe('the indexed policy', () => {
  it('chooses what the plain one chooses, round after round of one changing cluster', () => {
    fc.assert(
      fc.property(anyRounds, (rounds) => {
        const policy = createPlacementPolicy();
        let before: readonly RendererLoad[] = [];
        for (const { loads, kept, queued: jobs } of rounds) {
          const queued = jobs.map(({ avoid, sampler, model, adapters, ...rest }, index): ModelJob => {
            const change = { ...rest, avoid: new Set(avoid) };
            return { ...job(`${index}`, change), spec: { kind: 'draw', model, adapters, sampler } };
          });
          const same = before.filter(({ snapshot }) => kept.includes(snapshot.id));
          const changed = loads.filter(({ id }) => !same.some(({ snapshot }) => snapshot.id === id)).map(described);
          const renderers = [...same, ...changed];
          expect(choose(policy, { queued, renderers })).toEqual(modelPlacements(queued, { renderers }));
          for (const each of queued) {
            const kind = policy.renderers.kindOf(each.spec);
            expect(inEnglish(whyWaiting(policy.renderers.counts(kind), each.spec))).toBe(
              modelWhyWaiting(each, renderers),
            );
          }
          before = renderers;
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
