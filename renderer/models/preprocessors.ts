import { readdir, stat } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { readPreprocessor } from '#renderer/engine/checkpoint/preprocessor-file.ts';
import { isWeightsFile } from '#renderer/engine/weights/read-weights.ts';
import { findPlace, type Roots } from '#renderer/models/find-location.ts';
import { pathToOpen } from '#renderer/models/folder-contents.ts';
import { MODEL_NAME } from '#renderer/models/model-name.ts';
import { READY_MADE_PREPROCESSORS, type ReadyMadePreprocessor } from '#renderer/models/ready-made-preprocessors.ts';
import type { PreprocessorKind } from '#shared/contract/preprocess-methods.ts';
import { Failure } from '#shared/failure.ts';
import type { Log } from '#shared/log.ts';

/** A network that finds what a control picture shows, as the catalog knows it. */
export interface CatalogPreprocessor {
  /** The file's or folder's name without its ending; what clients say. */
  readonly name: string;
  /** Absolute path of its weights. */
  readonly file: string;
  readonly kind: PreprocessorKind;
  readonly bytes: number;
  /** Null = nobody has said. */
  readonly licence: string | null;
}

export interface Preprocessors {
  /** The smallest file first, which is the quickest: it is taken where none is named. */
  readonly usable: readonly CatalogPreprocessor[];
  /** Why a file cannot be used, by its name. */
  readonly refused: ReadonlyMap<string, Failure>;
}

/** Of the models folder. */
export const PREPROCESSORS_FOLDER = 'preprocessors';

/** Weights of a folder, with a config.json beside them. */
const WEIGHTS_OF_FOLDERS = ['model.safetensors', 'pytorch_model.bin'];

/** A folder with more is none of preprocessors. */
const ENTRIES_MAX = 1_000;

/** Finds them in a models folder and among what was pulled, and remembers what it found in files that do not change. */
export type FindPreprocessors = (roots: Roots) => Promise<Preprocessors>;

interface Place {
  readonly name: string;
  readonly path: string;
  readonly root: string;
  readonly licence: string | null;
}

/** A finder that has seen nothing yet. What is left out is logged, once. */
export function createPreprocessorFinder(log: Log): FindPreprocessors {
  const seen = new Map<string, { readonly stamp: string; readonly found: CatalogPreprocessor | Failure }>();

  async function look(place: Place): Promise<CatalogPreprocessor | Failure> {
    const { path, name } = place;
    const state = await stat(path).catch(() => null);
    const stamp = `${state?.size} ${state?.mtimeMs}`;
    const before = seen.get(path);
    if (before?.stamp === stamp) return before.found;
    const found = await describe(place).catch(Failure.from);
    if (found instanceof Failure) log.warn({ preprocessor: name, reason: found.message }, 'preprocessor left out');
    seen.set(path, { stamp, found });
    return found;
  }

  return async (roots) => {
    const usable: CatalogPreprocessor[] = [];
    const refused = new Map<string, Failure>();
    for (const place of [...(await placesIn(roots.modelsFolder)), ...(await pulledPlaces(roots))]) {
      // What lies in the models folder hides what was pulled under its name.
      if (refused.has(place.name) || usable.some(({ name }) => name === place.name)) continue;
      const found = await look(place);
      if (found instanceof Failure) refused.set(place.name, found);
      else usable.push(found);
    }
    return { usable: usable.sort((a, b) => a.bytes - b.bytes), refused };
  };
}

async function placesIn(root: string): Promise<readonly Place[]> {
  const folder = join(root, PREPROCESSORS_FOLDER);
  const entries = (await readdir(folder).catch(() => [] as string[])).sort().slice(0, ENTRIES_MAX);
  const places = await Promise.all(entries.map((entry) => placeOf(join(folder, entry), { entry, root })));
  return places.filter((place) => place !== null);
}

async function placeOf(path: string, { entry, root }: { entry: string; root: string }): Promise<Place | null> {
  const isFolder = (await stat(path).catch(() => null))?.isDirectory() === true;
  const name = isFolder ? entry : entry.slice(0, entry.length - extname(entry).length);
  if (!MODEL_NAME.test(name)) return null;
  const licence = READY_MADE_PREPROCESSORS.find((each) => each.name === name)?.licence ?? null;
  if (!isFolder) return isWeightsFile(entry) ? { name, path, root, licence } : null;
  const inside = await readdir(path);
  const weights = WEIGHTS_OF_FOLDERS.find((file) => inside.includes(file));
  return weights === undefined ? null : { name, path: join(path, weights), root, licence };
}

/** What was pulled of the ready-made ones. */
async function pulledPlaces(roots: Roots): Promise<readonly Place[]> {
  const found = await Promise.all(READY_MADE_PREPROCESSORS.map((one) => pulledPlace(one, roots).catch(() => null)));
  return found.filter((place) => place !== null);
}

async function pulledPlace({ name, licence, sources }: ReadyMadePreprocessor, roots: Roots): Promise<Place> {
  const { path, root } = await findPlace({ kind: 'hub', ...sources[0]! }, roots);
  return { name, path, root, licence };
}

async function describe({ name, path, root, licence }: Place): Promise<CatalogPreprocessor> {
  // By its own name, beside which a config.json may lie; what they lead to must be inside.
  await pathToOpen(path, root);
  const config = join(dirname(path), 'config.json');
  if (await stat(config).catch(() => null)) await pathToOpen(config, root);
  const { network } = await readPreprocessor(path);
  const { size } = await stat(path);
  return { name, file: path, kind: network.kind, bytes: size, licence };
}
