import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { STARTS_PER_TURN } from '#bot/dispatch/dispatcher.ts';
import { createQueue } from '#bot/dispatch/fair-queue.ts';
import { createLiveJobs } from '#bot/dispatch/live-jobs.ts';
import type { RendererLoad } from '#bot/dispatch/model-offers.ts';
import { createPlacementPolicy } from '#bot/dispatch/placement.ts';
import { createQueueProgress } from '#bot/dispatch/queue-progress.ts';
import { createSpeeds, workOf } from '#bot/dispatch/speed-estimate.ts';
import { effortOf } from '#bot/dispatch/task-traits.ts';
import type { Job } from '#bot/domain/job.ts';
import { systemClock } from '#shared/clock.ts';
import { createTurnClock, threadMs } from '#test/bench/event-loop-turns.ts';
import { type BenchRow, median } from '#test/bench/row.ts';
import { FAKE_DESCRIPTION } from '#test/fakes/fake-description.ts';
import { settledOrder } from '#test/fakes/new-job.ts';

const RENDERERS = 1_000;
const JOBS = 10_000;
const MEMBERS = 500;
const ROUNDS = 15;

/** A kind of cluster: what each renderer has, and what each job needs. */
interface Cluster {
  readonly name: string;
  readonly load: (index: number) => RendererLoad;
  readonly needs: (index: number) => { readonly model: string; readonly adapter?: number };
  /** What a unit of work takes, by the renderer's number, in milliseconds; left out = speeds are not known. */
  readonly msPerWork?: (index: number) => number;
}

const MODELS = ['sd15', 'sdxl', 'vega', 'ssd1b', 'sd21'];

const CLUSTERS: readonly Cluster[] = [
  {
    name: 'alike',
    load: (index) => loadOf(index, { models: MODELS, resident: [MODELS[index % 5]!] }),
    needs: (index) => ({ model: MODELS[(index * 7) % 5]! }),
  },
  {
    name: 'of three speeds',
    load: (index) => loadOf(index, { models: MODELS, resident: [MODELS[index % 5]!] }),
    needs: (index) => ({ model: MODELS[(index * 7) % 5]! }),
    msPerWork: (index) => [40, 60, 120][index % 3]!,
  },
  {
    name: 'empty',
    load: (index) => loadOf(index, { models: MODELS, resident: [] }),
    needs: (index) => ({ model: MODELS[(index * 7) % 5]!, adapter: index % 40 }),
  },
  {
    name: 'mixed',
    load: (index) =>
      loadOf(index, {
        models: MODELS.filter((_, model) => (index + model) % 3 > 0).concat(`own-${index % 50}`),
        resident: [MODELS[index % 5]!],
      }),
    needs: (index) =>
      index % 9 === 0 ? { model: `own-${index % 60}` } : { model: MODELS[index % 5]!, adapter: index },
  },
];

/** One round that places all there is room for, and rounds after one change, at 1,000 renderers and 10,000 jobs. */
export async function* benchPlacement(only: string): AsyncGenerator<BenchRow> {
  for (const cluster of CLUSTERS) {
    if (!cluster.name.startsWith(only)) continue;
    yield firstRound(cluster);
    yield placementsPerSecond(cluster);
    yield fullRound(cluster);
    yield* changes(cluster);
    yield* await telling(cluster);
  }
}

/** As many starts as the dispatcher makes at a time, at a moment when it knows nothing of the renderers: after a restart. */
function firstRound(cluster: Cluster): BenchRow {
  const { times, placed } = timeRounds(cluster, STARTS_PER_TURN);
  return row(`${cluster.name}: the first round, which places ${placed}`, times, 'reads all renderers; aim 50');
}

/** Round after round of as many starts as the dispatcher makes at a time, until all renderers are full. */
function placementsPerSecond({ name, load, needs, msPerWork }: Cluster): BenchRow {
  const loads = Array.from({ length: RENDERERS }, (_, index) => load(index));
  const { queue, choose } = filled({ needs, msPerWork, loads });
  const room = new Map(loads.map(({ snapshot, room }) => [snapshot.id, room]));
  let placed = 0;
  const began = threadMs();
  for (let round = 0; round < 3 * ROUNDS; round += 1) {
    const now = loads.map((one) => ({ ...one, room: room.get(one.snapshot.id)! }));
    for (const { waiting, rendererId } of choose(now, STARTS_PER_TURN)) {
      queue.take(waiting.job.id);
      room.set(rendererId, room.get(rendererId)! - 1);
      placed += 1;
    }
  }
  const perSecond = (1_000 * placed) / (threadMs() - began);
  return { name: `${name}: placements a second`, value: perSecond, unit: '/s', note: `CPU of ${placed}; aim 200` };
}

function fullRound(cluster: Cluster): BenchRow {
  const { times, placed } = timeRounds(cluster, Number.POSITIVE_INFINITY);
  return row(
    `${cluster.name}: one that places ${placed} at once`,
    times,
    'reads all renderers too; more than is ever asked',
  );
}

function timeRounds({ load, needs, msPerWork }: Cluster, most: number) {
  const times: number[] = [];
  let placed = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const { queue, policy, choose } = filled({
      needs,
      msPerWork,
      loads: Array.from({ length: RENDERERS }, (_, i) => load(i)),
    });
    policy.renderers.update([]);
    const loads = Array.from({ length: RENDERERS }, (_, index) => load(index));
    choose([], 0);
    collectGarbage();
    const began = threadMs();
    const placements = choose(loads, most);
    for (const { waiting } of placements) queue.take(waiting.job.id);
    times.push(threadMs() - began);
    placed = placements.length;
  }
  return { times, placed };
}

/** What setting up left behind is not the round's to clear away. */
function collectGarbage() {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

/** The cluster is full but for what changes. */
function* changes({ name, load, needs, msPerWork }: Cluster): Generator<BenchRow> {
  const loads = Array.from({ length: RENDERERS }, (_, index) => ({ ...load(index), room: 0 }));
  const { queue, choose } = filled({ needs, msPerWork, loads });
  const timed = (change: (round: number) => void): number[] =>
    Array.from({ length: 3 * ROUNDS }, (_, round) => {
      const began = performance.now();
      change(round);
      for (const { waiting } of choose([...loads], STARTS_PER_TURN)) queue.take(waiting.job.id);
      return performance.now() - began;
    }).slice(ROUNDS);
  const state = (at: number, room: number) => {
    const { snapshot, ...rest } = load(at);
    loads[at] = { ...rest, room, snapshot: { ...snapshot, state: { ...snapshot.state! } } };
  };
  yield row(
    `${name}: a renderer's state changed`,
    timed((round) => state(round, 0)),
    'aim 5',
  );
  const add = (round: number) => queue.add(queuedJob(JOBS + round, needs(round)));
  yield row(`${name}: a job was added`, timed(add), 'aim 5');
  const end = (round: number) => state(500 + round, 1);
  yield row(`${name}: a render ended, the next begins`, timed(end), 'aim 5');
  for (const [index, each] of loads.entries()) loads[index] = { ...each, backlogMs: each.backlogMs + 1, room: 0 };
  const idle = loadOf(RENDERERS, { models: ['nobody needs it'], resident: [] });
  loads[RENDERERS - 1] = idle;
  yield row(`${name}: the same beside one that nobody needs`, timed(end), 'aim 5');
}

async function telling({ name, load, needs }: Cluster): Promise<readonly BenchRow[]> {
  const loads = Array.from({ length: RENDERERS }, (_, index) => ({ ...load(index), room: 0 }));
  const { queue, policy, speeds, choose } = filled({ needs, loads });
  for (const [index, { snapshot }] of loads.entries())
    for (const { name: model } of snapshot.description!.models)
      speeds.observe(snapshot.id, settledOrder({ model }).task, { stepMs: 50 + (index % 97), at: 0 });
  choose(loads, 0);
  const liveJobs = createLiveJobs();
  for (const { job } of queue.inOrder()) liveJobs.open(job);
  const ending = new AbortController();
  const readRenderers = () => policy.renderers;
  const readAtWork = () => ({ renders: [], slots: 4, models: new Set<string>() });
  const predictTimes = () => () => 1_000;
  const told = { queue, readRenderers, readAtWork, predictTimes, liveJobs, speeds };
  const options = { ...told, clock: systemClock, signal: ending.signal };
  const progress = createQueueProgress(options);
  const turns = createTurnClock();
  progress.changed();
  while (liveJobs.all().some(({ progress: { position } }) => position === null))
    await new Promise((resolve) => setTimeout(resolve, 30));
  const longest = turns.stop();
  ending.abort();
  await progress.idle();
  return [{ name: `${name}: longest block while all are told`, value: longest, unit: 'ms', note: 'aim 50' }];
}

interface Filling extends Pick<Cluster, 'needs'> {
  readonly msPerWork?: Cluster['msPerWork'] | undefined;
  readonly loads: readonly RendererLoad[];
}

function filled({ needs, msPerWork, loads }: Filling) {
  const queue = createQueue({ memberMax: JOBS, totalMax: JOBS });
  for (let index = 0; index < JOBS; index++) queue.add(queuedJob(index, needs(index)));
  const policy = createPlacementPolicy();
  const speeds = createSpeeds();
  const known = msPerWork && {
    now: 0,
    msPerWork: ({ id }: RendererLoad['snapshot']) => msPerWork(Number(id.slice('renderer-'.length))),
  };
  const choose = (renderers: readonly RendererLoad[], most: number) =>
    policy.choose({
      queued: queue.inOrder(),
      alone: queue.alone(),
      kinds: queue.kinds(),
      ...(known && { speeds: known }),
      renderers,
      most,
      predictMs: ({ job }) => 50 * workOf(effortOf(job.settled.task)),
    });
  choose(loads, 0);
  return { queue, policy, speeds, choose };
}

function queuedJob(index: number, { model, adapter }: ReturnType<Cluster['needs']>) {
  const ownerId = `member-${index % MEMBERS}`;
  const adapters = adapter === undefined ? [] : [{ name: 'ink', weight: (1 + (adapter % 40)) / 20 }];
  const settled = settledOrder({ model, adapters, width: 512, height: 512, steps: 4 + (index % 20) });
  const none = { parentId: null, attempts: 0, panel: null, delivered: false, createdAt: 0, finishedAt: null };
  const place = { platform: 'discord', serverId: '1', channelId: '2' } as const;
  const job: Job = { ...none, id: `job-${index}`, place, ownerId, ownerName: '', settled, state: { kind: 'queued' } };
  return { job, overtaken: 0, avoid: new Set<string>(), strikes: 0, suspicions: 0, alone: false, refusals: 0 };
}

function loadOf(
  index: number,
  { models, resident }: { readonly models: readonly string[]; readonly resident: readonly string[] },
): RendererLoad {
  const [fake] = FAKE_DESCRIPTION.models;
  const id = `renderer-${index}`;
  const description = { ...FAKE_DESCRIPTION, models: models.map((name) => ({ ...fake!, name })) };
  const counts = { rendering: 0, waiting: 0, memoryMib: 0, engineStarts: 1 };
  const residents = resident.map((model) => ({ model, adapters: [], stepMs: 0 }));
  const state = { phase: 'RENDERER_PHASE_READY', resident: residents, ...counts } as const;
  const snapshot = { id, address: id, up: true, downReason: null, description, state };
  return { snapshot, backlogMs: index % 7, room: 4, isIdle: true, coolingDown: false };
}

/** The median; and the best, which the rest of the machine disturbed least. */
function row(name: string, times: readonly number[], note: string): BenchRow {
  const counted = times.slice(3);
  const best = Math.min(...counted).toFixed(2);
  return { name, value: median(counted), unit: 'ms', note: `median of ${counted.length}, best ${best}; ${note}` };
}
