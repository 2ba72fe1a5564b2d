import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RendererLoad } from '#bot/dispatch/model-offers.ts';
import { startForecast } from '#bot/dispatch/queue-forecast.ts';
import { createRendererIndex } from '#bot/dispatch/renderer-index.ts';
import { createSpeeds, workOf } from '#bot/dispatch/speed-estimate.ts';
import { needsOf } from '#bot/domain/task-needs.ts';
import { FAKE_DESCRIPTION } from '#test/fakes/fake-description.ts';
import { settledOrder } from '#test/fakes/new-job.ts';

interface Fast {
  readonly models: readonly string[];
  readonly backlogMs: number;
  /** Milliseconds for each unit of work, by model; a model that is missing was never measured. */
  readonly msPerWork: Readonly<Record<string, number>>;
  readonly up: boolean;
}

function loadOf({ models, backlogMs, up }: Fast, index: number): RendererLoad {
  const [fake] = FAKE_DESCRIPTION.models;
  const description = { ...FAKE_DESCRIPTION, models: models.map((name) => ({ ...fake!, name })) };
  const snapshot = { id: `r${index}`, address: '', up, downReason: null, description, state: null };
  return { snapshot, backlogMs, room: 0, isIdle: true, coolingDown: false };
}

const specOf = ({ model, steps }: { model: string; steps: number }) =>
  settledOrder({ model, steps, width: 512, height: 512 }).task;

const doing = (share: { steps: number; stepMs: number }) => ({ renders: [share], slots: 1, models: new Set<string>() });
const noLoads = () => 0;

function forecast(renderers: readonly Fast[], jobs: readonly { model: string; steps: number }[]) {
  const speeds = createSpeeds();
  for (const [index, { msPerWork }] of renderers.entries())
    for (const [model, stepMs] of Object.entries(msPerWork))
      speeds.observe(`r${index}`, specOf({ model, steps: 1 }), { stepMs, at: 0 });
  const renderersNow = createRendererIndex();
  renderersNow.update(renderers.map(loadOf));
  // One at a time, after what is going on there: then a renderer's line is what it has to do in all.
  const ahead = startForecast(speeds, ({ backlogMs }) => doing({ steps: 1, stepMs: backlogMs }), noLoads);
  for (const spec of jobs.map(specOf)) ahead.add(renderersNow.kindOf(needsOf(spec)), spec);
  return ahead.etas();
}

/** Every job to whoever would be done with it first, looking at all renderers each time. */
function plainForecast(renderers: readonly Fast[], jobs: readonly { model: string; steps: number }[]) {
  const freeInMs = renderers.map(({ backlogMs }) => backlogMs);
  return jobs.map((job) => {
    const ends = renderers.flatMap(({ models, msPerWork, up }, index) => {
      const speed = models.includes(job.model) && up ? msPerWork[job.model] : undefined;
      return speed === undefined ? [] : [{ index, at: freeInMs[index]! + speed * workOf(specOf(job)) }];
    });
    if (ends.length === 0) return null;
    const first = ends.reduce((best, end) => (end.at < best.at ? end : best));
    freeInMs[first.index] = first.at;
    return first.at;
  });
}

const one = (backlogMs: number, ms: number): Fast => ({ models: ['a'], backlogMs, msPerWork: { a: ms }, up: true });
const steps = (...each: number[]) => each.map((count) => ({ model: 'a', steps: count }));

describe('when a queue will be done', () => {
  it('is reckoned by giving each job to the renderer that is done first', () => {
    expect(forecast([one(0, 100), one(500, 100)], steps(9, 0, 9))).toEqual([1_000, 600, 1_600]);
    expect(forecast([one(0, 1_000), one(500, 100)], steps(9, 9, 9))).toEqual([1_500, 2_500, 3_500]);
  });
  it('counts that renders join what is being drawn: a short job does not wait for a long one to end', () => {
    const speeds = createSpeeds();
    speeds.observe('r0', specOf({ model: 'a', steps: 1 }), { stepMs: 100, at: 0 });
    const renderers = createRendererIndex();
    renderers.update([loadOf(one(10_000, 100), 0)]);
    const ahead = startForecast(speeds, () => ({ ...doing({ steps: 100, stepMs: 100 }), slots: 2 }), noLoads);
    for (const spec of steps(9, 9).map(specOf)) ahead.add(renderers.kindOf(needsOf(spec)), spec);
    expect(ahead.etas()).toEqual([2_000, 4_000]);
  });
  it('counts loading a model once, and gives the job to who has it where that is done sooner', () => {
    const speeds = createSpeeds();
    for (const id of ['r0', 'r1']) speeds.observe(id, specOf({ model: 'a', steps: 1 }), { stepMs: 100, at: 0 });
    const renderers = createRendererIndex();
    renderers.update([one(0, 100), one(500, 100)].map(loadOf));
    const loadMs = ({ snapshot }: { snapshot: { id: string } }) => (snapshot.id === 'r0' ? 4_000 : 0);
    const ahead = startForecast(speeds, ({ backlogMs }) => doing({ steps: 1, stepMs: backlogMs }), loadMs);
    const places = Array.from({ length: 6 }, () => {
      const spec = specOf({ model: 'a', steps: 9 });
      return ahead.add(renderers.kindOf(needsOf(spec)), spec)?.snapshot.id;
    });
    expect(places).toEqual(['r1', 'r1', 'r1', 'r1', 'r0', 'r1']);
    expect(ahead.etas()).toEqual([1_500, 2_500, 3_500, 4_500, 5_000, 5_500]);
  });
  it('is unknown where nobody can draw it or nobody knows how fast', () => {
    expect(forecast([], steps(1))).toEqual([null]);
    expect(forecast([{ ...one(0, 100), up: false }], steps(1))).toEqual([null]);
    expect(forecast([{ ...one(0, 100), models: ['b'] }], steps(1))).toEqual([null]);
    expect(forecast([{ ...one(0, 100), msPerWork: {} }], steps(1))).toEqual([null]);
  });

  const anySpeed = fc.constantFrom(10, 20, 40, 200);
  const anyFast = fc.record({
    models: fc.subarray(['a', 'b', 'c']),
    backlogMs: fc.nat(2_000),
    msPerWork: fc.dictionary(fc.constantFrom('a', 'b', 'c'), anySpeed),
    up: fc.constantFrom(true, true, true, false),
  });
  const anyJobs = fc.array(fc.record({ model: fc.constantFrom('a', 'b', 'c'), steps: fc.nat(30) }), { maxLength: 40 });
  it('is what looking at all renderers each time would say, where speeds are equal or far apart', () => {
    fc.assert(
      fc.property(fc.array(anyFast, { maxLength: 6 }), anyJobs, (renderers, jobs) => {
        const [found, plain] = [forecast(renderers, jobs), plainForecast(renderers, jobs)];
        expect(found.map((eta) => eta && Math.round(eta))).toEqual(plain);
      }),
      { numRuns: 500 },
    );
  });
  it('is off by little where speeds are nearly equal', () => {
    const near = fc.record({ backlogMs: fc.nat(2_000), ms: fc.double({ min: 100, max: 110, noNaN: true }) });
    fc.assert(
      fc.property(fc.array(near, { minLength: 1, maxLength: 6 }), fc.array(fc.nat(30)), (renderers, counts) => {
        const all = renderers.map(({ backlogMs, ms }) => one(backlogMs, ms));
        const plain = plainForecast(all, steps(...counts));
        // The last to be done: of single jobs two may have changed places.
        const last = (etas: readonly (number | null)[]) => Math.max(0, ...etas.map(Number));
        const longest = 31 * 110;
        const found = last(forecast(all, steps(...counts)));
        expect(Math.abs(found - last(plain))).toBeLessThanOrEqual(0.1 * last(plain) + longest);
      }),
      { numRuns: 200 },
    );
  });
});
