import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { FileLocation } from '#renderer/models/catalog-entry.ts';
import { realPathInside } from '#renderer/models/folder-contents.ts';
import { findSnapshot } from '#renderer/models/hub/cache-layout.ts';
import { type HubSource, printSource } from '#renderer/models/hub/hub-source.ts';
import { failure } from '#shared/text/failure.ts';

/** Folders that files may lie in, and no others. */
export interface Roots {
  readonly modelsFolder: string;
  readonly hubFolder: string;
}

/** A file or folder that is there, and the real path that nothing of it may lie outside of. */
export interface Found {
  readonly path: string;
  readonly root: string;
}

/** Finds what an entry names. Throws one sentence for what is not there, not pulled, or lies outside of the roots. */
export async function findPlace(place: FileLocation, roots: Roots): Promise<Found> {
  return place.kind === 'hub' ? findPulled(place, roots.hubFolder) : findLocal(place.path, roots.modelsFolder);
}

/** A path of the models folder; symbolic links are followed as far as they stay inside. */
export async function findLocal(path: string, modelsFolder: string): Promise<Found> {
  const root = await realpath(modelsFolder).catch(() => null);
  const real = root && (await realPathInside(join(root, path), root).catch(notThere));
  if (!root || !real) throw failure('not-found', 'place.missing', { path });
  return { path: real, root };
}

// The link is kept, not what it points to: blobs have no endings, and their names say nothing in a sentence.
async function findPulled(source: HubSource, hubFolder: string): Promise<Found> {
  const snapshot = await findSnapshot(hubFolder, source);
  const path = snapshot && (await pathIn(snapshot.folder, source));
  if (!path) throw failure('not-found', 'place.not-pulled', { source: printSource(source) });
  const root = await realpath(hubFolder);
  await realPathInside(path, root);
  return { path, root };
}

/** The file that a source means; a whole network or model is its folder. Null when nothing of it is here. */
async function pathIn(folder: string, { file }: HubSource): Promise<string | null> {
  if (file !== null) return (await isThere(join(folder, file))) ? join(folder, file) : null;
  const names = await readdir(folder);
  if (names.includes('model_index.json') || names.includes('config.json')) return folder;
  const weights = names.filter((name) => name.endsWith('.safetensors'));
  const [only] = weights.filter((name) => weights.length === 1 || name === 'pytorch_lora_weights.safetensors');
  return only === undefined ? null : join(folder, only);
}

/** Files that words of prompts stand for, by their names, in a folder; none when there is no such folder. */
export async function embeddingFiles(
  folder: string,
  root: string,
): Promise<readonly { readonly name: string; readonly file: string }[]> {
  const names = await readdir(folder).catch(() => [] as string[]);
  const files = names.filter((name) => /^[^.].*\.(safetensors|pt|bin|pti)$/.test(name)).sort();
  return Promise.all(
    files.map(async (name) => ({
      name: basename(name).replace(/\.\w+$/, ''),
      file: await realPathInside(join(folder, name), root),
    })),
  );
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

function notThere(thrown: unknown): null {
  if ((thrown as { code?: string }).code === 'ENOENT') return null;
  throw thrown;
}
