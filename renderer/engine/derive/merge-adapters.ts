import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { AdapterTarget, BaseWeights } from '#renderer/engine/adapters/adapter-names.ts';
import { readAdapter } from '#renderer/engine/adapters/adapters.ts';
import type { StrongChange } from '#renderer/engine/adapters/weight-change.ts';
import { type AdapterFile, actsAnywhere, strengthIn } from '#renderer/engine/contract/model-choice.ts';
import { mergeInto } from '#renderer/engine/derive/low-rank.ts';
import { mergeName, openMerge, pruneMerges } from '#renderer/engine/derive/merge-cache.ts';
import { elements } from '#renderer/engine/tensor.ts';
import { shortPath } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import { type WeightSource, writeSafetensors } from '#renderer/engine/weights/safetensors/write-safetensors.ts';
import { storableDtype } from '#renderer/engine/weights/storable-dtype.ts';
import { Failure } from '#shared/failure.ts';
import { failure } from '#shared/text/failure.ts';

export interface MergeOptions {
  readonly base: BaseWeights;
  readonly adapters: readonly AdapterFile[];
  /** Made when missing. Belongs to this program: old merges in it are removed. */
  readonly cacheFolder: string;
  readonly signal?: AbortSignal;
}

/**
 * The model's weights with standing adapters added, W + sum of strength · scale · change, computed in float32 and
 * rounded once to the format of the weight. Only changed weights point to a new file, which is kept for the next time;
 * several processes may make the same one. Throws `invalid` for an adapter that does not fit, `exhausted` for a full
 * disk.
 */
export async function mergeAdapters({ base, adapters, cacheFolder, signal }: MergeOptions): Promise<BaseWeights> {
  const standing = adapters.filter(actsAnywhere);
  if (standing.length === 0) return base;
  const file = join(cacheFolder, await mergeName(base, standing));
  const known = await openMerge(file, base);
  if (known) return known;
  const merges = await plan(base, standing);
  if (merges.length === 0) return base;
  const sizes = merges.map(({ target }) => elements(target.entry.shape) * BYTES_MAX);
  let buffer: Uint8Array | null = null;
  const scratch = () => (buffer ??= new Uint8Array(Math.max(...sizes)));
  const sources = merges.map((merge) => mergedWeight(merge, { scratch, signal }));
  await writeSafetensors(file, sources, { ...(signal && { signal }) }).catch(fullDisk);
  await pruneMerges(cacheFolder, file);
  const merged = await openMerge(file, base);
  if (!merged) throw failure('internal', 'merge.gone', { file: shortPath(file) });
  return merged;
}

/** Says what was being stored; the writer knows only the name of the file. */
function fullDisk(error: unknown): never {
  if (!(error instanceof Failure) || error.code !== 'exhausted') throw error;
  throw failure('exhausted', 'merge.disk-full', { cause: error });
}

/** Of one number, in the widest format that is written. */
const BYTES_MAX = 4;

interface Merge {
  readonly target: AdapterTarget;
  readonly changes: readonly StrongChange[];
}

/** All changes, by weight. Every adapter is read and checked before anything is written. */
async function plan(base: BaseWeights, adapters: readonly AdapterFile[]): Promise<Merge[]> {
  const merges = new Map<string, { target: AdapterTarget; changes: StrongChange[] }>();
  for (const file of adapters) {
    const adapter = await readAdapter(file, base);
    await adapter.requireFinite();
    for (const change of adapter.changes) {
      const strength = strengthIn(change.target.part === 'unet' ? 'unet' : 'text', file);
      if (strength === 0) continue;
      const place = `${change.target.part}.${change.target.key}`;
      const merge = merges.get(place) ?? { target: change.target, changes: [] };
      const { delta, scale, magnitude } = change;
      merge.changes.push({ delta, scale, magnitude, strength });
      merges.set(place, merge);
    }
  }
  return [...merges.values()];
}

interface MergeScratch {
  /** Enough for the largest weight; one is written before the next is computed. */
  readonly scratch: () => Uint8Array;
  readonly signal: AbortSignal | undefined;
}

function mergedWeight({ target, changes }: Merge, { scratch, signal }: MergeScratch): WeightSource {
  const { part, key, entry } = target;
  const as = storableDtype(entry.dtype, key);
  return {
    key: `${part}.${key}`,
    dtype: as,
    shape: entry.shape,
    async bytes() {
      // One weight blocks the thread for some milliseconds; messages get through between them.
      await setImmediate();
      signal?.throwIfAborted();
      return mergeInto(scratch(), { entry, changes, as });
    },
  };
}
