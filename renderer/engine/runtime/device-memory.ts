import { CUDA_LIBRARIES } from '#renderer/engine/runtime/cuda-files.ts';
import { TYPES, toValue, valueOver } from '#renderer/engine/runtime/native-values.ts';
import type { InputNumbers } from '#renderer/engine/runtime/open-graph.ts';
import type { OrtLibrary, Pointer } from '#renderer/engine/runtime/ort-library.ts';
import type { PlacedValue, PlaceType } from '#renderer/engine/runtime/placed-value.ts';
import type { Provider } from '#shared/contract/bounds.ts';

/** Where inputs and outputs of a session can be placed. */
export interface DeviceMemory {
  place(dims: readonly number[], type: PlaceType): PlacedValue;
  /** Waits for what was written: a session's stream of work doesn't wait for copies that are under way. */
  settle(): void;
  release(): void;
}

/** Memory of the provider that a session runs on. */
export function deviceMemory(ort: OrtLibrary, session: Pointer, provider: Provider): DeviceMemory {
  if (provider === 'cpu') return processMemory(ort);
  const own = allocatorOf(ort, session, provider);
  return provider === 'cuda' ? cudaMemory(ort, own) : webgpuMemory(ort, own);
}

const BYTES: Readonly<Record<PlaceType, number>> = { float: 4, int: 4, float16: 2 };

function processMemory(ort: OrtLibrary): DeviceMemory {
  return {
    place(dims, type) {
      const count = countOf(dims);
      const numbers = { float: Float32Array, int: Int32Array, float16: Uint16Array }[type];
      const own = new numbers(count);
      const value = valueOver(ort, { dims, numbers: own }, type);
      return {
        value,
        dims,
        type,
        lent: () => value,
        write: (from) => own.set(whole(from, count)),
        copy(from) {
          sameCount(from, count);
          const bytes = ort.read(ort.make('GetTensorMutableData', from.value), Int8Array, count * BYTES[type]);
          new Int8Array(own.buffer).set(bytes);
        },
        read: async () => Float32Array.from(own),
        release: () => ort.call('ReleaseValue', value),
      };
    },
    settle() {},
    release() {},
  };
}

/** ONNX Runtime's names of their memory. */
const MEMORIES: Readonly<Record<Exclude<Provider, 'cpu'>, string>> = { cuda: 'Cuda', webgpu: 'WebGPU_Buf' };

/** ORT_ARENA_ALLOCATOR and OrtMemTypeDefault: the memory in which the session itself computes. */
const ARENA = 1;
const USUAL = 0;

interface Allocator {
  readonly allocator: Pointer;
  /** Describes its memory. */
  readonly info: Pointer;
  release(): void;
}

function allocatorOf(ort: OrtLibrary, session: Pointer, provider: keyof typeof MEMORIES): Allocator {
  const info = ort.make('CreateMemoryInfo', MEMORIES[provider], ARENA, 0, USUAL);
  const allocator = ort.make('CreateAllocator', session, info);
  return {
    allocator,
    info,
    release() {
      ort.call('ReleaseAllocator', allocator);
      ort.call('ReleaseMemoryInfo', info);
    },
  };
}

interface Allocated extends Pick<PlacedValue, 'value' | 'dims' | 'type' | 'lent' | 'release'> {
  /** Where it lies: an address, or WebGPU's name of a buffer. */
  readonly at: Pointer;
}

function allocated(
  ort: OrtLibrary,
  { allocator, info }: Allocator,
  { dims, type }: { dims: readonly number[]; type: PlaceType },
): Allocated {
  const sizes = [BigInt64Array.from(dims, BigInt), dims.length, TYPES[type]] as const;
  const value = ort.make('CreateTensorAsOrtValue', allocator, ...sizes);
  const at = ort.make('GetTensorMutableData', value);
  let lent: Pointer | null = null;
  return {
    ...{ value, dims, type, at },
    lent() {
      lent ??= ort.make('CreateTensorWithDataAsOrtValue', info, at, countOf(dims) * BYTES[type], ...sizes);
      return lent;
    },
    release() {
      for (const one of lent ? [lent, value] : [value]) ort.call('ReleaseValue', one);
    },
  };
}

/** cudaMemcpyKind. */
const TO_DEVICE = 1;
const TO_HOST = 2;
const ON_DEVICE = 3;

function cudaMemory(ort: OrtLibrary, own: Allocator): DeviceMemory {
  const [runtime] = CUDA_LIBRARIES;
  const copy = ort.foreign(runtime!, 'int cudaMemcpy(void* to, void* from, size_t bytes, int kind)');
  const wait = ort.foreign(runtime!, 'int cudaDeviceSynchronize()');
  const done = (code: unknown) => {
    if (code !== 0) throw new Error(`CUDA could not copy (error ${String(code)})`);
  };
  return {
    place(dims, type) {
      const { at, ...place } = allocated(ort, own, { dims, type });
      const count = countOf(dims);
      return {
        ...place,
        write: (numbers) => done(copy(at, whole(numbers, count), numbers.byteLength, TO_DEVICE)),
        copy(from) {
          sameCount(from, count);
          done(copy(at, ort.make('GetTensorMutableData', from.value), count * BYTES[type], ON_DEVICE));
        },
        async read() {
          const numbers = new Float32Array(count);
          done(copy(numbers, at, numbers.byteLength, TO_HOST));
          return numbers;
        },
      };
    },
    settle: () => done(wait()),
    release: () => own.release(),
  };
}

/** One queue does everything in turn, so nothing has to settle. */
function webgpuMemory(ort: OrtLibrary, own: Allocator): DeviceMemory {
  const { environment } = ort;
  return {
    place(dims, type) {
      const { at: _, ...place } = allocated(ort, own, { dims, type });
      const { value } = place;
      const count = countOf(dims);
      return {
        ...place,
        write(numbers) {
          const from = toValue(ort, { dims, numbers: whole(numbers, count) });
          try {
            ort.call('CopyTensors', environment, [from], [value], null, 1);
          } finally {
            ort.call('ReleaseValue', from);
          }
        },
        copy(from) {
          sameCount(from, count);
          ort.call('CopyTensors', environment, [from.value], [value], null, 1);
        },
        async read() {
          const numbers = new Float32Array(count);
          const to = toValue(ort, { dims, numbers });
          try {
            // Apart, as it waits until everything before it is computed.
            await ort.callApart('CopyTensors', environment, [value], [to], null, 1);
          } finally {
            ort.call('ReleaseValue', to);
          }
          return numbers;
        },
      };
    },
    settle() {},
    release: () => own.release(),
  };
}

function whole(numbers: InputNumbers['numbers'], count: number): InputNumbers['numbers'] {
  if (numbers.length !== count) throw new Error(`${numbers.length} numbers do not fit a place of ${count}`);
  return numbers;
}

function sameCount({ dims }: PlacedValue, count: number): void {
  if (countOf(dims) !== count) throw new Error(`${countOf(dims)} numbers do not fit a place of ${count}`);
}

function countOf(dims: readonly number[]): number {
  return dims.reduce((product, size) => product * size, 1);
}
