import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { readVideoModel } from '#renderer/engine/checkpoint/video-files.ts';
import { isWeightsFile } from '#renderer/engine/weights/read-weights.ts';
import { findPlace, type Roots } from '#renderer/models/find-location.ts';
import { pathToOpen, stampModel } from '#renderer/models/folder-contents.ts';
import { MODEL_NAME } from '#renderer/models/model-name.ts';
import { READY_MADE_ANIMATORS } from '#renderer/models/ready-made-animators.ts';
import { Failure } from '#shared/failure.ts';
import type { Log } from '#shared/log.ts';

/** A model that makes pictures move, as the catalog knows it. */
export interface CatalogAnimator {
  /** The folder's name, or the file's without its ending; what clients say. */
  readonly name: string;
  /** Absolute path of a folder or a file. */
  readonly path: string;
  /** That it was trained on. */
  readonly frames: number;
  /** Pixels along one side of a latent pixel. */
  readonly factor: number;
  /** Null = nobody has said. */
  readonly licence: string | null;
}

export interface Animators {
  /** The operator's own by name, then what was pulled. */
  readonly usable: readonly CatalogAnimator[];
  /** Why a file or folder cannot be used, by its name. */
  readonly refused: ReadonlyMap<string, Failure>;
}

/** Of the models folder. */
export const ANIMATORS_FOLDER = 'animators';

/** A folder with more is none of such models. */
const ENTRIES_MAX = 1_000;

/** Finds them in a models folder, given by its real path, and among what was pulled; remembers files that do not change. */
export type FindAnimators = (roots: Roots) => Promise<Animators>;

interface Place {
  readonly name: string;
  readonly path: string;
  readonly root: string;
  readonly licence: string | null;
}

/** A finder that has seen nothing yet. What is left out is logged, once. */
export function createAnimatorFinder(log: Log): FindAnimators {
  const seen = new Map<string, { readonly stamp: string; readonly found: CatalogAnimator | Failure }>();

  async function look(place: Place): Promise<CatalogAnimator | Failure> {
    const stamp = String(await stampModel(place.path, place.root).catch(Failure.from));
    const before = seen.get(place.path);
    if (before?.stamp === stamp) return before.found;
    const found = await describe(place).catch(Failure.from);
    if (found instanceof Failure) log.warn({ animator: place.name, reason: found.message }, 'animator left out');
    seen.set(place.path, { stamp, found });
    return found;
  }

  return async (roots) => {
    const usable: CatalogAnimator[] = [];
    const refused = new Map<string, Failure>();
    for (const place of [...(await ownPlaces(roots)), ...(await pulledPlaces(roots))]) {
      // What the operator puts there hides what was pulled under its name.
      if (usable.some(({ name }) => name === place.name) || refused.has(place.name)) continue;
      const found = await look(place);
      if (found instanceof Failure) refused.set(place.name, found);
      else usable.push(found);
    }
    return { usable, refused };
  };
}

async function ownPlaces({ modelsFolder: root }: Roots): Promise<readonly Place[]> {
  const folder = join(root, ANIMATORS_FOLDER);
  const entries = (await readdir(folder).catch(() => [] as string[])).sort().slice(0, ENTRIES_MAX);
  const places: Place[] = [];
  for (const entry of entries) {
    const path = join(folder, entry);
    const isFolder = (await stat(path).catch(() => null))?.isDirectory() === true;
    const name = isFolder ? entry : entry.slice(0, entry.length - extname(entry).length);
    if ((isFolder || isWeightsFile(entry)) && MODEL_NAME.test(name)) {
      const licence = READY_MADE_ANIMATORS.find((each) => each.name === name)?.licence ?? null;
      places.push({ name, path, root, licence });
    }
  }
  return places;
}

async function pulledPlaces(roots: Roots): Promise<readonly Place[]> {
  const found = READY_MADE_ANIMATORS.map(async ({ name, source, licence }) => {
    const place = await findPlace({ kind: 'hub', ...source }, roots).catch(() => null);
    return place && { name, ...place, licence };
  });
  return (await Promise.all(found)).filter((place) => place !== null);
}

async function describe({ name, path: given, root, licence }: Place): Promise<CatalogAnimator> {
  const path = await pathToOpen(given, root);
  const { unet, factor } = await readVideoModel(path);
  return { name, path, frames: unet.parsed.frames, factor, licence };
}
