import { readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { describeModel, type ModelDescription } from '#renderer/engine/pipeline/describe-model.ts';
import { createAdapterFinder, type FindAdapters } from '#renderer/models/adapters.ts';
import { realPathInside, stampModel } from '#renderer/models/folder-contents.ts';
import type { CatalogAdapter, CatalogModel } from '#renderer/models/model.ts';
import { Failure } from '#shared/failure.ts';
import type { Log } from '#shared/log.ts';

/** Which models there are. */
export interface Catalog {
  /** Looks at the disk each time, but reads only what has changed. */
  look(): Promise<Models>;
}

export interface Models {
  /** The bundled model first, then by name. */
  readonly usable: readonly CatalogModel[];
  /** Why a folder that looks like a model cannot be used, by its name. */
  readonly refused: ReadonlyMap<string, Failure>;
}

export interface CatalogPlaces {
  /** The bundled model's own folder; null = leave it out. */
  readonly demoFolder: string | null;
  /** Each folder in it that has a model_index.json is a model, named like the folder. */
  readonly modelsFolder: string | null;
  /** Adapters that every model may use; null = `loras` in the models folder. */
  readonly lorasFolder: string | null;
}

const DEMO_NAME = 'demo';

/** What clients can name. Everything else on the disk is out of reach. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._+()-]{0,79}$/u;

interface Candidate {
  readonly name: string;
  readonly folder: string;
  /** A real path that nothing of the model may lie outside of. */
  readonly root: string;
  readonly demonstration: boolean;
}

/** What a model was when it had this stamp. */
interface Seen {
  readonly stamp: string;
  readonly model: (ModelDescription & { readonly demonstration: boolean }) | Failure;
}

interface Eyes {
  readonly seen: Map<string, Seen>;
  readonly findAdapters: FindAdapters;
  readonly log: Log;
}

/** A catalog of these places. */
export function createCatalog(places: CatalogPlaces, log: Log): Catalog {
  const eyes: Eyes = { seen: new Map(), findAdapters: createAdapterFinder(log), log };
  let looking: Promise<Models> | null = null;
  return {
    look() {
      looking ??= lookAt(places, eyes).finally(() => {
        looking = null;
      });
      return looking;
    },
  };
}

async function lookAt(places: CatalogPlaces, eyes: Eyes): Promise<Models> {
  const sharedFolder = places.lorasFolder ?? (places.modelsFolder && join(places.modelsFolder, 'loras'));
  const usable: CatalogModel[] = [];
  const refused = new Map<string, Failure>();
  for (const candidate of await findCandidates(places)) {
    const model = await lookAtModel(candidate, eyes);
    if (model instanceof Failure) {
      refused.set(candidate.name, model);
      continue;
    }
    const { weights, ...described } = model;
    const own = await eyes.findAdapters({ folder: join(model.folder, 'loras'), weights });
    const shared = sharedFolder ? await eyes.findAdapters({ folder: sharedFolder, weights }) : [];
    usable.push({ ...described, adapters: withoutDoubles(own, shared) });
  }
  return { usable, refused };
}

async function findCandidates(places: CatalogPlaces): Promise<readonly Candidate[]> {
  const candidates: Candidate[] = [];
  if (places.demoFolder) {
    const root = await realpath(places.demoFolder);
    candidates.push({ name: DEMO_NAME, folder: root, root, demonstration: true });
  }
  const root = places.modelsFolder && (await realpath(places.modelsFolder).catch(() => null));
  if (!root) return candidates;
  for (const name of (await readdir(root)).sort()) {
    if (!NAME.test(name) || name === DEMO_NAME) continue;
    const inside = await readdir(join(root, name)).catch(() => [] as string[]);
    if (inside.includes('model_index.json')) {
      candidates.push({ name, folder: join(root, name), root, demonstration: false });
    }
  }
  return candidates;
}

async function lookAtModel({ name, folder, root, demonstration }: Candidate, { seen, log }: Eyes) {
  const before = seen.get(name);
  const stamp = await stampModel(folder, root).catch(Failure.from);
  const text = stamp instanceof Failure ? stamp.message : stamp;
  if (before?.stamp === text) return before.model;
  const model = stamp instanceof Failure ? stamp : await describe({ name, folder, root, demonstration });
  if (model instanceof Failure) log.warn({ model: name, reason: model.message }, 'model left out');
  seen.set(name, { stamp: text, model });
  return model;
}

async function describe({ name, folder, root, demonstration }: Candidate) {
  try {
    return { ...(await describeModel(name, await realPathInside(folder, root))), demonstration };
  } catch (thrown) {
    return Failure.from(thrown);
  }
}

// A model's own adapter hides a shared one of the same name.
function withoutDoubles(own: readonly CatalogAdapter[], shared: readonly CatalogAdapter[]) {
  const names = new Set(own.map(({ name }) => name));
  return [...own, ...shared.filter(({ name }) => !names.has(name))];
}
