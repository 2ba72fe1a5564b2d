import { type EditLimit, limitOf, type MessageLane } from '#bot/discord/panel/next-edit.ts';

/** What Discord has said in its answers of how many edits may follow, for all messages that share a limit. */
export class ToldLimits {
  readonly #limits = new Map<string, EditLimit>();

  /** By `limitOf`. */
  get all(): ReadonlyMap<string, EditLimit> {
    return this.#limits;
  }

  /** An answer has said how many edits may follow until when. `inFlight`: edits under the same limit that it did not count. */
  tell(lane: MessageLane, { left, until, inFlight }: EditLimit & { readonly inFlight: number }): void {
    this.#limits.set(limitOf(lane), { left: Math.max(0, left - inFlight), until });
  }

  /** So many edits fewer may follow; how many still may. A negative number gives places back. */
  take(lane: MessageLane, { edits, now }: { readonly edits: number; readonly now: number }): number {
    const limit = this.#limits.get(limitOf(lane));
    if (!limit || limit.until <= now) return Number.POSITIVE_INFINITY;
    const left = Math.max(0, limit.left - edits);
    this.#limits.set(limitOf(lane), { ...limit, left });
    return left;
  }

  /** Forgets what holds no longer. */
  drop(now: number): void {
    for (const [key, { until }] of this.#limits) if (until <= now) this.#limits.delete(key);
  }
}
