import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { makeFolder, openKept, pruneMerges, stateOf } from '#renderer/engine/derive/merge-cache.ts';
import { readTensor } from '#renderer/engine/weights/read-tensor.ts';
import { writeSafetensors } from '#renderer/engine/weights/safetensors/write-safetensors.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { failure } from '#shared/text/failure.ts';

/**
 * The weights of two files of one network, mixed: (1 - share)·first + share·other, in float32, as Real-ESRGAN's `-dn`
 * does with its two general networks. Made once and kept in a file of the cache.
 */
export async function blendWeights(
  first: WeightMap,
  { other, share, cacheFolder }: { readonly other: WeightMap; readonly share: number; readonly cacheFolder: string },
): Promise<WeightMap> {
  const file = join(cacheFolder, 'blended', await blendName([first, other], share));
  await makeFolder(dirname(file));
  const kept = await openKept(file);
  if (kept) return kept;
  const sources = [...first].map(([key, entry]) => ({
    key,
    dtype: 'F32' as const,
    shape: entry.shape,
    bytes: async () => {
      const [a, b] = await Promise.all([readTensor(entry), readTensor(other.get(key)!)]);
      const mixed = a.data.map((value, i) => (1 - share) * value + share * b.data[i]!);
      return new Uint8Array(mixed.buffer, mixed.byteOffset, mixed.byteLength);
    },
  }));
  await writeSafetensors(file, sources);
  await pruneMerges(dirname(file), file);
  return (await openKept(file)) ?? Promise.reject(failure('unavailable', 'derived.gone', { file }));
}

async function blendName(parts: readonly WeightMap[], share: number): Promise<string> {
  const files = parts.map((weights) => [...new Set([...weights.values()].map(({ file }) => file))].sort());
  const states = await Promise.all(files.map((own) => Promise.all(own.map(stateOf))));
  return `${createHash('sha256')
    .update(JSON.stringify({ version: 1, states, share }))
    .digest('hex')}.safetensors`;
}
