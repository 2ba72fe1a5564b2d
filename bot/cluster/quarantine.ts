import type { RendererSnapshot } from '#bot/ports/cluster.ts';
import { say } from '#bot/text/say.ts';
import { backoffMs } from '#shared/async/backoff.ts';
import { pause } from '#shared/async/timer.ts';
import type { Clock } from '#shared/clock.ts';
import type { Message } from '#shared/text/message.ts';

/** A renderer that is lost so often within this time is set aside. Milliseconds. */
const LOSSES = 5;
const WITHIN_MS = 5 * 60_000;

/** How long it must stay before it is used again: the first time, and at most; twice as long each time. Milliseconds. */
const STAY = { firstMs: 60_000, longestMs: 30 * 60_000 };

/** Whoever was not lost for so long has no past any more. Longer than any stay. Milliseconds. */
const FORGIVEN_MS = 60 * 60_000;

/** Renderers that come and go again and again: a job given to one would only be lost with it. */
export interface FlappingRenderers {
  /** Counts a loss: the renderer went away, or its engine died. */
  lost(id: string, at: number): void;
  /** Null = it behaves, or has stayed for long enough since. The same object until it is lost once more. */
  heldAt(id: string, at: number): HeldRenderer | null;
}

/** One that is to be set aside. */
export interface HeldRenderer {
  /** It has stayed for long enough then. Milliseconds since 1970. */
  readonly until: number;
  readonly reason: Message;
}

interface PastOfRenderer {
  /** Within `WITHIN_MS`, since it was set aside last. */
  losses: number[];
  lastAt: number;
  times: number;
  held: HeldRenderer | null;
}

/** Nobody was lost yet. */
export function createFlappingRenderers(): FlappingRenderers {
  const pasts = new Map<string, PastOfRenderer>();
  const forget = (at: number) => {
    for (const [id, { lastAt }] of pasts) if (at - lastAt >= FORGIVEN_MS) pasts.delete(id);
  };
  return {
    lost(id, at) {
      forget(at);
      const past = pasts.get(id) ?? { losses: [], lastAt: at, times: 0, held: null };
      pasts.set(id, past);
      past.losses = [...past.losses.filter((loss) => at - loss < WITHIN_MS), at];
      past.lastAt = at;
      const isHeld = past.held !== null && past.held.until > at;
      const isFull = past.losses.length >= LOSSES;
      if (!isHeld && !isFull) return;
      if (isFull) {
        past.times += 1;
        past.losses = [];
      }
      // Whoever is lost while it is set aside has to stay for as long anew.
      const stayMs = backoffMs(past.times - 1, STAY);
      const counts = { losses: LOSSES, within: WITHIN_MS / 60_000, stay: stayMs / 60_000 };
      past.held = { until: at + stayMs, reason: say('link.quarantine', counts) };
    },
    heldAt(id, at) {
      const held = pasts.get(id)?.held ?? null;
      return held !== null && held.until > at ? held : null;
    },
  };
}

/**
 * Which of the held ones are set aside: those that are up and that others can stand in for, so never more than half of
 * those that are up, and none with a model that no other one has ready. A renderer that comes and goes is better than
 * none.
 */
export function chooseSetAside(
  snapshots: readonly RendererSnapshot[],
  isHeld: (id: string) => boolean,
): ReadonlySet<string> {
  const suspects = snapshots.filter((each) => each.up && !each.maintenance && isHeld(each.id));
  const setAside = new Set<string>();
  if (suspects.length === 0) return setAside;
  const atMost = snapshots.filter((each) => each.up && !each.maintenance).length >> 1;
  for (const suspect of suspects) {
    if (setAside.size >= atMost) break;
    const others = snapshots.filter((each) => each !== suspect && isWorking(each) && !setAside.has(each.id));
    if (others.length > 0 && modelsOf(suspect).every((model) => others.some((each) => modelsOf(each).includes(model))))
      setAside.add(suspect.id);
  }
  return setAside;
}

/** Marks renderers that are set aside, and notices who is lost from one look at the snapshots to the next. */
export interface Quarantine {
  /** The same object for the same snapshot, as long as nothing changes for it. */
  mark(snapshots: readonly RendererSnapshot[]): readonly RendererSnapshot[];
}

/** Nobody is set aside. `changed` is called when the time of one is over, until the signal. */
export function createQuarantine({
  clock,
  signal,
  changed,
}: {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly changed: () => void;
}): Quarantine {
  const flapping = createFlappingRenderers();
  const marked = new WeakMap<RendererSnapshot, RendererSnapshot>();
  const awaited = new Set<string>();
  let seen = new Map<string, RendererSnapshot>();
  const untilOver = async (id: string) => {
    if (awaited.has(id)) return;
    awaited.add(id);
    for (let held = flapping.heldAt(id, clock.now()); held; held = flapping.heldAt(id, clock.now()))
      if (!(await pause(clock, Math.max(1, held.until - clock.now()), signal))) return;
    awaited.delete(id);
    changed();
  };
  const look = (snapshots: readonly RendererSnapshot[], now: number) => {
    for (const snapshot of snapshots) {
      const before = seen.get(snapshot.id);
      if (!before || before === snapshot || !isLost(before, snapshot)) continue;
      flapping.lost(snapshot.id, now);
      if (flapping.heldAt(snapshot.id, now)) void untilOver(snapshot.id);
    }
    seen = new Map(snapshots.map((snapshot) => [snapshot.id, snapshot]));
  };
  const markOne = (snapshot: RendererSnapshot, quarantine: Message) => {
    const known = marked.get(snapshot);
    if (known?.quarantine === quarantine) return known;
    const fresh = { ...snapshot, quarantine };
    marked.set(snapshot, fresh);
    return fresh;
  };
  return {
    mark(snapshots) {
      const now = clock.now();
      look(snapshots, now);
      const held = (id: string) => flapping.heldAt(id, now);
      const setAside = chooseSetAside(snapshots, (id) => held(id) !== null);
      if (setAside.size === 0) return snapshots;
      return snapshots.map((each) => (setAside.has(each.id) ? markOne(each, held(each.id)!.reason) : each));
    },
  };
}

/** It went away, or its engine died; unless that was to be expected, since somebody has taken it out before. */
function isLost(before: RendererSnapshot, now: RendererSnapshot): boolean {
  if (before.maintenance || now.maintenance || before.state?.phase === 'RENDERER_PHASE_DRAINING') return false;
  if (before.up && !now.up) return true;
  const [starts, startsBefore] = [now.state?.engineStarts ?? 0, before.state?.engineStarts ?? 0];
  return before.up && now.up && startsBefore > 0 && starts > startsBefore;
}

function isWorking({ up, state, maintenance }: RendererSnapshot): boolean {
  return up && state?.phase === 'RENDERER_PHASE_READY' && !maintenance;
}

function modelsOf({ description }: RendererSnapshot): readonly string[] {
  return description?.models.map(({ name }) => name) ?? [];
}
