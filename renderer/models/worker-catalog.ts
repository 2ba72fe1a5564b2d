import { deserialize } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { CatalogPlaces } from '#renderer/models/candidates.ts';
import type { Catalog, Models } from '#renderer/models/catalog.ts';
import { type LoneNetworks, NO_NETWORKS } from '#renderer/models/lone-networks.ts';
import type { Failure } from '#shared/failure.ts';
import type { Log } from '#shared/log.ts';
import { sharedEnglish } from '#shared/text/english.ts';
import { failure, failureSaying } from '#shared/text/failure.ts';

/** A catalog that somebody must close. */
export interface WorkerCatalog extends Catalog {
  close(): Promise<void>;
}

/** A Failure as it travels between threads. */
export type PlainRefusal = Pick<Failure, 'code' | 'said'>;

/** Models likewise. */
export interface PlainModels extends LoneNetworks {
  readonly usable: Models['usable'];
  readonly refused: readonly (readonly [string, PlainRefusal])[];
}

/** What the worker says to the question of this number; `models` are serialised PlainModels. */
export type CatalogAnswer = { readonly id: number } & (
  | { readonly kind: 'models'; readonly models: Uint8Array }
  | { readonly kind: 'same' }
  | { readonly kind: 'failed'; readonly failure: PlainRefusal }
);

/** Memory that files may take while they are looked at; the worker ends before the process does. MiB. */
const WORKER_MIB_MAX = 1024;

const ENTRY = new URL('./catalog-worker.ts', import.meta.url);

/**
 * The catalog in a thread of its own. A thread that ends (for want of memory, say) fails the
 * questions that are open, and the next one starts another.
 */
export function openWorkerCatalog(
  places: CatalogPlaces,
  { log, name, level }: { readonly log: Log; readonly name: string; readonly level: string },
): WorkerCatalog {
  const open = new Map<number, PromiseWithResolvers<Models>>();
  let known: Models = { usable: [], refused: new Map(), ...NO_NETWORKS };
  let worker: Worker | null = null;
  let lastId = 0;

  function hear(answer: CatalogAnswer): void {
    if (answer.kind === 'models') known = fromPlain(deserialize(answer.models) as PlainModels);
    const question = open.get(answer.id);
    open.delete(answer.id);
    if (answer.kind === 'failed') question?.reject(revive(answer.failure));
    else question?.resolve(known);
  }

  function start(): Worker {
    const { demoFolder, modelsFolder, lorasFolder, hubFolder } = places;
    const own = { places: { demoFolder, modelsFolder, lorasFolder, hubFolder }, log: { name, level } };
    const begun = new Worker(ENTRY, { workerData: own, resourceLimits: { maxOldGenerationSizeMb: WORKER_MIB_MAX } });
    begun.unref();
    begun.on('message', hear);
    begun.on('error', (err) => log.error({ err }, 'the look at the models broke'));
    begun.on('exit', () => {
      if (worker === begun) worker = null;
      for (const question of open.values()) question.reject(failure('unavailable', 'models.look-ended'));
      open.clear();
    });
    return begun;
  }

  async function read(): Promise<Models> {
    worker ??= start();
    const question = Promise.withResolvers<Models>();
    open.set(++lastId, question);
    worker.postMessage(lastId);
    return question.promise;
  }
  return {
    read,
    async close() {
      await worker?.terminate();
    },
  };
}

function fromPlain({ refused, ...usable }: PlainModels): Models {
  return { ...usable, refused: new Map(refused.map(([name, refusal]) => [name, revive(refusal)])) };
}

function revive({ code, said }: PlainRefusal): Failure {
  return failureSaying(sharedEnglish)(code, said);
}
