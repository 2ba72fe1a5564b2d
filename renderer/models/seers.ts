import { readdir, stat } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { readDescriber, withoutWords } from '#renderer/engine/checkpoint/describer-file.ts';
import { readSegmenter } from '#renderer/engine/checkpoint/segmenter-file.ts';
import { isWeightsFile } from '#renderer/engine/weights/read-weights.ts';
import { findPlace, type Roots } from '#renderer/models/find-location.ts';
import { pathToOpen, realPathInside } from '#renderer/models/folder-contents.ts';
import { MODEL_NAME } from '#renderer/models/model-name.ts';
import { READY_MADE_SEERS, type ReadyMadeSeer } from '#renderer/models/ready-made-seers.ts';
import { Failure } from '#shared/failure.ts';
import type { Log } from '#shared/log.ts';

/** A network that sees what is in pictures, as the catalog knows it. */
export interface CatalogSeer {
  /** The file's or folder's name without its ending; what clients say. */
  readonly name: string;
  /** Absolute path of a file or a folder. */
  readonly path: string;
  readonly kind: 'captions' | 'tags' | 'masks';
  /** Of its largest file. */
  readonly bytes: number;
  /** Null = nobody has said. */
  readonly licence: string | null;
}

export interface Seers {
  /** Those that say what is in a picture, the smallest first. */
  readonly describers: readonly CatalogSeer[];
  /** Those that find things in it, likewise. */
  readonly segmenters: readonly CatalogSeer[];
  /** Why something in their folders cannot be used, by its name. */
  readonly refused: ReadonlyMap<string, Failure>;
}

/** What words about a picture are judged by: the smallest that writes captions; null where none is there. */
export function firstCaptioner({ describers }: Pick<Seers, 'describers'>): CatalogSeer | null {
  return describers.find(({ kind }) => kind === 'captions') ?? null;
}

/** Of the models folder. */
export const DESCRIBERS_FOLDER = 'describers';
/** Likewise. */
export const SEGMENTERS_FOLDER = 'segmenters';

/** A folder with more is none of such networks. */
const ENTRIES_MAX = 1_000;

/** Finds them in a models folder, given by its real path, and among what was pulled; remembers files that do not change. */
export type FindSeers = (roots: Roots) => Promise<Seers>;

interface Seen {
  readonly stamp: string;
  readonly found: CatalogSeer | Failure;
}

/** A place where one may be. */
interface Place {
  readonly name: string;
  readonly path: string;
  readonly root: string;
  readonly finds: 'describer' | 'segmenter';
  readonly licence: string | null;
}

/** A finder that has seen nothing yet. What is left out is logged, once. */
export function createSeerFinder(log: Log): FindSeers {
  const seen = new Map<string, Seen>();

  async function look(place: Place): Promise<CatalogSeer | Failure> {
    const { path, name } = place;
    const stamp = await stampOf(path);
    const before = seen.get(path);
    if (before?.stamp === stamp) return before.found;
    const found = await describe(place).catch(Failure.from);
    if (found instanceof Failure) log.warn({ seer: name, reason: found.message }, 'network that sees left out');
    seen.set(path, { stamp, found });
    return found;
  }

  return async (roots) => {
    const places = [...(await placesIn(roots.modelsFolder)), ...(await pulledPlaces(roots))];
    const usable: CatalogSeer[] = [];
    const refused = new Map<string, Failure>();
    for (const place of places) {
      // What lies in the models folder hides what was pulled under its name.
      if (refused.has(place.name) || usable.some(({ name }) => name === place.name)) continue;
      const found = await look(place);
      if (found instanceof Failure) refused.set(place.name, found);
      else usable.push(found);
    }
    usable.sort((a, b) => a.bytes - b.bytes);
    const isSegmenter = ({ kind }: CatalogSeer) => kind === 'masks';
    return {
      describers: usable.filter((each) => !isSegmenter(each)),
      segmenters: usable.filter(isSegmenter),
      refused,
    };
  };
}

async function placesIn(root: string): Promise<Place[]> {
  const folders = { describer: DESCRIBERS_FOLDER, segmenter: SEGMENTERS_FOLDER } as const;
  const places: Place[] = [];
  for (const [finds, folder] of Object.entries(folders) as [Place['finds'], string][]) {
    const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
    for (const entry of entries.slice(0, ENTRIES_MAX).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(root, folder, entry.name);
      const isFolder = (await stat(path).catch(() => null))?.isDirectory() === true;
      const isFile = !isFolder && (isWeightsFile(entry.name) || extname(entry.name) === '.onnx');
      const name = isFolder ? entry.name : entry.name.slice(0, entry.name.length - extname(entry.name).length);
      const isPlace = (isFolder && finds === 'describer') || isFile;
      if (isPlace && MODEL_NAME.test(name)) places.push({ name, path, root, finds, licence: licenceOf(name) });
    }
  }
  return places;
}

function licenceOf(name: string): string | null {
  return READY_MADE_SEERS.find((each) => each.name === name)?.licence ?? null;
}

/** What was pulled of the ready-made ones. */
async function pulledPlaces(roots: Roots): Promise<readonly Place[]> {
  const found = await Promise.all(READY_MADE_SEERS.map((seer) => pulledPlace(seer, roots).catch(() => null)));
  return found.filter((place) => place !== null);
}

async function pulledPlace({ name, licence, finds, sources }: ReadyMadeSeer, roots: Roots): Promise<Place> {
  const [source] = sources;
  const { path, root } = await findPlace({ kind: 'hub', ...source! }, roots);
  // Of several files the folder is the network.
  return { name, path: sources.length > 1 ? dirname(path) : path, root, finds, licence };
}

async function describe({ name, path: given, root, finds, licence }: Place): Promise<CatalogSeer> {
  const path = await pathToOpen(given, root);
  const bytes = await largestFile(path, root);
  if (finds === 'segmenter') {
    await readSegmenter(path);
    return { name, path, kind: 'masks', bytes, licence };
  }
  const { kind, hasWords } = await readDescriber(path);
  if (!hasWords) throw withoutWords(path);
  return { name, path, kind, bytes, licence };
}

/** Throws where a link of the folder leads out of the root. */
async function largestFile(path: string, root: string): Promise<number> {
  const found = await stat(path);
  if (!found.isDirectory()) return found.size;
  const names = (await readdir(path)).slice(0, ENTRIES_MAX);
  const sizes = await Promise.all(
    names.map(async (name) => (await stat(await realPathInside(join(path, name), root))).size),
  );
  return Math.max(0, ...sizes);
}

async function stampOf(path: string): Promise<string> {
  const found = await stat(path).catch(() => null);
  if (!found) return 'gone';
  if (!found.isDirectory()) return `${found.size} ${found.mtimeMs}`;
  const names = (await readdir(path)).sort();
  const states = await Promise.all(names.map((name) => stat(join(path, name)).catch(() => null)));
  return names.map((name, i) => `${name} ${states[i]?.size} ${states[i]?.mtimeMs}`).join('\n');
}
