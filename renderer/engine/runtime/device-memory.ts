import { CUDA_LIBRARIES } from '#renderer/engine/runtime/cuda-files.ts';
import { FLOAT, INT32, toValue } from '#renderer/engine/runtime/native-values.ts';
import type { InputNumbers } from '#renderer/engine/runtime/open-graph.ts';
import type { OrtLibrary, Pointer } from '#renderer/engine/runtime/ort-library.ts';
import type { Provider } from '#shared/contract/bounds.ts';

/** A value at a place of its own, which stays the same from run to run. */
export interface PlacedValue {
  readonly value: Pointer;
  readonly dims: readonly number[];
  /** Copies numbers there; throws unless they are as many as it holds. They have arrived when the memory has settled. */
  write(numbers: InputNumbers['numbers']): void;
  /** A copy of what lies there; of floats only. */
  read(): Float32Array;
  release(): void;
}

/** Where inputs and outputs of a session can be placed. */
export interface DeviceMemory {
  place(dims: readonly number[], type: 'float' | 'int'): PlacedValue;
  /** Waits for what was written: a session's stream of work doesn't wait for copies that are under way. */
  settle(): void;
  release(): void;
}

/**
 * Memory of the provider that a session runs on; null where only this process's memory can be written from here: a value
 * there would be copied for each run all the same.
 */
export function deviceMemory(ort: OrtLibrary, session: Pointer, provider: Provider): DeviceMemory | null {
  if (provider === 'cuda') return cudaMemory(ort, session);
  return provider === 'cpu' ? processMemory(ort) : null;
}

function processMemory(ort: OrtLibrary): DeviceMemory {
  return {
    place(dims, type) {
      const count = countOf(dims);
      const numbers = type === 'float' ? new Float32Array(count) : new Int32Array(count);
      const value = toValue(ort, { dims, numbers });
      return {
        value,
        dims,
        write: (from) => numbers.set(whole(from, count)),
        read: () => Float32Array.from(numbers),
        release: () => ort.call('ReleaseValue', value),
      };
    },
    settle() {},
    release() {},
  };
}

/** cudaMemcpyKind. */
const TO_DEVICE = 1;
const TO_HOST = 2;

/** ORT_ARENA_ALLOCATOR and OrtMemTypeDefault: the memory in which the session itself computes. */
const ARENA = 1;
const USUAL = 0;

function cudaMemory(ort: OrtLibrary, session: Pointer): DeviceMemory {
  const info = ort.make('CreateMemoryInfo', 'Cuda', ARENA, 0, USUAL);
  const allocator = ort.make('CreateAllocator', session, info);
  const [runtime] = CUDA_LIBRARIES;
  const copy = ort.foreign(runtime!, 'int cudaMemcpy(void* to, void* from, size_t bytes, int kind)');
  const wait = ort.foreign(runtime!, 'int cudaDeviceSynchronize()');
  const done = (code: unknown) => {
    if (code !== 0) throw new Error(`CUDA could not copy (error ${String(code)})`);
  };
  return {
    place(dims, type) {
      const sizes = BigInt64Array.from(dims, BigInt);
      const kind = type === 'float' ? FLOAT : INT32;
      const value = ort.make('CreateTensorAsOrtValue', allocator, sizes, dims.length, kind);
      const at = ort.make('GetTensorMutableData', value);
      return {
        value,
        dims,
        write: (numbers) => done(copy(at, whole(numbers, countOf(dims)), numbers.byteLength, TO_DEVICE)),
        read() {
          const numbers = new Float32Array(countOf(dims));
          done(copy(numbers, at, numbers.byteLength, TO_HOST));
          return numbers;
        },
        release: () => ort.call('ReleaseValue', value),
      };
    },
    settle: () => done(wait()),
    release() {
      ort.call('ReleaseAllocator', allocator);
      ort.call('ReleaseMemoryInfo', info);
    },
  };
}

function whole(numbers: InputNumbers['numbers'], count: number): InputNumbers['numbers'] {
  if (numbers.length !== count) throw new Error(`${numbers.length} numbers do not fit a place of ${count}`);
  return numbers;
}

function countOf(dims: readonly number[]): number {
  return dims.reduce((product, size) => product * size, 1);
}
