import type { ModelChoice } from '#renderer/engine/engine.ts';
import type { LoadedModel } from '#renderer/engine/pipeline/load-model.ts';
import { createBell } from '#shared/async/bell.ts';

/** A model that will not be unloaded before it is given back. */
export interface Borrowed {
  readonly model: LoadedModel;
  /** It was not there, or there was no place for it. */
  readonly waited: boolean;
  giveBack(): void;
}

interface Slot {
  readonly loading: Promise<LoadedModel>;
  loaded: LoadedModel | null;
  borrowers: number;
}

export interface ResidentOptions {
  /** Models kept at the same time, at least 1. */
  readonly max: number;
  readonly load: (choice: ModelChoice) => Promise<LoadedModel>;
  readonly onChange: () => void;
}

/**
 * Loaded models, at most `max`: to load another, the one that was used longest ago goes first; while all are borrowed,
 * whoever needs another waits. A load that fails is forgotten, so that the next try looks again.
 */
export class ResidentModels {
  readonly #options: ResidentOptions;
  /** In the order of their last use. */
  readonly #slots = new Map<string, Slot>();
  readonly #bell = createBell();

  constructor(options: ResidentOptions) {
    this.#options = options;
  }

  get loaded(): readonly LoadedModel[] {
    return [...this.#slots.values()].flatMap(({ loaded }) => loaded ?? []);
  }

  async borrow(choice: ModelChoice, signal: AbortSignal): Promise<Borrowed> {
    const key = keyOf(choice);
    const waited = !this.#slots.get(key)?.loaded;
    while (true) {
      const rung = this.#bell.next(signal);
      rung.catch(() => {});
      const slot = this.#slots.get(key) ?? this.#open(key, choice);
      if (slot) return { ...(await this.#hold(slot, { key, signal })), waited };
      await rung;
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
      this.#bell.ring();
    };
    try {
      const model = await orAbort(slot.loading, signal);
      return { model, giveBack };
    } catch (thrown) {
      giveBack();
      throw thrown;
    }
  }

  /** Begins to load; null when every place is taken by a model in use. */
  #open(key: string, choice: ModelChoice): Slot | null {
    const leaving = this.#slots.size < this.#options.max ? null : this.#idlest();
    if (leaving === undefined) return null;
    const loading = (leaving ?? Promise.resolve()).then(() => this.#options.load(choice));
    const slot: Slot = { loading, loaded: null, borrowers: 0 };
    this.#slots.set(key, slot);
    loading.then(
      (model) => {
        slot.loaded = model;
        this.#options.onChange();
      },
      () => {
        if (this.#slots.get(key) === slot) this.#slots.delete(key);
        this.#bell.ring();
      },
    );
    return slot;
  }

  /** Takes the model out that nobody has used for longest; undefined when all are in use. */
  #idlest(): Promise<void> | undefined {
    for (const [key, { borrowers, loaded }] of this.#slots) {
      if (borrowers > 0 || !loaded) continue;
      this.#slots.delete(key);
      this.#options.onChange();
      return loaded.release();
    }
    return undefined;
  }
}

function keyOf({ folder, adapters }: ModelChoice): string {
  return JSON.stringify([folder, adapters.map(({ file, weight }) => [file, weight])]);
}

function orAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
