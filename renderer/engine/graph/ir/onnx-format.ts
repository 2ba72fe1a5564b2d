import protobuf from 'protobufjs/light.js';

/**
 * The part of ONNX's protobuf schema that our graphs use (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto), with
 * its field numbers. Numbers of int64 fields stay below 2^53.
 */
const schema = protobuf.Root.fromJSON({
  nested: {
    Attribute: {
      fields: {
        name: { type: 'string', id: 1 },
        f: { type: 'float', id: 2 },
        i: { type: 'int64', id: 3 },
        s: { type: 'bytes', id: 4 },
        ints: { rule: 'repeated', type: 'int64', id: 8, options: { packed: false } },
        type: { type: 'int32', id: 20 },
      },
    },
    Node: {
      fields: {
        input: { rule: 'repeated', type: 'string', id: 1 },
        output: { rule: 'repeated', type: 'string', id: 2 },
        name: { type: 'string', id: 3 },
        opType: { type: 'string', id: 4 },
        attribute: { rule: 'repeated', type: 'Attribute', id: 5 },
        domain: { type: 'string', id: 7 },
      },
    },
    StringEntry: { fields: { key: { type: 'string', id: 1 }, value: { type: 'string', id: 2 } } },
    TensorData: {
      fields: {
        dims: { rule: 'repeated', type: 'int64', id: 1, options: { packed: false } },
        dataType: { type: 'int32', id: 2 },
        name: { type: 'string', id: 8 },
        rawData: { type: 'bytes', id: 9 },
        externalData: { rule: 'repeated', type: 'StringEntry', id: 13 },
        dataLocation: { type: 'int32', id: 14 },
      },
    },
    Dimension: { fields: { dimValue: { type: 'int64', id: 1 }, dimParam: { type: 'string', id: 2 } } },
    Shape: { fields: { dim: { rule: 'repeated', type: 'Dimension', id: 1 } } },
    TensorType: { fields: { elemType: { type: 'int32', id: 1 }, shape: { type: 'Shape', id: 2 } } },
    Type: { fields: { tensorType: { type: 'TensorType', id: 1 } } },
    ValueInfo: { fields: { name: { type: 'string', id: 1 }, type: { type: 'Type', id: 2 } } },
    Graph: {
      fields: {
        node: { rule: 'repeated', type: 'Node', id: 1 },
        name: { type: 'string', id: 2 },
        initializer: { rule: 'repeated', type: 'TensorData', id: 5 },
        input: { rule: 'repeated', type: 'ValueInfo', id: 11 },
        output: { rule: 'repeated', type: 'ValueInfo', id: 12 },
      },
    },
    OperatorSet: { fields: { domain: { type: 'string', id: 1 }, version: { type: 'int64', id: 2 } } },
    Model: {
      fields: {
        irVersion: { type: 'int64', id: 1 },
        producerName: { type: 'string', id: 2 },
        graph: { type: 'Graph', id: 7 },
        opsetImport: { rule: 'repeated', type: 'OperatorSet', id: 8 },
      },
    },
  },
});

/** ModelProto, as far as these graphs use it. */
export const MODEL = schema.lookupType('Model');

/** ONNX element types by their numbers in TensorProto.DataType. */
export const ONNX_TYPE = {
  float: 1,
  uint8: 2,
  int8: 3,
  uint16: 4,
  int16: 5,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  double: 11,
  uint32: 12,
  uint64: 13,
  bfloat16: 16,
  float8e4m3fn: 17,
  float8e5m2: 19,
} as const;
export type OnnxType = keyof typeof ONNX_TYPE;

/** A number is written as int when whole numbers are meant; floats are given as { float }. */
export type AttributeValue = number | string | readonly number[] | { readonly float: number };

export interface NodeDescription {
  readonly op: string;
  readonly domain: string;
  readonly name: string;
  /** Null where one is left out. */
  readonly inputs: readonly ({ readonly name: string } | null)[];
  readonly outputs: readonly ({ readonly name: string } | null)[];
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

/** Numbers that lie in the graph itself, or where they lie in a file. */
export type InitializerData =
  | { readonly kind: 'inline'; readonly bytes: Uint8Array }
  | { readonly kind: 'external'; readonly file: string; readonly offset: number; readonly bytes: number };

export interface InitializerDescription {
  readonly name: string;
  readonly type: OnnxType;
  readonly dims: readonly number[];
  readonly data: InitializerData;
}

/** A dimension is a number, or a name where it may vary. */
export interface ValueDescription {
  readonly name: string;
  readonly type: OnnxType;
  readonly dims: readonly (number | string)[];
}

export interface OnnxModel {
  readonly name: string;
  readonly nodes: readonly NodeDescription[];
  readonly initializers: readonly InitializerDescription[];
  readonly inputs: readonly ValueDescription[];
  readonly outputs: readonly ValueDescription[];
}

/** IR 10 and opset 20 are what Gelu needs; onnxruntime 1.30 reads up to IR 13 and opset 26. */
const IR_VERSION = 10;
const OPSET = 20;

/** The version of the standard operators that BitCast came with. */
const OPSET_OF_BITCAST = 26;

/** ModelProto bytes of a description. */
export function encodeModel(description: OnnxModel): Uint8Array {
  const message = {
    irVersion: IR_VERSION,
    producerName: 'easel',
    opsetImport: [
      { domain: '', version: description.nodes.some(({ op }) => op === 'BitCast') ? OPSET_OF_BITCAST : OPSET },
      { domain: 'com.microsoft', version: 1 },
    ],
    graph: {
      name: description.name,
      node: description.nodes.map(encodeNode),
      initializer: description.initializers.map(encodeInitializer),
      input: description.inputs.map(encodeValue),
      output: description.outputs.map(encodeValue),
    },
  };
  return MODEL.encode(message).finish();
}

function encodeNode({ op, domain, name, inputs, outputs, attributes }: NodeDescription): object {
  return {
    opType: op,
    domain,
    name,
    input: inputs.map(nameOf),
    output: outputs.map(nameOf),
    attribute: Object.entries(attributes).map(([key, value]) => encodeAttribute(key, value)),
  };
}

function nameOf(value: { readonly name: string } | null): string {
  return value?.name ?? '';
}

/** The type numbers are AttributeProto.AttributeType: FLOAT 1, INT 2, STRING 3, INTS 7. */
function encodeAttribute(name: string, value: AttributeValue): object {
  if (typeof value === 'number') return { name, i: value, type: 2 };
  if (typeof value === 'string') return { name, s: new TextEncoder().encode(value), type: 3 };
  if ('float' in value) return { name, f: value.float, type: 1 };
  return { name, ints: value, type: 7 };
}

function encodeInitializer({ name, type, dims, data }: InitializerDescription): object {
  const common = { name, dims, dataType: ONNX_TYPE[type] };
  if (data.kind === 'inline') return { ...common, rawData: data.bytes };
  const entries = { location: data.file.replace(/^\//, ''), offset: String(data.offset), length: String(data.bytes) };
  return {
    ...common,
    dataLocation: 1,
    externalData: Object.entries(entries).map(([key, value]) => ({ key, value })),
  };
}

function encodeValue({ name, type, dims }: ValueDescription): object {
  const dim = dims.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType: ONNX_TYPE[type], shape: { dim } } } };
}
