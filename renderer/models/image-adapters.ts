import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { attentionPaths, encoderMisfit, wantedEncoder } from '#renderer/engine/checkpoint/fit-image-adapter.ts';
import { type ImageAdapterFile, readImageAdapter } from '#renderer/engine/checkpoint/image-adapter-file.ts';
import { type ImageEncoderFiles, readImageEncoder } from '#renderer/engine/checkpoint/image-encoder-file.ts';
import { isWeightsFile } from '#renderer/engine/weights/read-weights.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { findPlace, type Roots } from '#renderer/models/find-location.ts';
import { pathToOpen } from '#renderer/models/folder-contents.ts';
import { MODEL_NAME } from '#renderer/models/model-name.ts';
import { READY_MADE_IMAGE_PROMPTS } from '#renderer/models/ready-made-image-prompts.ts';
import { Failure } from '#shared/failure.ts';
import type { Log } from '#shared/log.ts';
import { failure } from '#shared/text/failure.ts';

/** An IP-Adapter that fits a model, with the image encoder that it reads. */
export interface CatalogImageAdapter {
  /** The file's name without its ending, or what it is pulled by; what clients say. */
  readonly name: string;
  /** Absolute path. */
  readonly file: string;
  readonly kind: ImageAdapterFile['config']['projection']['kind'];
  /** Absolute path of a folder or a file. */
  readonly encoder: string;
  /** Null = nobody has said. */
  readonly licence: string | null;
}

/** What there is for pictures beside the words. */
export interface ImagePromptParts {
  /** With their encoders; which model one fits, is asked by `fittingAdapters`. */
  readonly adapters: readonly (CatalogImageAdapter & { readonly read: ImageAdapterFile })[];
  /** Why a file cannot be used, by its name. */
  readonly refused: ReadonlyMap<string, Failure>;
}

/** Folders of the models folder, called as in ComfyUI. */
const ADAPTERS_FOLDER = 'ipadapter';
const ENCODERS_FOLDER = 'clip_vision';

/** A folder with more is none of these. */
const FILES_MAX = 200;

/** Finds IP-Adapters and image encoders of the models folder, and those that were pulled; remembers files that do not change. */
export type FindImagePrompts = (roots: Roots) => Promise<ImagePromptParts>;

/** A finder that has seen nothing yet. What is left out is logged, once. */
export function createImagePromptFinder(log: Log): FindImagePrompts {
  const adapters = createLook(readImageAdapter, log);
  const encoders = createLook(readImageEncoder, log);
  return async (roots) => {
    const found = await placesOf(roots);
    const refused = new Map<string, Failure>();
    const known: { readonly path: string; readonly files: ImageEncoderFiles }[] = [];
    for (const { name, path } of found.encoders) {
      const files = await encoders(name, path);
      if (files instanceof Failure) refused.set(name, files);
      else known.push({ path, files });
    }
    const usable = [];
    for (const { name, path, licence } of found.adapters) {
      const read = await adapters(name, path);
      const encoder =
        read instanceof Failure ? null : known.find(({ files }) => encoderMisfit(read, files.parsed) === null);
      if (read instanceof Failure) refused.set(name, read);
      else if (!encoder) refused.set(name, withoutEncoder(name, read));
      else usable.push({ name, file: path, kind: read.config.projection.kind, encoder: encoder.path, licence, read });
    }
    return { adapters: usable, refused };
  };
}

/** Those that were made for a model with this UNet (diffusers' keys). */
export function fittingAdapters(parts: ImagePromptParts, unet: WeightMap): readonly CatalogImageAdapter[] {
  return parts.adapters.flatMap(({ read, ...adapter }) => {
    try {
      attentionPaths({ file: adapter.file, read }, { model: '', unet });
      return [adapter];
    } catch {
      return [];
    }
  });
}

function withoutEncoder(name: string, read: ImageAdapterFile): Failure {
  const wanted = read.config.projection.inputs;
  return failure('invalid', 'image-adapter.no-encoder', { file: name, wanted, encoder: wantedEncoder(read) });
}

interface Place {
  readonly name: string;
  readonly path: string;
  readonly licence: string | null;
}

async function placesOf(
  roots: Roots,
): Promise<{ readonly adapters: readonly Place[]; readonly encoders: readonly Place[] }> {
  const pulled = await Promise.all(
    READY_MADE_IMAGE_PROMPTS.map(async ({ name, adapter, encoder, licence }) => {
      const [file, seen] = await Promise.all([adapter, encoder].map((place) => pulledPlace(place, roots)));
      return {
        adapter: file ? [{ name, path: file, licence }] : [],
        encoder: seen ? [{ name, path: seen, licence }] : [],
      };
    }),
  );
  const own = await inFolder(join(roots.modelsFolder, ADAPTERS_FOLDER), roots.modelsFolder);
  const seen = await inFolder(join(roots.modelsFolder, ENCODERS_FOLDER), roots.modelsFolder);
  return {
    adapters: firstOfName([...own, ...pulled.flatMap(({ adapter }) => adapter)]),
    encoders: firstOfPath([...seen, ...pulled.flatMap(({ encoder }) => encoder)]),
  };
}

function pulledPlace(place: Parameters<typeof findPlace>[0], roots: Roots): Promise<string | null> {
  return findPlace(place, roots).then(
    ({ path }) => path,
    () => null,
  );
}

/** Files of weights in a folder, and folders with a config.json; names that clients could not say are none. */
async function inFolder(folder: string, root: string): Promise<readonly Place[]> {
  const names = (await readdir(folder).catch(() => [] as string[])).sort().slice(0, FILES_MAX);
  const places: Place[] = [];
  for (const each of names) {
    const isFolder = (await stat(join(folder, each, 'config.json')).catch(() => null)) !== null;
    if (!isFolder && !isWeightsFile(each)) continue;
    const name = isFolder ? each : each.slice(0, each.length - extname(each).length);
    const path = await pathToOpen(join(folder, each), root).catch(() => null);
    if (path !== null && MODEL_NAME.test(name)) places.push({ name, path, licence: null });
  }
  return places;
}

function firstOfName(places: readonly Place[]): readonly Place[] {
  return places.filter(({ name }, i) => places.findIndex((other) => other.name === name) === i);
}

function firstOfPath(places: readonly Place[]): readonly Place[] {
  return places.filter(({ path }, i) => places.findIndex((other) => other.path === path) === i);
}

/** Reads a file where it is another than before. */
function createLook<T extends object>(
  read: (path: string) => Promise<T>,
  log: Log,
): (name: string, path: string) => Promise<T | Failure> {
  const seen = new Map<string, { readonly stamp: string; readonly found: T | Failure }>();
  return async (name, path) => {
    const { size, mtimeMs } = await stat(path).catch(() => ({ size: 0, mtimeMs: 0 }));
    const stamp = `${size} ${mtimeMs}`;
    const before = seen.get(path);
    if (before?.stamp === stamp) return before.found;
    const found = await read(path).catch(Failure.from);
    if (found instanceof Failure) log.warn({ name, reason: found.message }, 'image adapter or encoder left out');
    seen.set(path, { stamp, found });
    return found;
  };
}
