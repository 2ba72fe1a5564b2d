import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { makeFolder, openKept, pruneMerges, stateOf } from '#renderer/engine/derive/merge-cache.ts';
import { shortPath } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import { type WeightSource, writeSafetensors } from '#renderer/engine/weights/safetensors/write-safetensors.ts';
import type { WeightEntry, WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { failure } from '#shared/text/failure.ts';

/** Weights that are computed from others. */
export interface Derivation {
  /** Raised when the content for the same weights changes. */
  readonly version: string;
  /** What they are computed from: another file, another state of it or another range is another derivation. */
  readonly from: readonly WeightEntry[];
  readonly sources: readonly WeightSource[];
  /** Files of this kind that stay, the latest used. */
  readonly filesMax: number;
}

export interface DeriveOptions {
  /** Made when missing. Belongs to this program: old files in it are removed. */
  readonly cacheFolder: string;
  readonly signal?: AbortSignal;
}

/** These weights alone. Made once and kept in a file, as merges are; several processes may make the same one. */
export async function keepDerived(
  { version, from, sources, filesMax }: Derivation,
  { cacheFolder, signal }: DeriveOptions,
): Promise<WeightMap> {
  await makeFolder(cacheFolder);
  const file = join(cacheFolder, await nameOf(version, from));
  const known = await openKept(file);
  if (known) return known;
  await writeSafetensors(file, sources, { ...(signal && { signal }) });
  await pruneMerges(cacheFolder, file, filesMax);
  const made = await openKept(file);
  if (!made) throw failure('internal', 'derived.gone', { file: shortPath(file) });
  return made;
}

async function nameOf(version: string, entries: readonly WeightEntry[]): Promise<string> {
  const files = [...new Set(entries.map(({ file }) => file))].sort();
  const ranges = entries.map(({ file, offset, bytes }) => [files.indexOf(file), offset, bytes]);
  const identity = { version, files: await Promise.all(files.map(stateOf)), ranges };
  return `${createHash('sha256').update(JSON.stringify(identity)).digest('hex')}.safetensors`;
}
