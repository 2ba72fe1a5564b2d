import { setImmediate } from 'node:timers/promises';
import type { WeightSource } from '#renderer/engine/weights/safetensors/write-safetensors.ts';

/** A matrix in few bits, and what it is multiplied with. */
export interface ScaledMatrix {
  readonly weight: Uint8Array;
  readonly scale: Uint8Array;
}

export interface ScaledSources {
  readonly weight: Omit<WeightSource, 'bytes'>;
  readonly scale: Omit<WeightSource, 'bytes'>;
  /** Blocks the thread. */
  compute(): Promise<ScaledMatrix>;
}

/** The matrix and its scales, in this order; both are computed when the first is asked for. */
export function scaledSources(
  { weight, scale, compute }: ScaledSources,
  signal: AbortSignal | undefined,
): WeightSource[] {
  let scales: Uint8Array | null = null;
  return [
    {
      ...weight,
      async bytes() {
        // One matrix blocks the thread for some milliseconds; messages get through between them.
        await setImmediate();
        signal?.throwIfAborted();
        const made = await compute();
        scales = made.scale;
        return made.weight;
      },
    },
    { ...scale, bytes: () => scales! },
  ];
}

/** What a typed array holds, as bytes in the same memory. */
export function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
