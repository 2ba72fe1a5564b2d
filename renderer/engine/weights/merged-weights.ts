import { join } from 'node:path';
import type { AdapterFile } from '#renderer/engine/engine.ts';
import { mergeLowRank } from '#renderer/engine/runtime/low-rank.ts';
import type { AdapterTarget, BaseWeights } from '#renderer/engine/weights/adapter-names.ts';
import { type LowRankChange, readAdapter } from '#renderer/engine/weights/adapters.ts';
import { floatToBfloat, floatToHalf } from '#renderer/engine/weights/half.ts';
import { mergeName, openMerge, pruneMerges } from '#renderer/engine/weights/merge-cache.ts';
import { readTensor } from '#renderer/engine/weights/read-tensor.ts';
import type { WeightDtype } from '#renderer/engine/weights/weight-map.ts';
import { type WeightSource, writeSafetensors } from '#renderer/engine/weights/write-safetensors.ts';
import { Failure } from '#shared/failure.ts';

export interface MergeOptions {
  readonly base: BaseWeights;
  readonly adapters: readonly AdapterFile[];
  /** Made when missing. Belongs to this program: old merges in it are removed. */
  readonly cacheFolder: string;
  readonly signal?: AbortSignal;
}

/**
 * The model's weights with standing adapters added, W + sum of strength · scale · B·A, computed in float32 and rounded
 * once to the format of the weight. Only changed weights point to a new file, which is kept for the next time; several
 * processes may make the same one. Throws `invalid` for an adapter that does not fit, `exhausted` for a full disk.
 */
export async function mergeAdapters({ base, adapters, cacheFolder, signal }: MergeOptions): Promise<BaseWeights> {
  const standing = adapters.filter(({ weight }) => weight !== 0);
  if (standing.length === 0) return base;
  const file = join(cacheFolder, await mergeName(base, standing));
  const known = await openMerge(file, base);
  if (known) return known;
  const merges = await plan(base, standing);
  const sources = merges.map((merge) => mergedWeight(merge, signal));
  await writeSafetensors(file, sources, { ...(signal && { signal }) }).catch(fullDisk);
  await pruneMerges(cacheFolder, file);
  const merged = await openMerge(file, base);
  if (!merged) throw new Failure('internal', `Cannot read back merged adapters: ${file} was removed at once`);
  return merged;
}

/** Says what was being stored; the writer knows only the name of the file. */
function fullDisk(error: unknown): never {
  if (!(error instanceof Failure) || error.code !== 'exhausted') throw error;
  throw new Failure('exhausted', 'Cannot store the model with its adapters merged: the disk is full', { cause: error });
}

interface StrongChange extends LowRankChange {
  readonly strength: number;
}

interface Merge {
  readonly target: AdapterTarget;
  readonly changes: readonly StrongChange[];
}

/** All changes, by weight. Every adapter is read and checked before anything is written. */
async function plan(base: BaseWeights, adapters: readonly AdapterFile[]): Promise<Merge[]> {
  const merges = new Map<string, { target: AdapterTarget; changes: StrongChange[] }>();
  for (const file of adapters) {
    for (const change of (await readAdapter(file, base)).changes) {
      const place = `${change.target.part}.${change.target.key}`;
      const merge = merges.get(place) ?? { target: change.target, changes: [] };
      merge.changes.push({ ...change, strength: file.weight });
      merges.set(place, merge);
    }
  }
  return [...merges.values()];
}

function mergedWeight({ target, changes }: Merge, signal: AbortSignal | undefined): WeightSource {
  const { part, key, entry } = target;
  return {
    key: `${part}.${key}`,
    dtype: entry.dtype,
    shape: entry.shape,
    async bytes() {
      signal?.throwIfAborted();
      let weight = (await readTensor(entry)).data;
      for (const change of changes) weight = await changed(weight, change);
      return stored(weight, { key, dtype: entry.dtype });
    },
  };
}

async function changed(weight: Float32Array, change: StrongChange): Promise<Float32Array> {
  return mergeLowRank({
    weight,
    shape: change.target.entry.shape,
    down: (await readTensor(change.down)).data,
    up: (await readTensor(change.up)).data,
    rank: change.rank,
    scale: change.scale * change.strength,
  });
}

function stored(weight: Float32Array, { key, dtype }: { key: string; dtype: WeightDtype }): Uint8Array {
  switch (dtype) {
    case 'F32':
      return bytesOf(weight);
    case 'F16':
      return bytesOf(floatToHalf(weight));
    case 'BF16':
      return bytesOf(floatToBfloat(weight));
    default:
      throw new Failure(
        'invalid',
        `Cannot merge adapter into ${key}: weights must be F32, F16 or BF16, given ${dtype}`,
      );
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array | Uint16Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
