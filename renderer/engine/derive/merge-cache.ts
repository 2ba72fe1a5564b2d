import { createHash } from 'node:crypto';
import { mkdir, readdir, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type AdapterPart, type BaseWeights, partsOf } from '#renderer/engine/adapters/adapter-names.ts';
import { configBeside } from '#renderer/engine/adapters/adapter-settings.ts';
import type { AdapterFile } from '#renderer/engine/contract/model-choice.ts';
import { readSafetensors } from '#renderer/engine/weights/safetensors/safetensors.ts';
import { shortPath } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { failure } from '#shared/text/failure.ts';

/** Merges kept; of a full-size model one takes up to 2 GB. */
export const MERGES_MAX = 8;

/** The file name of a merge, from everything that decides its content: which files, in which state, how strong. */
export async function mergeName(base: BaseWeights, adapters: readonly AdapterFile[]): Promise<string> {
  const entries = partsOf(base).flatMap(([, weights]) => [...weights.values()]);
  const models = [...new Set(entries.map(({ file }) => file))].sort();
  const identity = {
    version: 3,
    models: await Promise.all(models.map(stateOf)),
    adapters: await Promise.all(
      adapters.map(async ({ file, weight, textWeight }) => [await adapterState(file), weight, textWeight]),
    ),
  };
  return `${createHash('sha256').update(JSON.stringify(identity)).digest('hex')}.safetensors`;
}

/** Of an adapter's file and of the configuration beside it. */
export async function adapterState(file: string): Promise<readonly unknown[]> {
  const config = await configBeside(file);
  return [await stateOf(file), config && (await stateOf(config))];
}

/** The base with the changed weights of a stored merge; null when there is none or it is damaged. Marks it as used. */
export async function openMerge(file: string, base: BaseWeights): Promise<BaseWeights | null> {
  await makeFolder(dirname(file));
  const changed = await openKept(file);
  if (!changed) return null;
  return {
    unet: overlay(base.unet, { changed, part: 'unet' }),
    textEncoders: partsOf(base)
      .slice(1)
      .map(([part, weights]) => overlay(weights, { changed, part })),
  };
}

/** The weights in a file of the cache; null when there is none or it is damaged. Marks it as used. */
export async function openKept(file: string): Promise<WeightMap | null> {
  const kept = await readSafetensors(file).catch(() => null);
  const now = new Date();
  if (kept) await utimes(file, now, now).catch(() => undefined);
  return kept;
}

/**
 * Removes the files that were not used for longest beyond `max`, but for the one given, and remains of writers that were
 * killed.
 */
export async function pruneMerges(folder: string, keep: string, max: number = MERGES_MAX): Promise<void> {
  const files = await Promise.all((await readdir(folder)).map((name) => ageOf(join(folder, name))));
  const merges = files.filter(({ file }) => MERGE_NAME.test(file)).sort((a, b) => b.usedMs - a.usedMs);
  const old = merges.slice(max).filter(({ file }) => file !== keep);
  const dead = files.filter(({ file, usedMs }) => PARTIAL_NAME.test(file) && Date.now() - usedMs > PARTIAL_AGE_MS);
  await Promise.all([...old, ...dead].map(({ file }) => rm(file, { force: true })));
}

const MERGE_NAME = /[0-9a-f]{64}\.safetensors$/;
const PARTIAL_NAME = /[0-9a-f]{64}\.safetensors\..+\.partial$/;
const PARTIAL_AGE_MS = 3_600_000;

/** What tells one state of a file from another without reading it. */
export async function stateOf(file: string): Promise<{ file: string; bytes: number; changedMs: number }> {
  try {
    const { size, mtimeMs } = await stat(file);
    return { file, bytes: size, changedMs: mtimeMs };
  } catch (cause) {
    throw failure('not-found', 'weights.missing', { file: shortPath(file) }, { cause });
  }
}

/** A file that another process removes meanwhile counts as the oldest. */
async function ageOf(file: string): Promise<{ file: string; usedMs: number }> {
  return { file, usedMs: (await stat(file).catch(() => null))?.mtimeMs ?? 0 };
}

/** Makes a folder of the cache, and says it in a sentence when that is not possible. */
export async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw failure('internal', 'derived.folder', { folder: shortPath(folder) }, { cause });
  });
}

function overlay(base: WeightMap, { changed, part }: { changed: WeightMap; part: AdapterPart }): WeightMap {
  const result = new Map(base);
  for (const key of base.keys()) {
    const entry = changed.get(`${part}.${key}`);
    if (entry) result.set(key, base.get(key)!.transposed ? { ...entry, transposed: true } : entry);
  }
  return result;
}
