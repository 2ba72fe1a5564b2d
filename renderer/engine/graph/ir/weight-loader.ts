import type { EightBitWeight, WeightAccess, WeightPart } from '#renderer/engine/graph/ir/emitter.ts';
import type { Initializers } from '#renderer/engine/graph/ir/initializers.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';

/** Loads the weights of a graph as its initializers have them. */
export class WeightLoader implements WeightAccess {
  readonly #initializers: Initializers;

  constructor(initializers: Initializers) {
    this.#initializers = initializers;
  }

  get isMapped(): boolean {
    return this.#initializers.isMapped;
  }

  isStored({ producer }: Value): boolean {
    return producer.kind === 'weight';
  }

  load(weight: Value, options: WeightPart = {}): Value {
    const { producer, type } = weight;
    if (producer.kind !== 'weight') return weight;
    const rows = { shape: shapeOf(weight), ...options };
    const apart = this.#initializers.apart(producer.key, type, rows);
    if (apart) return apart;
    const widened = this.#initializers.widenedRows(producer.key, rows, type === 'float16' ? type : 'float');
    if (widened) return widened;
    const stored = this.#initializers.stored(producer.key, rows);
    if (options.isInterleaved) return this.#initializers.interleaved(stored, type);
    if (options.isTurned) return this.#initializers.turned(stored, type);
    if (!options.zeroColumns) return this.#initializers.as(stored, type);
    return this.#initializers.converted(this.#initializers.widened(stored, options.zeroColumns), type);
  }

  loadAsStored(weight: Value): Value {
    const { producer } = weight;
    return producer.kind === 'weight' ? this.#initializers.storedValue(producer.key, shapeOf(weight)) : weight;
  }

  loadEightBit(weight: Value): EightBitWeight | null {
    const { producer } = weight;
    return producer.kind === 'weight' ? this.#initializers.eightBit(producer.key, shapeOf(weight)) : null;
  }

  read({ producer, type, dims: shape }: Value, dims: readonly number[]): Value | null {
    if (producer.kind === 'initializer') return this.#initializers.reshaped(producer.initializer, dims);
    if (producer.kind !== 'weight' || type !== 'float') return null;
    return this.#initializers.read(
      this.#initializers.stored(producer.key, { shape: shape as readonly number[] }),
      dims,
    );
  }

  quantised(weight: Value, options: WeightPart = {}): { readonly weight: Value; readonly scale: Value } | null {
    const { producer } = weight;
    return producer.kind === 'weight'
      ? this.#initializers.quantised(producer.key, { shape: shapeOf(weight), ...options })
      : null;
  }

  tileKernels({ producer }: Value, dims: readonly number[]): Value | null {
    return producer.kind === 'weight' ? this.#initializers.tileKernels(producer.key, dims) : null;
  }
}

/** Of a weight of the file, which has no named dimensions. */
function shapeOf({ dims }: Value): readonly number[] {
  return dims as readonly number[];
}
