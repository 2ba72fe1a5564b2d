import type { Cluster } from '#bot/ports/cluster.ts';
import { failure } from '#bot/text/say.ts';
import { createLiveValue } from '#shared/async/live-value.ts';
import type { PullableModel } from '#shared/contract/messages.ts';
import { Failure } from '#shared/failure.ts';
import type { Log } from '#shared/log.ts';
import type { Message } from '#shared/text/message.ts';

/** Something that a machine was asked to do beside its renders, and how it stands. What has ended well is no work any more. */
export interface Errand {
  readonly kind: 'pull' | 'preload';
  /** The renderer's id. */
  readonly machine: string;
  readonly model: string;
  readonly state: 'going' | 'stopped' | 'failed';
  /** Bytes of a pull; `all` is 0 until the hub has told. */
  readonly here: number;
  readonly all: number;
  readonly why: Message | null;
}

/** What machines are doing beside their renders. Lives with the process: what has come of a model stays on its disk. */
export interface MachineWork {
  list(): readonly Errand[];
  /** The list at once and after every change; the newest only. */
  changes(signal: AbortSignal): AsyncGenerator<readonly Errand[], void, undefined>;
  /** Begins, or goes on with, bringing a model. Throws `not-found` for what the machine does not offer. */
  pull(machine: string, model: string): void;
  /** Stops bringing it; what has come stays. */
  stopPull(machine: string, model: string): void;
  /** Begins to load a model. Throws `not-found` for what the machine does not have. */
  preload(machine: string, model: string): void;
  close(): Promise<void>;
}

/** The kinds of work by what a machine must say of itself to be asked for it. */
type Target = Pick<Errand, 'kind' | 'machine' | 'model'>;

/** Nothing is being done yet. */
export function createMachineWork({ cluster, log }: { readonly cluster: Cluster; readonly log: Log }): MachineWork {
  const works = createLiveValue<readonly Errand[]>([]);
  const going = new Map<string, { readonly stop: AbortController; readonly ended: Promise<void> }>();

  function put(target: Target, change: Partial<Errand> | null): void {
    const key = keyOf(target);
    const before = works.now.find((work) => keyOf(work) === key);
    const others = works.now.filter((work) => work !== before);
    const fresh: Errand = { ...target, state: 'going', here: 0, all: 0, why: null };
    works.set(change === null ? others : [...others, { ...fresh, ...before, ...change }]);
  }

  function begin(target: Target, work: (signal: AbortSignal) => Promise<void>): void {
    const key = keyOf(target);
    if (going.has(key)) return;
    const stop = new AbortController();
    put(target, { state: 'going', why: null });
    const ended = work(stop.signal)
      .then(
        () => put(target, null),
        (thrown: unknown) => {
          if (stop.signal.aborted) return put(target, { state: 'stopped' });
          const { said, message } = Failure.from(thrown);
          log.warn({ ...target, reason: message }, 'a machine could not do what it was asked');
          put(target, { state: 'failed', why: said });
        },
      )
      .finally(() => going.delete(key));
    going.set(key, { stop, ended });
  }

  return {
    list: () => works.now,
    changes: works.changes,
    pull(machine, model) {
      pullableOn(cluster, { machine, model });
      const target = { kind: 'pull', machine, model } as const;
      begin(target, async (signal) => {
        for await (const said of cluster.pull(machine, model, signal)) {
          if (said.event === 'pulling') put(target, { here: said.pulling.bytesHere, all: said.pulling.bytesAll });
        }
      });
    },
    stopPull(machine, model) {
      going.get(keyOf({ kind: 'pull', machine, model }))?.stop.abort(failure('cancelled', 'job.stopping'));
    },
    preload(machine, model) {
      const has = describedAs(cluster, machine)?.models.some(({ name }) => name === model);
      if (!has) throw failure('not-found', 'studio.no-model', { model });
      begin({ kind: 'preload', machine, model }, (signal) => cluster.preload(machine, { model, adapters: [] }, signal));
    },
    async close() {
      const ends = [...going.values()];
      for (const { stop } of ends) stop.abort(failure('unavailable', 'studio.closing'));
      await Promise.all(ends.map(({ ended }) => ended));
    },
  };
}

function keyOf({ kind, machine, model }: Target): string {
  return `${kind}\n${machine}\n${model}`;
}

function pullableOn(cluster: Cluster, { machine, model }: { machine: string; model: string }): PullableModel {
  const found = describedAs(cluster, machine)?.pullable?.find(({ name }) => name === model);
  if (!found) throw failure('not-found', 'studio.no-model', { model });
  return found;
}

function describedAs(cluster: Cluster, machine: string) {
  const found = cluster.snapshot().find(({ id }) => id === machine);
  if (!found) throw failure('not-found', 'studio.no-machine', { machine });
  return found.description;
}
