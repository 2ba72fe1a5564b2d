import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { findSnapshot } from '#renderer/models/hub/cache-layout.ts';
import type { HubSource } from '#renderer/models/hub/hub-source.ts';

/** A file of a source as it lies in the cache. */
export interface PulledFile {
  /** Its name in the snapshot, and its bytes. */
  readonly link: string;
  readonly blob: string;
  /** In its repository. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

/** What of a source is in the cache; of a whole repository everything that was ever pulled of its commit. */
export async function pulledFiles(source: HubSource, hubFolder: string): Promise<readonly PulledFile[]> {
  const snapshot = await findSnapshot(hubFolder, source);
  if (!snapshot) return [];
  const links = source.file === null ? await filesBelow(snapshot.folder) : [join(snapshot.folder, source.file)];
  const files = await Promise.all(links.map((link) => pulledFile(link, snapshot.folder)));
  return files.filter((file) => file !== null);
}

/** Every file below a folder; a link counts as a file. */
export async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
}

async function pulledFile(link: string, folder: string): Promise<PulledFile | null> {
  const blob = await realpath(link).catch(() => null);
  if (blob === null || !(await stat(blob)).isFile()) return null;
  return { link, blob, path: relative(folder, link), size: (await stat(blob)).size };
}

/** Bytes of files and of everything in folders, each file once whatever names it has. */
export async function diskBytes(paths: readonly string[]): Promise<number> {
  const files = await Promise.all(
    paths.map(async (path) => ((await stat(path)).isDirectory() ? filesBelow(path) : [path])),
  );
  const real = new Set(await Promise.all(files.flat().map((file) => realpath(file).catch(() => null))));
  const sizes = await Promise.all([...real].map(async (file) => (file === null ? 0 : (await stat(file)).size)));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** The hash that a blob is called by. */
export function blobName({ blob }: PulledFile): string {
  return basename(blob);
}
