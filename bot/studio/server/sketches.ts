import { createHash } from 'node:crypto';
import type { JobView, Order } from '#bot/domain/job.ts';
import type { Cluster } from '#bot/ports/cluster.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import { isDemonstration } from '#bot/presets/offer.ts';
import type { PresetService } from '#bot/presets/preset-service.ts';
import { isLive, LIVE_PLACE, liveMember } from '#bot/studio/server/live-renders.ts';
import { failure } from '#bot/text/say.ts';
import { pause } from '#shared/async/timer.ts';
import type { Clock } from '#shared/clock.ts';
import { Failure } from '#shared/failure.ts';
import type { Log } from '#shared/log.ts';

/** Sketches that are remembered; the bundled model's are some 20 kB each. */
const KEPT_MAX = 600;

/** Pages that may want some at once. */
const SESSIONS_MAX = 8;

/** How long something else must have been idle before the next one is begun. */
const LOOK_AGAIN_MS = 400;

/** Small pictures of what a word or a style would change, drawn when there is nothing else to do. */
export interface Sketches {
  /** What a page wants now, most wanted first; its earlier wishes are forgotten. Answers the name of each, and whether it is there. */
  want(session: string, orders: readonly Order[]): readonly { readonly key: string; readonly isThere: boolean }[];
  /** The PNG; null = not drawn, or forgotten. */
  look(key: string): Uint8Array | null;
  close(): Promise<void>;
}

export interface SketchOptions {
  readonly jobs: JobService;
  readonly cluster: Pick<Cluster, 'snapshot'>;
  readonly presets: Pick<PresetService, 'offer'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Nothing is wanted yet. Only the bundled model is quick and small enough to draw what nobody has asked for. */
export function createSketches(options: SketchOptions): Sketches {
  const kept = new Map<string, Uint8Array | null>();
  const wishes = new Map<string, ReadonlyMap<string, Order>>();
  const closing = new AbortController();
  let working: Promise<void> | null = null;

  const next = () => {
    for (const wanted of [...wishes.values()].reverse())
      for (const [key, order] of wanted) if (!kept.has(key)) return { key, order };
    return null;
  };

  async function work() {
    for (let wish = next(); wish && !closing.signal.aborted; wish = next()) {
      if (!(await isIdle(options))) {
        if (!(await pause(options.clock, LOOK_AGAIN_MS, closing.signal))) return;
        continue;
      }
      const drawn = await draw(options, { ...wish, signal: closing.signal });
      if (drawn === 'given up') continue;
      kept.set(wish.key, drawn);
      if (kept.size > KEPT_MAX) kept.delete(kept.keys().next().value!);
    }
  }

  return {
    want(session, orders) {
      const wanted = new Map(orders.map((order) => [keyOf(order), order]));
      wishes.delete(session);
      wishes.set(session, wanted);
      if (wishes.size > SESSIONS_MAX) wishes.delete(wishes.keys().next().value!);
      working ??= work()
        .catch((thrown: unknown) => options.log.warn({ err: thrown }, 'sketches are not drawn'))
        .finally(() => {
          working = null;
        });
      return orders.map((order) => ({ key: keyOf(order), isThere: kept.get(keyOf(order)) != null }));
    },
    look: (key) => kept.get(key) ?? null,
    async close() {
      closing.abort(failure('cancelled', 'studio.closing'));
      await working;
    },
  };
}

function keyOf(order: Order): string {
  const said = Object.entries(order).toSorted(([a], [b]) => a.localeCompare(b));
  return createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 32);
}

async function isIdle({ jobs, cluster, presets }: SketchOptions): Promise<boolean> {
  const offer = await presets.offer();
  if (!offer || !isDemonstration(offer) || jobs.queue().length > 0) return false;
  const there = cluster.snapshot().filter(({ up }) => up);
  return there.length > 0 && there.every(({ state }) => state?.rendering === 0);
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
