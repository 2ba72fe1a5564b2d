import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { type DeriveOptions, keepDerived } from '#renderer/engine/derive/derived-files.ts';
import { readInRows } from '#renderer/engine/weights/read-tensor.ts';
import type { WeightEntry, WeightMap } from '#renderer/engine/weights/weight-map.ts';

/** Raised when the bytes that are written for the same tensors change. */
const VERSION = 'rows 1';

/** One for each model whose tensors lie in another order; about as large as the model. */
const FILES_MAX = 4;

/**
 * The same weights, but those whose dimensions lie in another order (channels_last, as some programs save convolutions)
 * are written in rows once, into a file of the cache: graphs point at byte ranges, and ONNX knows no strides.
 */
export async function inRowOrder(weights: WeightMap, { cacheFolder, signal }: DeriveOptions): Promise<WeightMap> {
  const turned = [...weights].filter(([, { strides }]) => strides !== undefined);
  if (turned.length === 0) return weights;
  const made = await keepDerived(
    {
      version: VERSION,
      from: turned.map(([, entry]) => entry),
      sources: turned.map(([key, entry]) => ({
        key,
        dtype: entry.dtype,
        shape: entry.shape,
        async bytes() {
          // One tensor blocks the thread for some milliseconds; messages get through between them.
          await setImmediate();
          signal?.throwIfAborted();
          return readInRows(entry);
        },
      })),
      filesMax: FILES_MAX,
    },
    { cacheFolder: join(cacheFolder, 'rows'), ...(signal && { signal }) },
  );
  return new Map([...weights].map(([key, entry]) => [key, rewritten(entry, made.get(key))]));
}

function rewritten(entry: WeightEntry, made: WeightEntry | undefined): WeightEntry {
  if (!made || entry.strides === undefined) return entry;
  return entry.transposed ? { ...made, transposed: true } : made;
}
