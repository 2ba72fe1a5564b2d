import { describe, expect, it } from 'vitest';
import type { PreloadEvent, PreloadRequest } from '#shared/contract/operating.ts';
import { Failure } from '#shared/failure.ts';
import { startTestJobService, submission, withRenderer } from '#test/bot/jobs/job-service-fixture.ts';
import { createFakeClock } from '#test/fakes/clock.ts';
import { FAKE_DESCRIPTION } from '#test/fakes/fake-description.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const [tiny] = FAKE_DESCRIPTION.models;
const TWO_MODELS = { models: [tiny!, { ...tiny!, name: 'other' }] };
const MINUTE = 60_000;

type Load = (request: PreloadRequest, signal: AbortSignal) => AsyncGenerator<PreloadEvent>;

/** Five renderers that never finish anything, of which four draw with tiny. */
async function start(load: Load) {
  const clock = createFakeClock();
  const loads: { at: number; model: string; signal: AbortSignal }[] = [];
  const withLoads = (at: number) =>
    withRenderer({
      ...{ clock, stepMs: 1e9, description: TWO_MODELS },
      preload: (request, signal) => {
        loads.push({ at, model: request.model, signal });
        return load(request, signal);
      },
    });
  const renderers = await Promise.all([0, 1, 2, 3, 4].map(withLoads));
  const addresses = renderers.map(({ address }) => address);
  const service = await startTestJobService({ folder: scratchFolder(), addresses, clock });
  for await (const snapshots of service.cluster.changes(new AbortController().signal))
    if (snapshots.every(({ up }) => up)) break;
  const asker = { serverId: 'server', memberId: 'ada', memberName: 'Ada', mayManageServer: true };
  await service.presets.create(asker, { name: 'other', model: 'other' });
  const order = (style?: string) =>
    service.jobs.submit(submission({ order: { ...submission().order, ...(style && { style }) } }));
  // With nobody to finish anything, attempts are given up after a quarter of a minute.
  const idle = () => renderers.flatMap(({ renders }, at) => (renders.length > 0 ? [] : [at]));
  const begun = (at: number) => renderers[at]!.renders.filter(({ state }) => state === 'drawing').length;
  const later = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 5_000) {
      await clock.advance(5_000);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  for (const _ of [1, 2, 3, 4]) await order();
  await expect.poll(idle).toHaveLength(1);
  return { loads, order, later, idle: idle()[0]!, begun };
}

describe('a model that is asked for again and again', () => {
  it('is loaded where nothing is done, once a minute at most', async () => {
    const { loads, idle, later } = await start(async function* () {
      yield { event: 'loaded', loaded: { loadMs: 0 } };
    });
    await later(MINUTE / 2);
    expect(loads.map(({ at, model }) => ({ at, model }))).toEqual([{ at: idle, model: 'tiny' }]);
    await later(MINUTE / 3);
    expect(loads).toHaveLength(1);
  });

  it('is not tried again soon where it could not be loaded', async () => {
    // biome-ignore lint/correctness/useYield: it fails before it could say anything.
    const { loads, later } = await start(async function* () {
      throw new Failure('internal', 'no memory');
    });
    await later(2 * MINUTE);
    expect(loads).toHaveLength(1);
  });

  it('makes way there for a job that needs another', async () => {
    const { loads, idle, later, order, begun } = await start(async function* (_, signal) {
      yield { event: 'heartbeat', heartbeat: {} };
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    });
    await later(5_000);
    expect(loads).toMatchObject([{ at: idle, signal: { aborted: false } }]);
    await order('other');
    await expect.poll(() => begun(idle)).toBe(1);
    await expect.poll(() => loads[0]!.signal.aborted).toBe(true);
  });
});
