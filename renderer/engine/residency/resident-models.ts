import type { ModelChoice } from '#renderer/engine/contract/model-choice.ts';
import type { LoadedModel } from '#renderer/engine/residency/load-model.ts';
import { createNotifier } from '#shared/async/notifier.ts';
import { failure } from '#shared/text/failure.ts';

/** A model that will not be unloaded before it is given back. */
export interface Borrowed {
  readonly model: LoadedModel;
  /** It was not there, or there was no place for it. */
  readonly waited: boolean;
  giveBack(): void;
}

interface Slot {
  readonly mib: number;
  readonly loading: Promise<LoadedModel>;
  loaded: LoadedModel | null;
  borrowers: number;
}

interface Waiter {
  overtaken: number;
}

/** So often somebody who needs no other room may go first; then even models that are there are lent to nobody else. */
const OVERTAKEN_MAX = 8;

export interface MemoryBudget {
  readonly mib: number;
  /** MiB that a model will take, found without loading it. Throws what loading would throw. */
  readonly measure: (choice: ModelChoice) => Promise<number>;
}

export interface ResidentOptions {
  /** Models kept at the same time, at least 1. */
  readonly max: number;
  /** Limits what they take together. */
  readonly memory?: MemoryBudget;
  readonly load: (choice: ModelChoice) => Promise<LoadedModel>;
  readonly onChange: () => void;
}

/**
 * Loaded models, at most `max` and together at most the budget: to load another, those that were used longest ago go
 * first; while too many are borrowed for that, whoever needs another waits, and nothing is unloaded in vain. A model
 * that is larger than the budget by itself is refused. A load that fails is forgotten, so that the next try looks
 * again.
 */
export class ResidentModels {
  readonly #options: ResidentOptions;
  /** In the order of their last use. */
  readonly #slots = new Map<string, Slot>();
  /** Who waits for room, in order. */
  readonly #waiters = new Set<Waiter>();
  readonly #notifier = createNotifier();

  constructor(options: ResidentOptions) {
    this.#options = options;
  }

  get loaded(): readonly LoadedModel[] {
    return [...this.#slots.values()].flatMap(({ loaded }) => loaded ?? []);
  }

  async borrow(choice: ModelChoice, signal: AbortSignal): Promise<Borrowed> {
    const key = keyOf(choice);
    const mib = this.#slots.has(key) ? 0 : await this.#measure(choice);
    signal.throwIfAborted();
    const waiter: Waiter = { overtaken: 0 };
    let waited = !this.#slots.get(key)?.loaded;
    while (true) {
      const rung = this.#notifier.next(signal);
      rung.catch(() => {});
      const slot = this.#isPatient(waiter) ? (this.#slots.get(key) ?? this.#open(key, { choice, mib })) : null;
      if (slot) {
        this.#overtake(waiter);
        return { ...(await this.#hold(slot, { key, signal })), waited };
      }
      waited = true;
      this.#waiters.add(waiter);
      await rung.catch((reason) => {
        this.#leave(waiter);
        throw reason;
      });
    }
  }

  async close(): Promise<void> {
    const slots = [...this.#slots.values()];
    this.#slots.clear();
    await Promise.allSettled(slots.map(({ loading }) => loading.then((model) => model.release())));
  }

  async #hold(slot: Slot, { key, signal }: { key: string; signal: AbortSignal }): Promise<Omit<Borrowed, 'waited'>> {
    slot.borrowers += 1;
    this.#slots.delete(key);
    this.#slots.set(key, slot);
    let isBack = false;
    const giveBack = () => {
      if (isBack) return;
      isBack = true;
      slot.borrowers -= 1;
      this.#notifier.notify();
    };
    try {
      const model = await orAbort(slot.loading, signal);
      return { model, giveBack };
    } catch (thrown) {
      giveBack();
      throw thrown;
    }
  }

  /** Whether everyone who waits for longer can still be overtaken. */
  #isPatient(waiter: Waiter): boolean {
    for (const other of this.#waiters) {
      if (other === waiter) return true;
      if (other.overtaken >= OVERTAKEN_MAX) return false;
    }
    return true;
  }

  /** It is this one's turn, before those who wait for longer. */
  #overtake(waiter: Waiter): void {
    for (const other of this.#waiters) {
      if (other === waiter) break;
      other.overtaken += 1;
    }
    this.#leave(waiter);
  }

  #leave(waiter: Waiter): void {
    if (this.#waiters.delete(waiter)) this.#notifier.notify();
  }

  async #measure(choice: ModelChoice): Promise<number> {
    const { memory } = this.#options;
    if (!memory) return 0;
    const mib = await memory.measure(choice);
    if (mib <= memory.mib) return mib;
    throw failure('invalid', 'network.too-large', { model: choice.name, limit: memory.mib, mib });
  }

  /** Begins to load; null when there is no room, and none can be made, because of models in use. */
  #open(key: string, { choice, mib }: { choice: ModelChoice; mib: number }): Slot | null {
    const leaving = this.#leaving(mib);
    if (!leaving) return null;
    const left = leaving.map((slot) => this.#unload(slot));
    const loading = Promise.all(left).then(() => this.#options.load(choice));
    const slot: Slot = { mib, loading, loaded: null, borrowers: 0 };
    this.#slots.set(key, slot);
    loading.then(
      (model) => {
        slot.loaded = model;
        this.#options.onChange();
      },
      () => {
        if (this.#slots.get(key) === slot) this.#slots.delete(key);
        this.#notifier.notify();
      },
    );
    return slot;
  }

  /** Who has to go for another model of this size, idle ones in the order of their last use; null = too many are in use. */
  #leaving(mib: number): readonly string[] | null {
    const { max, memory } = this.#options;
    const most = memory?.mib ?? Number.POSITIVE_INFINITY;
    let places = max - this.#slots.size;
    let room = most - [...this.#slots.values()].reduce((sum, slot) => sum + slot.mib, 0);
    const leaving: string[] = [];
    for (const [key, slot] of this.#slots) {
      if (places > 0 && room >= mib) break;
      if (slot.borrowers > 0 || !slot.loaded) continue;
      leaving.push(key);
      places += 1;
      room += slot.mib;
    }
    return places > 0 && room >= mib ? leaving : null;
  }

  #unload(key: string): Promise<void> | undefined {
    const slot = this.#slots.get(key);
    this.#slots.delete(key);
    this.#options.onChange();
    return slot?.loaded?.release();
  }
}

function keyOf({ files, adapters }: ModelChoice): string {
  return JSON.stringify([files, adapters.map(({ file, weight }) => [file, weight])]);
}

function orAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
