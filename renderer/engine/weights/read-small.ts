import { closeSync, openSync, readSync } from 'node:fs';
import { toFloat } from '#renderer/engine/weights/read-tensor.ts';
import { refuse, shortPath } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import type { WeightEntry } from '#renderer/engine/weights/weight-map.ts';
import { message } from '#shared/text/failure.ts';

/**
 * Reads a weight of a few KB as float32 at once: a graph is built in one go, and hundreds of small reads from the page
 * cache take a few milliseconds together. Throws `invalid` for a file that has become shorter.
 */
export function readSmall({ file, offset, bytes, dtype }: WeightEntry): Float32Array {
  const stored = new Uint8Array(bytes);
  const handle = openSync(file, 'r');
  try {
    const read = readSync(handle, stored, 0, bytes, offset);
    if (read < bytes) throw refuse(shortPath(file), message('weights.ended', { byte: offset + read }));
  } finally {
    closeSync(handle);
  }
  return toFloat(stored, dtype);
}
