import { type BaseWeights, partsOf } from '#renderer/engine/adapters/adapter-names.ts';
import { isRunTime, readAdapter } from '#renderer/engine/adapters/adapters.ts';
import type { LowRankDelta } from '#renderer/engine/adapters/weight-change.ts';
import { type AdapterFile, actsAnywhere, strengthIn } from '#renderer/engine/contract/model-choice.ts';
import { loraFactors } from '#renderer/engine/derive/low-rank.ts';
import { adapterState } from '#renderer/engine/derive/merge-cache.ts';
import type { LoraFactors, RunTimeLoras } from '#renderer/engine/networks/network.ts';
import { shortPath } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import type { WeightEntry } from '#renderer/engine/weights/weight-map.ts';
import { failure } from '#shared/text/failure.ts';

/** Sets of LoRAs kept for each model, by the bytes of their factors; the newest is kept in any case. */
const KEPT_BYTES_MAX = 512 * 2 ** 20;

/** Those of a model that is unloaded go with it. */
const caches = new WeakMap<BaseWeights, Map<string, Promise<RunTimeLoras>>>();

/**
 * Style LoRAs with their strengths, ready to be fed to the networks that have these weights. Read and converted once;
 * asking again gives the same object while it is kept. Null when none has a strength. Throws `invalid` naming adapter,
 * file and key for one that does not fit or has to be merged.
 */
export async function loadRunTimeLoras(files: readonly AdapterFile[], base: BaseWeights): Promise<RunTimeLoras | null> {
  const wanted = files.filter(actsAnywhere).sort((a, b) => (a.file < b.file ? -1 : 1));
  if (wanted.length === 0) return null;
  const key = JSON.stringify(await Promise.all(wanted.map(identityOf)));
  const cache = caches.get(base) ?? new Map<string, Promise<RunTimeLoras>>();
  caches.set(base, cache);
  const loading = cache.get(key) ?? load(key, wanted, base);
  cache.delete(key);
  cache.set(key, loading);
  loading.then(
    () => trim(cache),
    () => cache.delete(key),
  );
  return loading;
}

async function identityOf({ file, weight, textWeight = weight }: AdapterFile): Promise<readonly unknown[]> {
  return [await adapterState(file), weight, textWeight];
}

interface Wanted {
  readonly entry: WeightEntry;
  readonly parts: { readonly delta: LowRankDelta; readonly scale: number }[];
}

async function load(key: string, files: readonly AdapterFile[], base: BaseWeights): Promise<RunTimeLoras> {
  const wanted = new Map(partsOf(base).map(([part]) => [part, new Map<string, Wanted>()]));
  for (const file of files) {
    const adapter = await readAdapter(file, base);
    if (!isRunTime(adapter)) {
      throw failure('invalid', 'adapter.merge-only', { name: file.name, file: shortPath(file.file) });
    }
    await adapter.requireFinite();
    for (const { target, delta, scale } of adapter.changes) {
      const strength = strengthIn(target.part === 'unet' ? 'unet' : 'text', file);
      if (strength === 0) continue;
      const weights = wanted.get(target.part)!;
      const weight = weights.get(target.key) ?? { entry: target.entry, parts: [] };
      weight.parts.push({ delta: delta as LowRankDelta, scale: scale * strength });
      weights.set(target.key, weight);
    }
  }
  const [unet, ...textEncoders] = await Promise.all([...wanted.values()].map(factorsOf));
  return { key, unet: unet!, textEncoders };
}

function factorsOf(weights: ReadonlyMap<string, Wanted>): Promise<LoraFactors> {
  return loraFactors([...weights].map(([name, { entry, parts }]) => ({ name, entry, parts })));
}

/** Drops the sets that were not used for longest until the rest is small enough. */
async function trim(cache: Map<string, Promise<RunTimeLoras>>): Promise<void> {
  let room = KEPT_BYTES_MAX;
  for (const [key, loading] of [...cache].reverse()) {
    const loaded = await loading.catch(() => null);
    room -= loaded ? bytesOf(loaded) : 0;
    if (room < 0 && cache.size > 1) cache.delete(key);
  }
}

function bytesOf({ unet, textEncoders }: RunTimeLoras): number {
  return [unet, ...textEncoders]
    .flatMap((factors) => [...factors.values()])
    .reduce((sum, { down, up }) => sum + down.data.byteLength + up.data.byteLength, 0);
}
