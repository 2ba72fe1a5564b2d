import { catalogEntry } from '#renderer/models/catalog-entry.ts';
import { readCatalogFile } from '#renderer/models/catalog-file.ts';
import { writeEntry } from '#renderer/models/catalog-writer.ts';
import { sourcesOf } from '#renderer/models/entry-sources.ts';
import { type HubCache, type PullPlan, planPull, pull, requireSpace } from '#renderer/models/hub/pull.ts';
import { READY_MADE } from '#renderer/models/ready-made.ts';
import { createMailbox } from '#shared/async/mailbox.ts';
import { failure } from '#shared/text/failure.ts';

/** How far a model has come. Bytes; those of earlier pulls count. */
export interface ModelProgress {
  readonly here: number;
  readonly all: number;
}

/** Where models go, and how the hub is reached; `signal` of the cache ends it. */
export interface PullPlaces {
  readonly modelsFolder: string;
  readonly cache: HubCache;
}

/**
 * Brings a ready-made model and lists it, saying how far it is after each piece; a slow reader gets the newest. Leaving
 * the loop stops it: what has come stays, and the next pull goes on from there. Throws `not-found` for what is not
 * ready-made, `exhausted` when it does not fit on the disk.
 */
export async function* pullModel(name: string, places: PullPlaces): AsyncGenerator<ModelProgress, void, undefined> {
  const text = READY_MADE.find((entry) => entry.name === name);
  if (!text) throw failure('not-found', 'pull.unknown', { name, known: READY_MADE.map((entry) => entry.name) });
  const { entries, refused } = await readCatalogFile(places.modelsFolder);
  const refusal = refused.get(name);
  if (refusal) throw refusal;
  const listed = entries.find((entry) => entry.name === name);
  const sources = sourcesOf(listed ?? catalogEntry.parse(text));
  const plans = await Promise.all(sources.map((source) => planPull(source, places.cache)));
  await requireSpace(plans, places.cache);
  yield* pullPlans(plans, places.cache);
  if (!listed) await writeEntry(places.modelsFolder, text);
}

async function* pullPlans(plans: readonly PullPlan[], own: HubCache): AsyncGenerator<ModelProgress, void, undefined> {
  const left = new AbortController();
  const cache = { ...own, signal: AbortSignal.any([own.signal, left.signal]) };
  const files = plans.flatMap((plan) => plan.files.map((file) => ({ ...file, key: keyOf(plan, file.path) })));
  const hereOf = new Map(files.map(({ key, here }) => [key, here]));
  const all = files.reduce((sum, { size }) => sum + size, 0);
  const news = createMailbox<ModelProgress>();
  const tell = () => news.put({ here: [...hereOf.values()].reduce((sum, here) => sum + here, 0), all }, 'newest');
  tell();
  const pulling = (async () => {
    for (const plan of plans) {
      await pull(plan, {
        cache,
        onProgress: ({ path, here }) => {
          hereOf.set(keyOf(plan, path), here);
          tell();
        },
      });
    }
  })();
  pulling.then(
    () => news.close(),
    (thrown) => news.close(thrown),
  );
  try {
    yield* news.read(cache.signal);
  } finally {
    left.abort(failure('cancelled', 'command.stopped'));
    await pulling.catch(() => {}); // whoever goes on finds the folder unlocked
  }
}

function keyOf({ source }: PullPlan, path: string): string {
  return `${source.repo} ${path}`;
}
