import type { EightBitWeight } from '#renderer/engine/graph/ir/emitter.ts';
import type { GraphOptions, WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import { describeWeight, isLargeExternal, rangeOf, type WeightRows } from '#renderer/engine/graph/ir/initializer.ts';
import {
  type InitializerDescription,
  ONNX_TYPE,
  type OnnxType,
  type ValueDescription,
} from '#renderer/engine/graph/ir/onnx-format.ts';
import { initializerValue, operatorNode } from '#renderer/engine/graph/ir/operator.ts';
import type { OperatorNode, Value } from '#renderer/engine/graph/ir/value.ts';
import { handedConstant, type WeightInput, weightInput } from '#renderer/engine/graph/ir/weight-input.ts';
import { fittingWeight, refuseLeftovers } from '#renderer/engine/graph/ir/weight-refusal.ts';
import { elements } from '#renderer/engine/tensor.ts';
import {
  keyOfNarrow,
  NARROW_FORMATS,
  narrowNames,
  quantisedNames,
  tileKernelsName,
} from '#renderer/engine/weights/derived-names.ts';
import { eightBitToFloat } from '#renderer/engine/weights/half.ts';
import type { WeightDtype, WeightEntry } from '#renderer/engine/weights/weight-map.ts';

const CODES = Uint8Array.from({ length: 256 }, (_, code) => code);

/** What each byte of an 8-bit float means. */
const EIGHT_BIT_NUMBERS: ReadonlyMap<WeightDtype, readonly number[]> = new Map([
  ['F8_E4M3', [...eightBitToFloat(CODES, 'E4M3')]],
  ['F8_E5M2', [...eightBitToFloat(CODES, 'E5M2')]],
]);

/** Those that take less than float32 does, and that every build of ONNX Runtime turns. */
const SMALL_FLOATS: ReadonlySet<OnnxType> = new Set(['float16', 'bfloat16']);

/** A constant's numbers and how they are stored. */
interface ConstantContent {
  readonly type: OnnxType;
  readonly dims: readonly number[];
  readonly bytes: Uint8Array;
  readonly numbers?: readonly number[];
}

interface AddOptions {
  /** Keeps it in its file's mapping whatever the residency is, if it is large. */
  readonly mapped?: boolean;
  /** Makes it an input too, whatever its size, so that ONNX Runtime reckons with it only when the graph is run. */
  readonly isInput?: boolean;
}

/** All initializers, those that stay in their file's mapping, and the inputs that weights come by. */
interface FinishedInitializers {
  readonly all: readonly InitializerDescription[];
  readonly mapped: readonly ValueDescription[];
  readonly weightInputs: readonly WeightInput[];
  /** Weights that are handed over when the graph is opened. */
  readonly sharedWeights: readonly WeightInput[];
}

type FloatType = 'float' | 'float16';

/** The numbers of a graph under construction: tensors in files, and constants. */
export class Initializers {
  /**
   * Nodes that depend on weights alone. They stand before all others: only then ONNX Runtime runs each just before its
   * use; it would run them all at the start otherwise, and hold every converted weight at once.
   */
  readonly preparations: OperatorNode[] = [];
  readonly #options: GraphOptions;
  readonly #weights: WeightSupply;
  readonly #byName = new Map<string, InitializerDescription>();
  /** Weights that are used, and the shape that each was asked for in. */
  readonly #checked = new Map<string, { readonly shape: readonly number[]; readonly entry: WeightEntry }>();
  /** Names of those that stay in their file's mapping in any case. */
  readonly #mapped = new Set<string>();
  /** Names of those that are inputs too, however small they are. */
  readonly #inputs = new Set<string>();
  /** What was computed of stored weights so far, by the name of the result. */
  readonly #prepared = new Map<string, Value>();
  /** Weights that come by inputs, by the names of these. */
  readonly #apart = new Map<string, WeightInput>();
  /** Weights that are handed over when the graph is opened, by the names of their constants. */
  readonly #shared = new Map<string, WeightInput>();
  /** Constants so far, by their content. */
  readonly #constants = new Map<string, Value>();

  constructor(weights: WeightSupply, options: GraphOptions) {
    this.#weights = weights;
    this.#options = options;
  }

  /** Whether weights stay in their file's mapping. */
  get isMapped(): boolean {
    return this.#options.residency === 'mapped';
  }

  has(key: string): boolean {
    return this.#weights.has(key);
  }

  /** A weight's place, used from now on. Throws `invalid` when it is missing or has another shape. */
  check(key: string, shape: readonly number[]): WeightEntry {
    const known = this.#checked.get(key);
    if (known && known.shape === shape) return known.entry;
    const found = this.#weights.get(key, shape);
    const entry = fittingWeight(found, { key, shape, network: this.#options.name });
    this.#checked.set(key, { shape, entry });
    return entry;
  }

  /** A weight, or some rows of one, as it is stored. Throws as `check` does. */
  stored(key: string, rows: WeightRows): InitializerDescription {
    return this.add(describeWeight(key, { entry: this.check(key, rows.shape), rows }), rows);
  }

  /** What stands for a matrix or kernels that are no part of this graph; null for those that are. Throws as `check` does. */
  apart(key: string, type: OnnxType, rows: WeightRows): Value | null {
    const { weightsApart, weightsShared } = this.#options;
    const isShared = weightsShared?.(key) ?? false;
    if (rows.shape.length < 2 || !(isShared || weightsApart?.(key))) return null;
    const { file } = this.check(key, rows.shape);
    const input = weightInput(key, type === 'float16' ? type : 'float', rows);
    if (isShared) {
      this.#shared.set(input.name, input);
      return initializerValue(this.add(handedConstant(input, file), {}));
    }
    this.#apart.set(input.name, input);
    return { ...input, producer: { kind: 'input' } };
  }

  /** The whole weight, as it is stored. */
  storedValue(key: string, shape: readonly number[]): Value {
    return initializerValue(this.stored(key, { shape }));
  }

  /** The bytes of a weight that is stored as 8-bit floats; null for all others. */
  eightBit(key: string, shape: readonly number[]): EightBitWeight | null {
    const entry = this.check(key, shape);
    const numbers = EIGHT_BIT_NUMBERS.get(entry.dtype);
    if (!numbers) return null;
    const described = describeWeight(`${key}:bytes`, { entry: { ...entry, dtype: 'U8' }, rows: { shape } });
    return { bytes: initializerValue(this.add(described, {})), numbers };
  }

  /** A tensor in a file; one of its name that is there already stays. */
  add(described: InitializerDescription, { mapped, isInput }: AddOptions): InitializerDescription {
    if (!this.#byName.has(described.name)) this.#byName.set(described.name, described);
    if (mapped) this.#mapped.add(described.name);
    if (isInput) this.#inputs.add(described.name);
    return described;
  }

  /** A stored matrix with zeros after every row: joined before it is converted, while it is small. */
  widened(stored: InitializerDescription, zeroColumns: number): Value {
    return this.#withZeros(initializerValue(stored), zeroColumns, rangeOf(stored)!.bytes / elements(stored.dims));
  }

  #withZeros(matrix: Value, columns: number, elementBytes: number): Value {
    const { type } = matrix;
    const [rows] = matrix.dims as readonly [number, number];
    const zeros = this.constant(`zeros ${type} ${rows}x${columns}`, () => {
      return { type, dims: [rows, columns], bytes: new Uint8Array(rows * columns * elementBytes) };
    });
    const operands = { inputs: [matrix, zeros], attributes: { axis: 1 } };
    return this.#prepare(`${matrix.name}+${columns}`, { op: 'Concat', ...operands });
  }

  /** A stored matrix (r, c) as (c, r), in a type: turned before it is converted, while it is small. */
  turned(stored: InitializerDescription, type: OnnxType): Value {
    const turn = (value: Value) => this.#prepare(`${value.name}:turned`, turning([value]));
    const value = initializerValue(stored);
    return SMALL_FLOATS.has(stored.type) ? this.converted(turn(value), type) : turn(this.converted(value, type));
  }

  /** Stored kernels (out, in, k, k) as (out, k, k, in), in a type. */
  interleaved(stored: InitializerDescription, type: OnnxType): Value {
    const value = this.as(stored, type);
    const operands = { inputs: [value], attributes: { perm: [0, 2, 3, 1] } };
    return this.#prepare(`${value.name}:interleaved`, { op: 'Transpose', ...operands });
  }

  /** Rows of a matrix and their scales as 8-bit integers, or null where the weights hold none; see `quantisedNames`. */
  quantised(key: string, rows: WeightRows): { weight: Value; scale: Value } | null {
    const { shape, from = 0, to = shape[0]! } = rows;
    const names = quantisedNames(key, { from, to, of: shape[0]! });
    if (!this.has(names.weight)) return null;
    const weight = this.stored(names.weight, { shape: [shape[1]!, to - from], mapped: true });
    const scale = this.stored(names.scale, { shape: [to - from] });
    return { weight: initializerValue(weight), scale: initializerValue(scale) };
  }

  /**
   * Rows of a matrix that the weights hold in 8 bits (`narrowNames`), in a type; null where they don't. Only the bytes stay where
   * they lie: each product has them widened just before it, and what that takes is free again after it.
   */
  widenedRows(key: string, { zeroColumns = 0, isTurned, ...rows }: WeightRows, type: FloatType): Value | null {
    const names = NARROW_FORMATS.map((format) => narrowNames(key, format)).find(({ weight }) => this.has(weight));
    if (!names) return null;
    const narrow = initializerValue(this.stored(names.weight, { ...rows, mapped: true }));
    const scaled = () => {
      const scales = this.as(this.stored(names.scale, { ...rows, shape: [rows.shape[0]!] }), type);
      const operands = { inputs: [narrow, scales], attributes: { axis: 0 } };
      return this.#prepare(`${narrow.name}:${type}`, { op: 'DequantizeLinear', ...operands });
    };
    // A file's own 8-bit floats have no scales.
    const wide = this.has(names.scale) ? scaled() : this.converted(narrow, type);
    if (isTurned) return this.#prepare(`${wide.name}:turned`, turning([wide]));
    return zeroColumns === 0 ? wide : this.#withZeros(wide, zeroColumns, type === 'float' ? 4 : 2);
  }

  /** The kernels of a tiled convolution, transformed, in this shape; null where the weights hold none. */
  tileKernels(key: string, shape: readonly number[]): Value | null {
    const name = tileKernelsName(key);
    return this.has(name) ? initializerValue(this.stored(name, { shape, mapped: true })) : null;
  }

  /** A stored weight in a type: as it is, read at once when it is small, or converted whenever it is used. */
  as(stored: InitializerDescription, type: OnnxType): Value {
    const read = stored.type !== type && type === 'float' ? this.read(stored, stored.dims) : null;
    return read ?? this.converted(initializerValue(stored), type);
  }

  /** What depends on weights alone in a type: as it is, or converted whenever it is used. */
  converted(value: Value, type: OnnxType): Value {
    if (value.type === type) return value;
    const attributes = { to: ONNX_TYPE[type] };
    return this.#prepare(`${value.name}:${type}`, { op: 'Cast', inputs: [value], attributes });
  }

  /** A small weight, read now, as a float32 constant of these dimensions; null where weights are not read here. */
  read(stored: InitializerDescription, dims: readonly number[]): Value | null {
    const range = rangeOf(stored);
    if (!this.#options.readSmall || !range || isLargeExternal(stored)) return null;
    const name = `${stored.name}:${dims.join('x')}`;
    let described = this.#byName.get(name);
    if (!described) {
      const { buffer, byteOffset, byteLength } = this.#options.readSmall(range);
      const bytes = new Uint8Array(buffer, byteOffset, byteLength);
      described = { name, type: 'float', dims, data: { kind: 'inline', bytes } };
      this.#byName.set(name, described);
    }
    this.#byName.delete(stored.name);
    return initializerValue(described);
  }

  /** The numbers of a constant in other dimensions; null for what lies in a file. */
  reshaped({ name, type, data }: InitializerDescription, dims: readonly number[]): Value | null {
    if (data.kind !== 'inline') return null;
    return this.constant(`${name} ${dims.join('x')}`, () => ({ type, dims, bytes: data.bytes }));
  }

  /** A constant; those of equal content are one. */
  constant(content: string, made: () => ConstantContent): Value {
    const known = this.#constants.get(content);
    if (known) return known;
    const { type, dims, bytes, numbers } = made();
    const described = {
      name: `constant:${this.#constants.size}`,
      type,
      dims,
      data: { kind: 'inline', bytes },
    } as const;
    const value = initializerValue(described, numbers);
    this.#constants.set(content, value);
    this.#byName.set(value.name, described);
    return value;
  }

  /** Ends the construction; throws `invalid` when weights are left over. */
  finish(): FinishedInitializers {
    const { name, residency, harmless = [] } = this.#options;
    const isHarmless = (key: string) => harmless.some((pattern) => pattern.test(key));
    // What is made of a weight is not missed where that is used in another way, or in another graph.
    const isUsed = (key: string) => this.#checked.has(key) || this.#checked.has(keyOfNarrow(key) ?? key);
    const left = [...this.#weights.keys()].filter((key) => !isUsed(key) && !isHarmless(key));
    refuseLeftovers(left, name);
    const all = [...this.#byName.values()];
    // An initializer that is also an input counts as not constant, so ONNX Runtime leaves it in the file's mapping.
    const stays = ({ name: key }: InitializerDescription) =>
      !this.#shared.has(key) && (residency === 'mapped' || this.#mapped.has(key));
    const mapped = all.filter((one) => this.#inputs.has(one.name) || (isLargeExternal(one) && stays(one)));
    return { all, mapped, weightInputs: [...this.#apart.values()], sharedWeights: [...this.#shared.values()] };
  }

  #prepare(name: string, node: Pick<OperatorNode, 'op' | 'inputs' | 'attributes'>): Value {
    const known = this.#prepared.get(name);
    if (known) return known;
    const made = operatorNode({ ...node, domain: '', name, outputs: [name], network: this.#options.name });
    this.preparations.push(made);
    this.#prepared.set(name, made.outputs[0]!);
    return made.outputs[0]!;
  }
}

function turning(inputs: readonly [Value]): Pick<OperatorNode, 'op' | 'inputs' | 'attributes'> {
  return { op: 'Transpose', inputs, attributes: { perm: [1, 0] } };
}
