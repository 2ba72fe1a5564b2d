import type { Pointer } from '#renderer/engine/runtime/ort-library.ts';

/** What values are made of: 32-bit floats, whole numbers of 32 bits, 16-bit floats. */
export type PlaceType = 'float' | 'int' | 'float16';

/** A value at a place of its own, which stays the same from run to run. */
export interface PlacedValue {
  readonly value: Pointer;
  readonly dims: readonly number[];
  readonly type: PlaceType;
  /** The same memory as a value that sessions can have in common, as it does not own it; it goes with this one. */
  lent(): Pointer;
  /** Copies numbers there; throws unless they are as many as it holds. They have arrived when the memory has settled. */
  write(numbers: Float32Array | Int32Array): void;
  /** Copies there what lies at another place of this device; throws where that holds another number of them. */
  copy(from: PlacedValue): void;
  /** A copy of what lies there; of 32-bit floats only. */
  read(): Promise<Float32Array>;
  release(): void;
}
