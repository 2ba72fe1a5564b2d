import type { Maintenance, MaintenanceStore, RendererSnapshot } from '#bot/ports/cluster.ts';
import { pause } from '#shared/async/timer.ts';
import type { Clock } from '#shared/clock.ts';
import type { Log } from '#shared/log.ts';

/** How often it is looked whether another bot of this ledger has changed something. Milliseconds. */
const LOOK_EVERY_MS = 5_000;

/** Renderers that are remembered; beyond it the oldest are forgotten, of addresses that are long gone. */
const KEPT_MAX = 1_000;

/** What stands in the ledger, and what it was when the bot started. */
export interface StoredMaintenance {
  readonly store: MaintenanceStore;
  readonly initial: readonly Maintenance[];
}

/** Which renderers are in maintenance now. */
export interface MaintenanceList {
  /** The snapshot with what holds for this renderer; the same object for the same snapshot. */
  mark(snapshot: RendererSnapshot): RendererSnapshot;
  /** `reason` null = it is taken back. Resolves when it is stored. */
  put(renderer: string, reason: string | null): Promise<void>;
}

/** Follows the ledger until the signal; `changed` is called after every change. */
export function followMaintenance({
  stored = { store: inMemory(), initial: [] },
  clock,
  log,
  signal,
  changed,
}: {
  /** Left out = it holds until this process ends. */
  readonly stored?: StoredMaintenance | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly changed: () => void;
}): MaintenanceList {
  const { store } = stored;
  const marked = new WeakMap<RendererSnapshot, RendererSnapshot>();
  let now = byRenderer(stored.initial, new Map());
  const look = async () => {
    const next = byRenderer(await store.all(), now);
    const isSame = next.size === now.size && [...next].every(([id, entry]) => now.get(id) === entry);
    now = next;
    if (!isSame) changed();
  };
  const following = async () => {
    while (await pause(clock, LOOK_EVERY_MS, signal))
      await look().catch((thrown) => log.warn({ err: thrown }, 'it is not known which renderers are in maintenance'));
  };
  void following();
  return {
    mark(snapshot) {
      const maintenance = now.get(snapshot.id);
      if (!maintenance) return snapshot;
      const known = marked.get(snapshot);
      if (known?.maintenance === maintenance) return known;
      const fresh = { ...snapshot, maintenance };
      marked.set(snapshot, fresh);
      return fresh;
    },
    async put(renderer, reason) {
      const since = clock.now();
      await store.change((all) => {
        const others = all.filter((entry) => entry.renderer !== renderer);
        return reason === null ? others : [...others, { renderer, reason, since }].slice(-KEPT_MAX);
      });
      await look();
    },
  };
}

/** An entry that has not changed stays the same object. */
function byRenderer(
  entries: readonly Maintenance[],
  before: ReadonlyMap<string, Maintenance>,
): ReadonlyMap<string, Maintenance> {
  const kept = (entry: Maintenance) => {
    const known = before.get(entry.renderer);
    return known && known.reason === entry.reason && known.since === entry.since ? known : entry;
  };
  return new Map(entries.map((entry) => [entry.renderer, kept(entry)]));
}

function inMemory(): MaintenanceStore {
  let entries: readonly Maintenance[] = [];
  return {
    all: async () => entries,
    async change(how) {
      entries = how(entries);
    },
  };
}
