import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { openCluster } from '#bot/cluster/cluster.ts';
import { createPictureIntake } from '#bot/image/picture-intake.ts';
import { startJobService } from '#bot/jobs/job-service.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import { createPresetService } from '#bot/presets/preset-service.ts';
import { openPictureStore } from '#bot/storage/picture-store.ts';
import { openStorage } from '#bot/storage/storage.ts';
import { systemClock } from '#shared/clock.ts';
import { silentLog } from '#shared/log.ts';
import { benchScratch } from '#test/bench/bench-scratch.ts';
import { createTurnClock, threadMs } from '#test/bench/event-loop-turns.ts';
import type { BenchRow } from '#test/bench/row.ts';
import { createFakeClock } from '#test/fakes/clock.ts';
import { startFakeRenderer } from '#test/fakes/renderer.ts';

const JOBS = 10_000;
const MEMBERS = 500;
const RENDERERS = 3;
const RESTARTS = 5;
/** Who asks within one turn of the event loop, as members of many servers do. */
const AT_ONCE = 20;

/** Ten thousand orders into the real ledger, before renderers on which time stands still; then restarts. */
export async function* benchLongQueue(): AsyncGenerator<BenchRow> {
  const scratch = benchScratch();
  const renderers = await Promise.all(
    Array.from({ length: RENDERERS }, () => startFakeRenderer({ clock: createFakeClock() })),
  );
  const open = () => openService(scratch.path, { addresses: renderers.map(({ address }) => address) });
  try {
    const before = await open();
    yield* await addAll(before.jobs);
    await before.close();
    const used: number[] = [];
    const blocks: number[] = [];
    for (let restart = 0; restart < RESTARTS; restart += 1) {
      const turns = createTurnClock();
      const began = threadMs();
      const after = await open();
      await untilTold(after.jobs);
      used.push(threadMs() - began);
      blocks.push(turns.stop());
      await after.close();
    }
    const note = `of ${RESTARTS}, until all have their position`;
    yield row('restart, CPU, p50', atShare(used, 0.5), `${note}; aim 3000`);
    yield row('restart, CPU, p99', atShare(used, 0.99), `${note}: the longest; aim 3000`);
    yield row('restart, longest block, p50', atShare(blocks, 0.5), 'CPU of one turn; aim 100');
    yield row('restart, longest block, p99', atShare(blocks, 0.99), 'CPU of one turn: the longest; aim 100');
  } finally {
    await Promise.all(renderers.map((renderer) => renderer.close()));
    scratch.remove();
  }
}

/** The least that is no less than this share of all. */
function atShare(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(share * values.length) - 1]!;
}

async function addAll(jobs: JobService): Promise<readonly BenchRow[]> {
  const place = { platform: 'discord', serverId: 'server', channelId: 'channel' } as const;
  const times: number[] = [];
  // A turn clock would keep the thread busy while it waits for the disk, and so count as its work.
  const blocks = monitorEventLoopDelay({ resolution: 5 });
  blocks.enable();
  const began = threadMs();
  const submit = async (index: number) => {
    const member = { id: `member-${index % MEMBERS}`, name: 'Somebody', isModerator: false };
    const order = { prompt: `house number ${index}`, width: 64, height: 64, steps: 4, seed: index };
    const asked = performance.now();
    await jobs.submit({ requestKey: `request-${index}`, place, member, order });
    times.push(performance.now() - asked);
  };
  for (let index = 0; index < JOBS; index += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => submit(index + i)));
    await setImmediate();
  }
  const used = threadMs() - began;
  await untilTold(jobs);
  blocks.disable();
  times.sort((a, b) => a - b);
  return [
    row(`${JOBS} added, CPU`, used, `${AT_ONCE} at once; aim 5000`),
    row('submit, p50', times[JOBS / 2]!, 'wall'),
    row('submit, p99', times[Math.floor(JOBS * 0.99)]!, 'wall; aim 25'),
    row('adding, longest block', blocks.max / 1e6, 'wall'),
  ];
}

async function untilTold(jobs: JobService) {
  const isTold = () =>
    jobs.queue().every(({ job, progress }) => job.state.kind !== 'queued' || progress.position !== null);
  while (!isTold()) await setTimeout(100);
}

/** A job service over the real ledger of this folder, for as many jobs as a bench has. */
export async function openService(folder: string, { addresses }: { readonly addresses: readonly string[] }) {
  const storage = await openStorage({ file: join(folder, 'ledger.sqlite') });
  const cluster = openCluster({ addresses, local: {}, clock: systemClock, log: silentLog });
  let seeds = 0;
  const intake = createPictureIntake({ ...storage, signal: new AbortController().signal });
  const jobs = await startJobService({
    ...storage,
    pictures: openPictureStore({ folder: join(folder, 'pictures') }),
    intake,
    cluster,
    clock: systemClock,
    log: silentLog,
    randomSeed: () => ++seeds,
    newJobId: () => `job-${++seeds}`,
    bounds: { memberMax: JOBS, totalMax: JOBS },
  });
  return {
    jobs,
    intake,
    cluster,
    presets: createPresetService({ ...storage, words: jobs.rules.words, cluster, clock: systemClock }),
    stars: storage.stars,
    grants: storage.grants,
    async close() {
      await jobs.close();
      await cluster.close();
      await storage.close();
    },
  };
}

function row(name: string, value: number, note: string): BenchRow {
  return { name, value, unit: 'ms', note };
}
