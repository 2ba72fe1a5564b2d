import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { type ControlFile, fitsModel, readControl } from '#renderer/engine/checkpoint/control-file.ts';
import type { ModelDescription } from '#renderer/engine/checkpoint/describe-model.ts';
import { isWeightsFile } from '#renderer/engine/weights/read-weights.ts';
import { findPlace, type Roots } from '#renderer/models/find-location.ts';
import { pathToOpen, stampModel } from '#renderer/models/folder-contents.ts';
import { MODEL_NAME } from '#renderer/models/model-name.ts';
import { READY_MADE_CONTROLS } from '#renderer/models/ready-made-controls.ts';
import { Failure } from '#shared/failure.ts';
import type { Log } from '#shared/log.ts';
import { failure } from '#shared/text/failure.ts';

/** A network that steers models by pictures, as the catalog knows it. */
export interface CatalogControl {
  /** The folder's name, or the file's without its ending; what clients say. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  readonly kind: ControlFile['kind'];
  readonly fits: ControlFile['fits'];
  /** Null = nobody has said. */
  readonly licence: string | null;
}

export interface Controls {
  /** By name. */
  readonly usable: readonly CatalogControl[];
  /** Why a file or folder cannot be used, by its name. */
  readonly refused: ReadonlyMap<string, Failure>;
}

/** Of the models folder. */
export const CONTROLS_FOLDER = 'controlnets';

/** A folder with more is none of control networks. */
const ENTRIES_MAX = 1_000;

/** Finds the control networks of the models folder and those that were pulled; what does not change is read once. */
export type FindControls = (roots: Roots) => Promise<Controls>;

/** A finder that has seen nothing yet. What is left out is logged, once. */
export function createControlFinder(log: Log): FindControls {
  const seen = new Map<string, { readonly stamp: string; readonly found: CatalogControl | Failure }>();

  async function look(place: Place): Promise<CatalogControl | Failure> {
    const stamp = String(await stampModel(place.path, place.root).catch(Failure.from));
    const before = seen.get(place.path);
    if (before?.stamp === stamp) return before.found;
    const found = await describe(place).catch(Failure.from);
    if (found instanceof Failure) log.warn({ control: place.name, reason: found.message }, 'control network left out');
    seen.set(place.path, { stamp, found });
    return found;
  }

  return async (roots) => {
    const usable: CatalogControl[] = [];
    const refused = new Map<string, Failure>();
    for (const place of [...(await ownPlaces(roots)), ...(await pulledPlaces(roots))]) {
      const { name, path } = place;
      // What the operator puts there hides what was pulled under its name.
      if (usable.some((each) => each.name === name) || refused.has(name)) {
        if (place.licence === null)
          refused.set(basename(path), failure('invalid', 'model.same-name', { file: basename(path), name }));
        continue;
      }
      const found = await look(place);
      if (found instanceof Failure) refused.set(name, found);
      else usable.push(found);
    }
    return { usable, refused };
  };
}

/** Those that fit a model. */
export function fittingControls(
  { usable }: Controls,
  { steered }: Pick<ModelDescription, 'steered'>,
): readonly CatalogControl[] {
  return usable.filter((control) => fitsModel(control, steered));
}

interface Place {
  readonly name: string;
  readonly path: string;
  /** What nothing of it may lie outside of. */
  readonly root: string;
  readonly licence: string | null;
}

/** Folders with a config.json, and files of weights. Names that clients could not say are no network's. */
async function ownPlaces({ modelsFolder: root }: Roots): Promise<readonly Place[]> {
  const folder = join(root, CONTROLS_FOLDER);
  const names = (await readdir(folder).catch(() => [] as string[])).sort().slice(0, ENTRIES_MAX);
  const places: Place[] = [];
  for (const file of names) {
    const path = join(folder, file);
    const isFolder = (await stat(join(path, 'config.json')).catch(() => null)) !== null;
    if (!isFolder && !isWeightsFile(file)) continue;
    const name = isFolder ? file : file.slice(0, file.length - extname(file).length);
    if (MODEL_NAME.test(name)) places.push({ name, path, root, licence: null });
  }
  return places;
}

async function pulledPlaces(roots: Roots): Promise<readonly Place[]> {
  const pulled = READY_MADE_CONTROLS.map(async ({ name, source, licence }) => {
    const found = await findPlace(source, roots).catch(() => null);
    return found ? [{ name, ...found, licence }] : [];
  });
  return (await Promise.all(pulled)).flat();
}

async function describe({ name, path: given, root, licence }: Place): Promise<CatalogControl> {
  const path = await pathToOpen(given, root);
  const { kind, fits, weights } = await readControl({ name, path });
  for (const file of new Set([...weights.values()].map((one) => one.file))) await pathToOpen(file, root);
  return { name, path, kind, fits, licence };
}
