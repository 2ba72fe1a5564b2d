import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { adapterKind } from '#renderer/engine/weights/adapter-kind.ts';
import type { BaseWeights } from '#renderer/engine/weights/adapter-names.ts';
import { readAdapter } from '#renderer/engine/weights/adapters.ts';
import { realPathInside } from '#renderer/models/folder-contents.ts';
import type { CatalogAdapter } from '#renderer/models/model.ts';
import type { Log } from '#shared/log.ts';

export interface AdapterQuestion {
  readonly folder: string;
  /** What an adapter has to fit; a reload of the same model gives a new object. */
  readonly weights: BaseWeights;
}

/** The adapter files of a folder that fit a model, by name; none when there is no such folder. */
export type FindAdapters = (question: AdapterQuestion) => Promise<readonly CatalogAdapter[]>;

interface Seen {
  readonly stamp: string;
  /** Null: it does not fit, or cannot be read. */
  readonly adapter: CatalogAdapter | null;
}

/** Finds adapters and remembers what it found in files that do not change. What is left out is logged, once. */
export function createAdapterFinder(log: Log): FindAdapters {
  const seen = new WeakMap<BaseWeights, Map<string, Seen>>();
  return async ({ folder, weights }) => {
    const names = await readdir(folder).catch(() => [] as string[]);
    const files = names.filter((name) => name.endsWith('.safetensors')).sort();
    if (files.length === 0) return [];
    const known = seen.get(weights) ?? new Map<string, Seen>();
    seen.set(weights, known);
    const root = await realpath(folder);
    const found = await Promise.all(files.map((file) => look(join(folder, file), { root, weights, known, log })));
    return found.filter((adapter) => adapter !== null);
  };
}

interface Eyes {
  readonly root: string;
  readonly weights: BaseWeights;
  readonly known: Map<string, Seen>;
  readonly log: Log;
}

async function look(path: string, eyes: Eyes): Promise<CatalogAdapter | null> {
  const stamp = await stat(path).then(({ size, mtimeMs }) => `${size} ${mtimeMs}`, String);
  const before = eyes.known.get(path);
  if (before?.stamp === stamp) return before.adapter;
  const adapter = await readOne(path, eyes).catch((thrown: Error) => {
    eyes.log.info({ adapter: basename(path), reason: thrown.message }, 'adapter left out');
    return null;
  });
  eyes.known.set(path, { stamp, adapter });
  return adapter;
}

async function readOne(path: string, { root, weights }: Eyes): Promise<CatalogAdapter> {
  const name = basename(path, '.safetensors');
  const file = await realPathInside(path, root);
  await readAdapter({ name, file, weight: 1 }, weights);
  return { name, file, kind: await adapterKind(file) };
}
