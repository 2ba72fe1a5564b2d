import type { GraphOptions, WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import { describeWeight, isLargeExternal, rangeOf, type WeightRows } from '#renderer/engine/graph/ir/initializer.ts';
import {
  type InitializerDescription,
  type NodeDescription,
  ONNX_TYPE,
  type OnnxType,
  standardNode,
  type ValueDescription,
} from '#renderer/engine/graph/ir/onnx-format.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { fittingWeight, refuseLeftovers } from '#renderer/engine/graph/ir/weight-refusal.ts';
import { quantisedNames, tileKernelsName } from '#renderer/engine/weights/derived-names.ts';
import type { WeightEntry } from '#renderer/engine/weights/weight-map.ts';

/** The numbers of a graph under construction: weights in their files, and constants. */
export class Initializers {
  /**
   * Nodes that depend on weights alone. They stand before all others: only then ONNX Runtime runs each just before its
   * use; it would run them all at the start otherwise, and hold every converted weight at once.
   */
  readonly preparations: NodeDescription[] = [];
  readonly #options: GraphOptions;
  readonly #weights: WeightSupply;
  readonly #byName = new Map<string, InitializerDescription>();
  readonly #used = new Set<string>();
  /** Names of those that stay in their file's mapping in any case. */
  readonly #mapped = new Set<string>();
  /** Weights converted so far, by the name of the result. */
  readonly #converted = new Set<string>();
  /** Constants so far, by their content. */
  readonly #constants = new Map<string, Value>();

  constructor(weights: WeightSupply, options: GraphOptions) {
    this.#weights = weights;
    this.#options = options;
  }

  has(key: string): boolean {
    return this.#weights.has(key);
  }

  /** A weight's place, used from now on. Throws `invalid` when it is missing or has another shape. */
  check(key: string, shape: readonly number[]): WeightEntry {
    const found = this.#weights.get(key, shape);
    const entry = fittingWeight(found, { key, shape, network: this.#options.name });
    this.#used.add(key);
    return entry;
  }

  /** A weight, or some rows of one, as it is stored. Throws as `check` does. */
  stored(key: string, rows: WeightRows): InitializerDescription {
    const entry = this.check(key, rows.shape);
    const description = describeWeight(key, { entry, rows });
    if (!this.#byName.has(description.name)) this.#byName.set(description.name, description);
    if (rows.mapped) this.#mapped.add(description.name);
    return description;
  }

  /** A stored matrix with zeros after every row: joined before it is converted, while it is small. */
  widened(stored: InitializerDescription, zeroColumns: number): InitializerDescription {
    const [rows, columns] = stored.dims as [number, number];
    const { type } = stored;
    const name = `${stored.name}+${zeroColumns}`;
    const zeros = this.constant(`zeros ${type} ${rows}x${zeroColumns}`, () => {
      const elementBytes = rangeOf(stored)!.bytes / (rows * columns);
      return { type, dims: [rows, zeroColumns], bytes: new Uint8Array(rows * zeroColumns * elementBytes) };
    });
    const joined = { inputs: [stored.name, zeros.name], outputs: [name], attributes: { axis: 1 } };
    this.preparations.push(standardNode('Concat', joined));
    return { ...stored, name, dims: [rows, columns + zeroColumns] };
  }

  /** Rows of a matrix and their scales as 8-bit integers, or null where the weights hold none; see `quantisedNames`. */
  quantised(key: string, rows: WeightRows): { weight: Value; scale: Value } | null {
    const { shape, from = 0, to = shape[0]! } = rows;
    const names = quantisedNames(key, { from, to, of: shape[0]! });
    if (!this.has(names.weight)) return null;
    this.#used.add(key);
    const weight = this.stored(names.weight, { shape: [shape[1]!, to - from], mapped: true });
    const scale = this.stored(names.scale, { shape: [to - from] });
    return { weight: { name: weight.name }, scale: { name: scale.name } };
  }

  /** The kernels of a tiled convolution, transformed, in this shape; null where the weights hold none. */
  tileKernels(key: string, shape: readonly number[]): Value | null {
    const name = tileKernelsName(key);
    if (!this.has(name)) return null;
    this.#used.add(key);
    return { name: this.stored(name, { shape, mapped: true }).name };
  }

  /** A stored weight in a type: as it is, read at once when it is small, or converted whenever it is used. */
  as(stored: InitializerDescription, type: 'float' | 'float16'): Value {
    if (stored.type === type) return { name: stored.name };
    const read = type === 'float' ? this.read(stored, stored.dims) : null;
    if (read) return read;
    const name = `${stored.name}:${type}`;
    const cast = { inputs: [stored.name], outputs: [name], attributes: { to: ONNX_TYPE[type] } };
    if (!this.#converted.has(name)) this.preparations.push(standardNode('Cast', cast));
    this.#converted.add(name);
    return { name };
  }

  /** A small weight, read now, as a float32 constant of these dimensions; null where weights are not read here. */
  read(stored: InitializerDescription, dims: readonly number[]): Value | null {
    const range = rangeOf(stored);
    if (!this.#options.readSmall || !range || isLargeExternal(stored)) return null;
    const name = `${stored.name}:${dims.join('x')}`;
    if (!this.#byName.has(name)) {
      const { buffer, byteOffset, byteLength } = this.#options.readSmall(range);
      const bytes = new Uint8Array(buffer, byteOffset, byteLength);
      this.#byName.set(name, { name, type: 'float', dims, data: { kind: 'inline', bytes } });
    }
    this.#byName.delete(stored.name);
    return { name };
  }

  /** A constant; those of equal content are one. */
  constant(content: string, made: () => { type: OnnxType; dims: readonly number[]; bytes: Uint8Array }): Value {
    const known = this.#constants.get(content);
    if (known) return known;
    const value = { name: `constant:${this.#constants.size}` };
    const { type, dims, bytes } = made();
    this.#constants.set(content, value);
    this.#byName.set(value.name, { name: value.name, type, dims, data: { kind: 'inline', bytes } });
    return value;
  }

  /** Ends the construction; throws `invalid` when weights are left over. */
  finish(): { readonly all: readonly InitializerDescription[]; readonly mapped: readonly ValueDescription[] } {
    const { name, residency, harmless = [] } = this.#options;
    const isHarmless = (key: string) => harmless.some((pattern) => pattern.test(key));
    const left = [...this.#weights.keys()].filter((key) => !this.#used.has(key) && !isHarmless(key));
    refuseLeftovers(left, name);
    const all = [...this.#byName.values()];
    // An initializer that is also an input counts as not constant, so ONNX Runtime leaves it in the file's mapping.
    const stays = (one: InitializerDescription) => residency === 'mapped' || this.#mapped.has(one.name);
    return { all, mapped: all.filter((one) => isLargeExternal(one) && stays(one)) };
  }
}
