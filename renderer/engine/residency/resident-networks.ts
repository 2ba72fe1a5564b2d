import type { Opened } from '#renderer/engine/networks/options.ts';
import { createTurns } from '#renderer/engine/residency/turns.ts';
import { abortable } from '#shared/async/abortable.ts';
import { yieldToEventLoop } from '#shared/async/event-loop.ts';
import { failure } from '#shared/text/failure.ts';

/** A network that a task needs. */
export interface NetworkNeed<Network = unknown> {
  /** Equal for what is the same network: made of the same weights and opened the same way. */
  readonly key: string;
  /** UNet, decoder, first text encoder …: of each kind a bounded number stays. */
  readonly kind: string;
  /** What it takes while it is open. */
  readonly mib: number;
  open(): Promise<Opened<Network>>;
}

/** Networks that stay open until they are given back. */
export interface NetworkLease {
  /** One of those that the lease was acquired for. */
  get<Network>(need: NetworkNeed<Network>): Network;
  /** One of them was not open, or there was no room for it. */
  readonly waited: boolean;
  giveBack(): void;
}

/** What a lease is for. */
export interface LeaseUse {
  /** What its networks write while they run for it, besides themselves. */
  readonly scratchMib: number;
}

export interface NetworkBounds {
  /** Networks of one kind that are open at the same time, at least 1. */
  readonly perKind: number;
  /** MiB of all together; Infinity for any. */
  readonly mib: number;
}

interface Slot {
  readonly need: NetworkNeed;
  loading: Promise<Opened<unknown>>;
  network: Opened<unknown> | null;
  /** Leases that hold it. */
  uses: number;
  /** Whether some lease got it. */
  served: boolean;
}

/**
 * Open networks, shared by everyone who needs the same one. A task acquires all that it needs in one step or waits
 * holding nothing, so that no two tasks can wait for each other. To make room, networks that nobody uses are released,
 * those used longest ago first, and none in vain. A network that cannot be opened is forgotten, so that the next task
 * tries again.
 */
export class ResidentNetworks {
  readonly #bounds: NetworkBounds;
  readonly #onChange: () => void;
  /** By key, in the order of their last use. */
  readonly #slots = new Map<string, Slot>();
  readonly #turns = createTurns();
  /** Of all leases. */
  #scratchMib = 0;
  #closed = false;

  constructor({ onChange, ...bounds }: NetworkBounds & { readonly onChange: () => void }) {
    this.#bounds = bounds;
    this.#onChange = onChange;
  }

  /** The network, when it is open; null otherwise. Only for looking at it: it may be released at any moment. */
  peek<Network>({ key }: NetworkNeed<Network>): Network | null {
    return (this.#slots.get(key)?.network ?? null) as Network | null;
  }

  /** What is open or being opened. */
  get size(): { readonly mib: number; readonly count: number } {
    return { mib: sumMib([...this.#slots.values()].map(({ need }) => need)), count: this.#slots.size };
  }

  /** Whether there is room for all of these when nothing else is open. */
  fits(needs: readonly NetworkNeed[]): boolean {
    const wanted = distinct(needs);
    const most = Math.max(...countByKind(wanted).values());
    return most <= this.#bounds.perKind && sumMib(wanted) <= this.#bounds.mib;
  }

  /**
   * Waits until there is room for all that are needed, and for what they write beside what others write, and opens
   * what is not open. They must fit. Who would write more than there is room for writes when nobody else does. When
   * one cannot be opened, what was opened for this call alone is released again and that failure is thrown.
   */
  async acquire(
    needs: readonly NetworkNeed[],
    signal: AbortSignal,
    { scratchMib }: LeaseUse = { scratchMib: 0 },
  ): Promise<NetworkLease> {
    const wanted = distinct(needs);
    if (!this.fits(wanted)) throw failure('internal', 'network.not-fitting');
    const areOpen = wanted.every((need) => this.peek(need) !== null);
    const { value: slots, waited } = await this.#turns.take(() => this.#take(wanted, scratchMib), signal);
    let isBack = false;
    const giveBack = () => {
      if (isBack) return;
      isBack = true;
      for (const slot of slots) slot.uses -= 1;
      this.#scratchMib -= scratchMib;
      this.#turns.retry();
    };
    try {
      await abortable(Promise.all(slots.map(({ loading }) => loading)), signal);
    } catch (thrown) {
      giveBack();
      if (!signal.aborted) this.#releaseUnserved(slots);
      throw thrown;
    }
    for (const slot of slots) slot.served = true;
    const get = <Network>({ key }: NetworkNeed<Network>) =>
      slots.find(({ need }) => need.key === key)?.network as Opened<Network>;
    return { get, waited: waited || !areOpen, giveBack };
  }

  /** Releases everything; what is being opened is released when it is open. */
  async close(): Promise<void> {
    this.#closed = true;
    const slots = [...this.#slots.values()];
    this.#slots.clear();
    await Promise.allSettled(slots.map(({ loading }) => loading.then((network) => network.release())));
  }

  /** Takes all in one step; null when there is no room, and none can be made, because of networks in use. */
  #take(wanted: readonly NetworkNeed[], scratchMib: number): readonly Slot[] | null {
    const isAlone = this.#scratchMib === 0;
    const leaving = this.#leaving(wanted, scratchMib) ?? (isAlone ? this.#leaving(wanted, 0) : null);
    if (!leaving) return null;
    this.#scratchMib += scratchMib;
    const released = Promise.allSettled([...leaving].map((slot) => this.#release(slot)));
    let before: Promise<unknown> = released;
    return wanted.map((need) => {
      const slot = this.#slots.get(need.key) ?? this.#open(need, before);
      // One after the other: opening blocks the thread, and what comes after one that fails is not opened.
      before = Promise.all([released, slot.loading.catch(() => {})]);
      slot.uses += 1;
      this.#slots.delete(need.key);
      this.#slots.set(need.key, slot);
      return slot;
    });
  }

  #open(need: NetworkNeed, before: Promise<unknown>): Slot {
    const loading = before.then(() => this.#load(slot));
    const slot: Slot = { need, network: null, uses: 0, served: false, loading };
    loading.then(
      () => this.#onChange(),
      () => this.#forget(slot),
    );
    return slot;
  }

  async #load(slot: Slot): Promise<Opened<unknown>> {
    await yieldToEventLoop();
    if (slot.uses === 0 || this.#closed) {
      this.#forget(slot);
      throw failure('cancelled', 'network.not-wanted');
    }
    const network = await slot.need.open();
    slot.network = network;
    this.#turns.retry();
    return network;
  }

  #forget(slot: Slot): void {
    if (this.#slots.get(slot.need.key) === slot) this.#slots.delete(slot.need.key);
    this.#turns.retry();
  }

  /** What has to be released to make room, networks used longest ago first; null = too much is in use. */
  #leaving(wanted: readonly NetworkNeed[], scratchMib: number): ReadonlySet<Slot> | null {
    const missing = wanted.filter(({ key }) => !this.#slots.has(key));
    const idle = [...this.#slots.values()].filter(
      ({ need, uses, network }) => uses === 0 && network !== null && !wanted.some(({ key }) => key === need.key),
    );
    const leaving = new Set<Slot>();
    const present = countByKind([...this.#slots.values()].map(({ need }) => need));
    for (const [kind, count] of countByKind(missing)) {
      const excess = Math.max(0, (present.get(kind) ?? 0) + count - this.#bounds.perKind);
      const ofKind = idle.filter(({ need }) => need.kind === kind).slice(0, excess);
      if (ofKind.length < excess) return null;
      for (const slot of ofKind) leaving.add(slot);
    }
    const writing = this.#scratchMib + scratchMib;
    let room =
      this.#bounds.mib - writing - this.size.mib - sumMib(missing) + sumMib([...leaving].map(({ need }) => need));
    for (const slot of idle) {
      if (room >= 0) break;
      if (leaving.has(slot)) continue;
      leaving.add(slot);
      room += slot.need.mib;
    }
    return room >= 0 ? leaving : null;
  }

  /** Of a set that could not be opened: what nobody else has or had. */
  #releaseUnserved(slots: readonly Slot[]): void {
    for (const slot of slots) if (slot.uses === 0 && slot.network && !slot.served) void this.#release(slot);
    this.#turns.retry();
  }

  async #release(slot: Slot): Promise<void> {
    if (this.#slots.get(slot.need.key) !== slot) return;
    this.#slots.delete(slot.need.key);
    this.#onChange();
    await slot.network?.release();
  }
}

function distinct(needs: readonly NetworkNeed[]): readonly NetworkNeed[] {
  return [...new Map(needs.map((need) => [need.key, need])).values()];
}

function sumMib(needs: readonly NetworkNeed[]): number {
  return needs.reduce((sum, { mib }) => sum + mib, 0);
}

function countByKind(needs: readonly NetworkNeed[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { kind } of needs) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}
