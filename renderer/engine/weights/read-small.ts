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
  const read = readSync(handleOf(file), stored, 0, bytes, offset);
  if (read < bytes) throw refuse(shortPath(file), message('weights.ended', { byte: offset + read }));
  return toFloat(stored, dtype);
}

/** Files that are open until the graph that is being built is done: to open one costs more than to read a weight. */
const handles = new Map<string, number>();

function handleOf(file: string): number {
  const known = handles.get(file);
  if (known !== undefined) return known;
  if (handles.size === 0) queueMicrotask(closeAll);
  const handle = openSync(file, 'r');
  handles.set(file, handle);
  return handle;
}

function closeAll(): void {
  for (const handle of handles.values()) closeSync(handle);
  handles.clear();
}
