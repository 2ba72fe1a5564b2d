import { isResident } from '#bot/dispatch/at-work.ts';
import { type ChosenPreload, choosePreload } from '#bot/dispatch/choose-preload.ts';
import type { InFlightJobs } from '#bot/dispatch/in-flight.ts';
import { createModelDemand } from '#bot/dispatch/model-demand.ts';
import type { IndexedRenderer } from '#bot/dispatch/model-offers.ts';
import type { RendererIndex } from '#bot/dispatch/renderer-index.ts';
import { snapshotOf } from '#bot/dispatch/renderer-names.ts';
import type { Speeds } from '#bot/dispatch/speed-estimate.ts';
import { adaptersKey, type Needs } from '#bot/domain/task-needs.ts';
import type { Cluster } from '#bot/ports/cluster.ts';
import { failure } from '#bot/text/say.ts';
import { pause } from '#shared/async/timer.ts';
import type { Clock } from '#shared/clock.ts';
import type { Log } from '#shared/log.ts';

/** How often it is looked whether something is to be loaded. Milliseconds. */
const LOOK_EVERY_MS = 5_000;

/** A renderer that was told to load something is left in peace for so long. Milliseconds. */
const PEACE_MS = 60_000;

/** What could not be loaded is not tried again there for so long. Milliseconds. */
const FAILED_MS = 10 * 60_000;

/** One renderer of so many loads ahead at a time, and one at least. */
const RENDERERS_A_LOAD = 8;

/** Failures, and renderers that loaded something, that are remembered; beyond it all are forgotten. */
const REMEMBERED_MAX = 4_096;

export interface PreloadAheadOptions {
  readonly cluster: Cluster;
  readonly speeds: Pick<Speeds, 'msPerWork'>;
  /** As they are now. */
  readonly readRenderers: () => RendererIndex;
  readonly inFlight: Pick<InFlightJobs, 'at'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** Has idle renderers load what is asked for most before the next one asks. */
export interface PreloadAhead {
  /** A job that needs this has come. */
  ask(needs: Needs): void;
  /** A job goes there; what is being loaded ahead there makes way where the job has to load something else. */
  placed(rendererId: string, needs: Needs): void;
  /** Resolves when nothing is loaded ahead any more. */
  idle(): Promise<void>;
}

interface Running {
  readonly model: string;
  readonly stopping: AbortController;
  readonly done: Promise<void>;
}

/** Looks every few seconds until `signal` is aborted. */
export function startPreloadAhead(options: PreloadAheadOptions): PreloadAhead {
  const { cluster, speeds, inFlight, clock, signal } = options;
  const demand = createModelDemand(clock);
  const running = new Map<string, Running>();
  const memory = createPreloadMemory(clock);

  function begin(chosen: ChosenPreload) {
    const { id } = chosen.renderer.snapshot;
    const stopping = new AbortController();
    memory.began(chosen.renderer);
    const done = load(chosen, { ...options, stopping: stopping.signal, failed: () => memory.failed(id, chosen) });
    running.set(id, { model: chosen.model, stopping, done: done.finally(() => running.delete(id)) });
  }

  function look() {
    const most = Math.max(1, Math.floor(cluster.snapshot().length / RENDERERS_A_LOAD));
    const asked = demand.now();
    const index = options.readRenderers();
    while (running.size < most) {
      const chosen = choosePreload(asked, {
        index,
        placesOf: memory.placesOf,
        msPerWork: ({ snapshot }, model) => speeds.msPerWork(snapshot, model),
        mayLoad: (renderer, what) =>
          isAtPeace(renderer) && !isBeingLoaded(what.model) && memory.mayLoad(renderer.snapshot.id, what),
      });
      if (!chosen) return;
      begin(chosen);
    }
  }

  const isBeingLoaded = (model: string) => [...running.values()].some((loading) => loading.model === model);

  // A training counts, too, though it leaves its renderer idle for whoever asks for a picture.
  function isAtPeace({ snapshot: { id, state } }: IndexedRenderer): boolean {
    return !running.has(id) && inFlight.at(id).size === 0 && state?.rendering === 0 && state.waiting === 0;
  }

  const looking = (async () => {
    while (await pause(clock, LOOK_EVERY_MS, signal)) look();
  })();
  return {
    ask: demand.ask,
    placed(rendererId, { model }) {
      const loading = running.get(rendererId);
      const snapshot = snapshotOf(rendererId, cluster);
      if (!loading || !snapshot || model === null || model === loading.model || isResident(snapshot, model)) return;
      loading.stopping.abort(failure('cancelled', 'attempt.cancelled'));
    },
    async idle() {
      await looking;
      await Promise.all([...running.values()].map(({ done }) => done));
    },
  };
}

interface LoadOptions extends Pick<PreloadAheadOptions, 'cluster' | 'log' | 'signal'> {
  /** Aborted when it is to make way. */
  readonly stopping: AbortSignal;
  readonly failed: () => void;
}

/** Never rejects. */
async function load(
  { renderer, model, adapters }: ChosenPreload,
  { cluster, log, signal, stopping, failed }: LoadOptions,
): Promise<void> {
  const { id } = renderer.snapshot;
  const stopped = AbortSignal.any([stopping, signal]);
  try {
    await cluster.preload(id, { model, adapters }, stopped);
    log.info({ renderer: id, model }, 'model loaded ahead');
  } catch (thrown) {
    if (stopped.aborted) return;
    failed();
    log.warn({ renderer: id, model, err: thrown }, 'model could not be loaded ahead');
  }
}

/** What came of loading ahead at each renderer. */
function createPreloadMemory(clock: Pick<Clock, 'now'>) {
  const failures = new Map<string, number>();
  const last = new Map<string, { readonly at: number; readonly resident: number }>();
  const keyOf = (id: string, { model, adapters }: Pick<ChosenPreload, 'model' | 'adapters'>) =>
    `${id}\n${model}\n${adaptersKey(adapters)}`;
  return {
    began({ snapshot: { id, state } }: IndexedRenderer) {
      if (last.size >= REMEMBERED_MAX) last.clear();
      last.set(id, { at: clock.now(), resident: state?.resident.length ?? 0 });
    },
    failed(id: string, what: Pick<ChosenPreload, 'model' | 'adapters'>) {
      if (failures.size >= REMEMBERED_MAX) failures.clear();
      failures.set(keyOf(id, what), clock.now());
    },
    mayLoad(id: string, what: Pick<ChosenPreload, 'model' | 'adapters'>): boolean {
      const { at = Number.NEGATIVE_INFINITY } = last.get(id) ?? {};
      const failedAt = failures.get(keyOf(id, what)) ?? Number.NEGATIVE_INFINITY;
      return clock.now() - at >= PEACE_MS && clock.now() - failedAt >= FAILED_MS;
    },
    /** What it says, or less where one more model did not stay beside the others: its memory allows no more. */
    placesOf({ snapshot: { id, state, description } }: IndexedRenderer): number | null {
      const said = description?.limits?.modelsMax || null;
      const before = last.get(id)?.resident;
      const isFull = before !== undefined && before > 0 && (state?.resident.length ?? 0) <= before;
      return isFull ? before : said;
    },
  };
}
