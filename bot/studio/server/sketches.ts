import { createHash } from 'node:crypto';
import type { JobView, Order } from '#bot/domain/job.ts';
import { LIVE_PLACE } from '#bot/domain/live-place.ts';
import type { Cluster } from '#bot/ports/cluster.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import type { SketchStore } from '#bot/ports/sketch-store.ts';
import { isDemonstration } from '#bot/presets/offer.ts';
import type { PresetService } from '#bot/presets/preset-service.ts';
import type { SketchCard } from '#bot/studio/server/api.ts';
import { SITTING_HERE } from '#bot/studio/server/command-context.ts';
import { isLive, liveMember } from '#bot/studio/server/live-renders.ts';
import { failure } from '#bot/text/say.ts';
import { pause } from '#shared/async/timer.ts';
import type { Clock } from '#shared/clock.ts';
import { Failure } from '#shared/failure.ts';
import type { Log } from '#shared/log.ts';

/** Sketches that are remembered; the bundled model's are some 20 kB each. */
const KEPT_MAX = 600;

/** Pages that may want some at once. */
const SESSIONS_MAX = 8;

/** What has failed so often is not tried again. */
const TRIES_MAX = 3;

/** How long something else must have been idle before the next one is begun. */
const LOOK_AGAIN_MS = 400;

/** The same where all that is wanted takes too long now. */
const TOO_SLOW_MS = 3_000;

/** Small pictures of what a word or a style would change, drawn when there is nothing else to do. */
export interface Sketches {
  /**
   * What a page wants now, most wanted first; its earlier wishes are forgotten. What is lasting is of no words that
   * somebody typed: it is kept on the disk, and drawn by real models too. An order that is null cannot be drawn.
   */
  want(session: string, orders: readonly (Order | null)[], how: { readonly lasting: boolean }): readonly SketchCard[];
  /** The PNG; null = not drawn, or forgotten. */
  look(key: string): Promise<Uint8Array | null>;
  close(): Promise<void>;
}

export interface SketchOptions {
  readonly jobs: JobService;
  readonly cluster: Pick<Cluster, 'snapshot'>;
  readonly presets: Pick<PresetService, 'offer'>;
  /** Absent = nothing outlives the process. */
  readonly sketchStore?: SketchStore;
  readonly clock: Clock;
  readonly log: Log;
}

interface Wish {
  readonly order: Order;
  readonly lasting: boolean;
}

/** Longer than this no real model draws what nobody has asked for. Milliseconds. */
const EXPECTED_MAX_MS = 10_000;

/** Nothing is wanted yet. Only the bundled model is quick and small enough to draw what somebody types. */
export function createSketches(options: SketchOptions): Sketches {
  const wishes = new Map<string, ReadonlyMap<string, Wish>>();
  const shelf = createShelf(options);
  const closing = new AbortController();
  let working: Promise<void> | null = null;

  /** What is wanted and not there, of the page that asked last first. */
  const pending = () =>
    [...wishes.values()]
      .reverse()
      .flatMap((wanted) => [...wanted].map(([key, wish]) => ({ key, ...wish })))
      .filter(({ key }) => shelf.cardOf(key) === null);

  async function work() {
    for (let wanted = pending(); wanted.length > 0 && !closing.signal.aborted; wanted = pending()) {
      const wish = (await isIdle(options)) ? await firstQuick(options, wanted) : undefined;
      if (!wish) {
        const isSlow = wish === null;
        if (!(await pause(options.clock, isSlow ? TOO_SLOW_MS : LOOK_AGAIN_MS, closing.signal))) return;
        continue;
      }
      const drawn = await draw(options, { ...wish, signal: closing.signal });
      if (drawn !== 'given up') await shelf.put(wish, drawn);
    }
  }

  return {
    want(session, orders, { lasting }) {
      const wanted = new Map(orders.flatMap((order) => (order ? [[keyOf(order), { order, lasting }]] : [])));
      wishes.delete(session);
      wishes.set(session, wanted);
      if (wishes.size > SESSIONS_MAX) wishes.delete(wishes.keys().next().value!);
      working ??= work()
        .catch((thrown: unknown) => options.log.warn({ err: thrown }, 'sketches are not drawn'))
        .finally(() => {
          working = null;
        });
      return orders.map((order) => (order ? shelf.cardOf(keyOf(order)) : false));
    },
    look: shelf.look,
    async close() {
      closing.abort(failure('cancelled', 'studio.closing'));
      await working;
    },
  };
}

/** What is drawn, here or on the disk, and what has failed. */
function createShelf({ sketchStore: store, log }: Pick<SketchOptions, 'sketchStore' | 'log'>) {
  const kept = new Map<string, Uint8Array>();
  const failed = new Map<string, number>();
  const bounded = <Value>(map: Map<string, Value>) => map.size > KEPT_MAX && map.delete(map.keys().next().value!);
  return {
    cardOf(key: string): SketchCard {
      if (kept.has(key) || store?.has(key)) return key;
      return (failed.get(key) ?? 0) >= TRIES_MAX ? false : null;
    },
    look: async (key: string) => kept.get(key) ?? (await store?.get(key)) ?? null,
    /** Null = it has failed. */
    async put({ key, lasting }: { readonly key: string; readonly lasting: boolean }, drawn: Uint8Array | null) {
      if (drawn) kept.set(key, drawn);
      else failed.set(key, (failed.get(key) ?? 0) + 1);
      bounded(kept);
      bounded(failed);
      if (!drawn || !lasting) return;
      await store?.put(key, drawn).catch((thrown: unknown) => {
        log.warn({ reason: Failure.from(thrown).message }, 'a sketch is not kept');
      });
    },
  };
}

function keyOf(order: Order): string {
  const said = Object.entries(order).toSorted(([a], [b]) => a.localeCompare(b));
  return createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 32);
}

/** Whether machines are there and nobody uses them. */
async function isIdle({ jobs, cluster }: SketchOptions): Promise<boolean> {
  if (jobs.queue().length > 0) return false;
  const there = cluster.snapshot().filter(({ up }) => up);
  return there.length > 0 && there.every(({ state }) => state?.rendering === 0);
}

/** The first of these that may be drawn unasked; those before it that take too long do not keep it back. Null = none. */
async function firstQuick<Wanted extends Wish>(
  { jobs, presets }: SketchOptions,
  wanted: readonly Wanted[],
): Promise<Wanted | null> {
  const offer = await presets.offer();
  if (!offer) return null;
  if (isDemonstration(offer)) return wanted[0] ?? null;
  for (const wish of wanted) {
    const plan = wish.lasting ? await jobs.plan(wish.order, SITTING_HERE).catch(() => null) : null;
    if ((plan?.expectedMs ?? Number.POSITIVE_INFINITY) <= EXPECTED_MAX_MS) return wish;
  }
  return null;
}

/** Draws one; it is given up at once when somebody asks for anything. Null = it cannot be drawn. */
async function draw(
  { jobs, log }: SketchOptions,
  { key, order, signal }: { readonly key: string; readonly order: Order; readonly signal: AbortSignal },
): Promise<Uint8Array | null | 'given up'> {
  const member = liveMember('sketches');
  const done = new AbortController();
  const views = jobs.watch('studio', AbortSignal.any([signal, done.signal]));
  try {
    const mine = await jobs.submit({ requestKey: `sketch:${key}:${Date.now()}`, place: LIVE_PLACE, member, order });
    const { id } = mine.job;
    const end = await followed(views, { id, giveUp: () => jobs.cancel(id, member).catch(() => {}) });
    const [picture] = end === 'done' ? await jobs.pictures(id) : [];
    await jobs.cancel(id, member).catch(() => {}); // it had ended
    await jobs.erase(id, member).catch(() => {}); // a closing studio erases it at its next start
    return end === 'cancelled' ? 'given up' : (picture?.data ?? null);
  } catch (thrown) {
    if (signal.aborted) return 'given up';
    log.debug({ reason: Failure.from(thrown).message }, 'a sketch cannot be drawn');
    return null;
  } finally {
    done.abort();
  }
}

async function followed(
  views: AsyncGenerator<JobView, void, undefined>,
  { id, giveUp }: { readonly id: string; readonly giveUp: () => Promise<void> },
): Promise<'done' | 'failed' | 'cancelled'> {
  for await (const { job, ...view } of views) {
    const { kind } = job.state;
    if (job.id !== id) {
      const isWanted = kind === 'queued' && !(isLive({ job, ...view }) && job.ownerId === liveMember('sketches').id);
      if (isWanted) void giveUp();
    } else if (kind === 'done' || kind === 'failed' || kind === 'cancelled') return kind;
    else if (kind === 'deleted') return 'cancelled';
  }
  return 'cancelled';
}
