import type { RendererLoad } from '#bot/dispatch/model-offers.ts';
import type { Needs } from '#bot/domain/task-needs.ts';
import type { RendererSnapshot } from '#bot/ports/cluster.ts';
import { canDraw } from '#bot/presets/offer.ts';
import type { AdapterUse } from '#shared/contract/messages.ts';
import type { DrawTask } from '#shared/contract/tasks.ts';

// The policy as plainly as it can be said: every choice looks at every job and every renderer anew. The indexed policy
// must choose the same, however the queue and the cluster came to be what they are.

/** A queued job. */
export interface ModelJob {
  readonly id: string;
  readonly spec: Needs & Pick<DrawTask, 'model' | 'adapters' | 'sampler'>;
  /** How long it is expected to take. */
  readonly predictedMs: number;
  /** How often a later job has been taken first. */
  readonly overtaken: number;
  /** Renderers where an attempt of this job went wrong; used again only when no other can draw it. */
  readonly avoid: ReadonlySet<string>;
}

export interface ModelPlacement {
  readonly jobId: string;
  readonly rendererId: string;
  /** Jobs that were ahead, could have been drawn there, and were passed over. */
  readonly overtook: readonly string[];
}

/** Of the jobs that could be drawn now, only this many are looked at, which bounds how far anybody can jump. */
const WINDOW = 64;

/** A job that was overtaken this often is overtaken no more. */
const OVERTAKEN_MAX = 16;

/** What a change of model, or of adapters on a resident model, is reckoned to cost. Milliseconds. */
const LOAD_MODEL_MS = 4_000;
const LOAD_ADAPTERS_MS = 1_000;

/**
 * Decides which queued jobs go where now. `queued` is in fair order; the order is kept except that a job whose model
 * and adapters are resident may pass one that would need a load, within the bounds above. A job goes where it would
 * start first: an idle renderer beats a busy one unless loading costs more than waiting. Down, draining, starting,
 * resting and full renderers, and those that lack the model, an adapter or the sampler, get nothing. Pure.
 */
export function modelPlacements(
  queued: readonly ModelJob[],
  { renderers }: { readonly renderers: readonly RendererLoad[] },
): readonly ModelPlacement[] {
  const placements: ModelPlacement[] = [];
  let waiting = queued;
  let loads = renderers;
  while (true) {
    const window = findPlaceable(waiting, loads);
    const next = placeOne(window, { renderers: loads });
    if (!next) return placements;
    placements.push(next);
    const job = window.find(({ id }) => id === next.jobId)!;
    const passed = new Set(next.overtook);
    waiting = waiting
      .filter(({ id }) => id !== next.jobId)
      .map((each) => (passed.has(each.id) ? { ...each, overtaken: each.overtaken + 1 } : each));
    loads = loads.map((load) => (load.snapshot.id === next.rendererId ? withJob(load, job) : load));
  }
}

/** Why a job is not being placed, when it is not simply its turn; null when it is. One short phrase. */
export function modelWhyWaiting(job: ModelJob, renderers: readonly RendererLoad[]): string | null {
  if (renderers.length === 0) return 'no renderer is configured';
  const up = renderers.filter(({ snapshot }) => snapshot.up);
  if (up.length === 0) return 'no renderer is connected';
  const able = up.filter((load) => canDraw(load.snapshot.description, job.spec));
  if (able.length === 0) return `no connected renderer has the model ${job.spec.model} with what this needs`;
  if (able.every(({ snapshot }) => snapshot.maintenance)) return 'the renderer is in maintenance';
  if (!able.some(isTaking)) return 'the renderer takes nothing more for now';
  if (!able.some(isReady)) return 'the renderer is starting its engine';
  return able.every(({ coolingDown: resting }) => resting) ? 'the renderer is recovering' : null;
}

/** The first jobs that somebody has room for. Those that nobody can take now hold up nobody else. */
function findPlaceable(waiting: readonly ModelJob[], renderers: readonly RendererLoad[]): readonly ModelJob[] {
  const found: ModelJob[] = [];
  if (!renderers.some(isOpen)) return found;
  for (const job of waiting) {
    if (found.length === WINDOW) break;
    if (bestFor(job, renderers)) found.push(job);
  }
  return found;
}

function placeOne(
  window: readonly ModelJob[],
  { renderers }: { readonly renderers: readonly RendererLoad[] },
): ModelPlacement | null {
  const [head] = window;
  const best = head && bestFor(head, renderers);
  if (!head || !best) return null;
  const passer = loadMs(best, head.spec) === 0 ? undefined : findPasser(window, best, { renderers });
  return passer ?? { jobId: head.id, rendererId: best.snapshot.id, overtook: [] };
}

/**
 * The first job that needs no load on this renderer and has no better place, with those it passes. Nobody passes a job
 * that has been overtaken enough.
 */
function findPasser(
  jobs: readonly ModelJob[],
  renderer: RendererLoad,
  { renderers }: { readonly renderers: readonly RendererLoad[] },
): ModelPlacement | undefined {
  const overtook: string[] = [];
  for (const job of jobs) {
    if (bestFor(job, [renderer]) === undefined) continue;
    if (loadMs(renderer, job.spec) === 0 && bestFor(job, renderers) === renderer)
      return { jobId: job.id, rendererId: renderer.snapshot.id, overtook };
    if (job.overtaken >= OVERTAKEN_MAX) return undefined;
    overtook.push(job.id);
  }
  return undefined;
}

/** Where the job would start first, of those that can take it now. */
function bestFor(job: ModelJob, renderers: readonly RendererLoad[]): RendererLoad | undefined {
  const able = renderers.filter((load) => canDraw(load.snapshot.description, job.spec));
  const trusted = able.filter((load) => load.snapshot.up && isTaking(load) && !job.avoid.has(load.snapshot.id));
  const open = (trusted.length > 0 ? trusted : able).filter(isOpen);
  return open.reduce<RendererLoad | undefined>(
    (best, load) => (best && startMs(best, job) <= startMs(load, job) ? best : load),
    undefined,
  );
}

function startMs(load: RendererLoad, job: ModelJob): number {
  return load.backlogMs + loadMs(load, job.spec);
}

function isOpen(load: RendererLoad): boolean {
  return isReady(load) && !load.coolingDown && load.room > 0;
}

function isTaking({ snapshot }: RendererLoad): boolean {
  return !snapshot.maintenance && snapshot.state?.phase !== 'RENDERER_PHASE_DRAINING';
}

function isReady({ snapshot }: RendererLoad): boolean {
  return snapshot.up && !snapshot.maintenance && snapshot.state?.phase === 'RENDERER_PHASE_READY';
}

function loadMs({ snapshot }: RendererLoad, spec: ModelJob['spec']): number {
  const residents = snapshot.state?.resident.filter(({ model }) => model === spec.model) ?? [];
  if (residents.length === 0) return LOAD_MODEL_MS;
  const merged = mergedAdapters(snapshot, spec);
  return residents.some(({ adapters }) => sameAdapters(adapters, merged)) ? 0 : LOAD_ADAPTERS_MS;
}

/** Those that this renderer merges into the model when it loads it. The others it adds to each render as it goes. */
function mergedAdapters({ description }: RendererSnapshot, { model, adapters }: ModelJob['spec']): AdapterUse[] {
  const offered = description?.models.find(({ name }) => name === model)?.adapters ?? [];
  return adapters.filter((use) => !offered.find(({ name }) => name === use.name)?.switchable);
}

function sameAdapters(one: readonly AdapterUse[], other: readonly AdapterUse[]): boolean {
  const key = (uses: readonly AdapterUse[]) =>
    uses
      .map(({ name, weight }) => `${name}:${Math.fround(weight)}`) // weights cross the wire in 32 bits
      .sort()
      .join();
  return key(one) === key(other);
}

/** The renderer once it has this job too; what the job loads counts as resident for the next choice. */
function withJob(load: RendererLoad, job: ModelJob): RendererLoad {
  const { snapshot } = load;
  const { model } = job.spec;
  const adapters = mergedAdapters(snapshot, job.spec);
  const resident = [...(snapshot.state?.resident ?? []), { model, adapters, stepMs: 0 }];
  return {
    ...load,
    room: load.room - 1,
    backlogMs: load.backlogMs + loadMs(load, job.spec) + job.predictedMs,
    snapshot: { ...snapshot, state: snapshot.state && { ...snapshot.state, resident } },
  };
}
