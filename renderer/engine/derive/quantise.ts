import { buildQuantise, type StoredMatrix } from '#renderer/engine/derive/quantise-graph.ts';
import { computeOnce } from '#renderer/engine/runtime/compute-once.ts';

/** A matrix (out, in) as 8-bit integers (in, out), and the scales (out) as float32. Blocks the thread. */
export async function quantisedBytes(matrix: StoredMatrix): Promise<{ weight: Uint8Array; scale: Uint8Array }> {
  const { q, scale } = await computeOnce(buildQuantise(matrix));
  return { weight: bytesOf(q!.data), scale: bytesOf(scale!.data) };
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
