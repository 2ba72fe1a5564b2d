import { buildTileKernels, type StoredKernels } from '#renderer/engine/derive/tile-kernels-graph.ts';
import { tileKernelsShape } from '#renderer/engine/graph/dialects/winograd.ts';
import { computeOnce } from '#renderer/engine/runtime/compute-once.ts';

/** Kernels (out, in, 3, 3) of a convolution, transformed for its tiles. */
export interface TileKernels {
  readonly shape: readonly number[];
  /** float32. Blocks the thread while it computes. */
  bytes(): Promise<Uint8Array>;
}

/** What a convolution's tiles are multiplied with. */
export function tileKernels(kernels: StoredKernels): TileKernels {
  const [outputs, inputs] = kernels.shape as [number, number];
  return {
    shape: tileKernelsShape({ inputs, outputs }),
    async bytes() {
      const { buffer, byteOffset, byteLength } = (await computeOnce(buildTileKernels(kernels))).kernels!.data;
      return new Uint8Array(buffer, byteOffset, byteLength);
    },
  };
}
