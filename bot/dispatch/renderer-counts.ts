import type { IndexedRenderer, NeedsKind } from '#bot/dispatch/model-offers.ts';
import type { RendererSnapshot } from '#bot/ports/cluster.ts';

/** How many renderers there are, how many of them are up, and how many of those can draw something, by their state. */
export interface RendererCounts {
  readonly all: number;
  readonly up: number;
  readonly able: number;
  /** Able, with a running engine. */
  readonly ready: number;
  /** Able, and cooling down. */
  readonly cooling: number;
  /** Able, told to take nothing more, and not in maintenance. */
  readonly draining: number;
  /** Able, and in maintenance. */
  readonly maintained: number;
}

/** Counts a renderer in (1) or out (-1), for all renderers together and for each of its offers. */
export function countIn(renderer: IndexedRenderer, totals: { up: number }, by: 1 | -1): void {
  const { offers, snapshot, coolingDown } = renderer;
  if (!snapshot.up) return;
  totals.up += by;
  const [ready, cooling] = [isReady(snapshot) ? by : 0, coolingDown ? by : 0];
  const maintained = snapshot.maintenance ? by : 0;
  const draining = isTaking(snapshot) || snapshot.maintenance ? 0 : by;
  for (const offer of offers.values()) {
    offer.up += by;
    offer.ready += ready;
    offer.cooling += cooling;
    offer.draining += draining;
    offer.maintained += maintained;
  }
}

/** Of those that can do this kind of job; `all` and `up` are of all renderers. */
export function countAble(
  { able }: NeedsKind,
  { all, up }: { readonly all: number; readonly up: number },
): RendererCounts {
  const counts = { all, up, able: 0, ready: 0, cooling: 0, draining: 0, maintained: 0 };
  for (const offer of able.keys()) {
    counts.able += offer.up;
    counts.ready += offer.ready;
    counts.cooling += offer.cooling;
    counts.draining += offer.draining;
    counts.maintained += offer.maintained;
  }
  return counts;
}

/** It is neither in maintenance nor told to take nothing more; its engine may be starting. */
export function isTaking({ state, maintenance }: RendererSnapshot): boolean {
  return state?.phase !== 'RENDERER_PHASE_DRAINING' && !maintenance;
}

/** Up, with a running engine, and not in maintenance. */
export function isReady({ up, state, maintenance }: RendererSnapshot): boolean {
  return up && state?.phase === 'RENDERER_PHASE_READY' && !maintenance;
}
