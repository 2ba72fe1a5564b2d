import protobuf, { type Writer } from 'protobufjs/minimal.js';
import {
  type AttributeValue,
  type InitializerDescription,
  type NodeDescription,
  ONNX_TYPE,
  type OnnxModel,
  type OnnxType,
  type ValueDescription,
} from '#renderer/engine/graph/ir/onnx-format.ts';

/** IR 10 and opset 20 are what Gelu needs; onnxruntime 1.30 reads up to IR 13 and opset 26. */
const IR_VERSION = 10;
const OPSET = 20;

/** The version of the standard operators that BitCast came with. */
const OPSET_OF_BITCAST = 26;

/**
 * ModelProto bytes of a description (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto). Fields are written one by
 * one: a schema that is compiled first costs the opening of a UNet more than the writing does. Numbers of int64 fields
 * stay below 2^53.
 */
export function encodeModel(model: OnnxModel): Uint8Array {
  const writer = protobuf.Writer.create();
  number(writer, MODEL.irVersion, IR_VERSION);
  text(writer, MODEL.producerName, 'easel');
  message(writer, MODEL.graph, () => writeGraph(writer, model));
  const opset = model.nodes.some(({ op }) => op === 'BitCast') ? OPSET_OF_BITCAST : OPSET;
  for (const [domain, version] of [['', opset] as const, ['com.microsoft', 1] as const]) {
    message(writer, MODEL.opsetImport, () => {
      text(writer, OPERATOR_SET.domain, domain);
      number(writer, OPERATOR_SET.version, version);
    });
  }
  return writer.finish();
}

/** Field numbers of the messages that are written. */
const MODEL = { irVersion: 1, producerName: 2, graph: 7, opsetImport: 8 } as const;
const OPERATOR_SET = { domain: 1, version: 2 } as const;
const GRAPH = { node: 1, name: 2, initializer: 5, input: 11, output: 12 } as const;
const NODE = { input: 1, output: 2, name: 3, opType: 4, attribute: 5, domain: 7 } as const;
const ATTRIBUTE = { name: 1, f: 2, i: 3, s: 4, ints: 8, type: 20 } as const;
const TENSOR = { dims: 1, dataType: 2, name: 8, rawData: 9, externalData: 13, dataLocation: 14 } as const;
const STRING_ENTRY = { key: 1, value: 2 } as const;
const VALUE_INFO = { name: 1, type: 2 } as const;
const TYPE = { tensorType: 1 } as const;
const TENSOR_TYPE = { elemType: 1, shape: 2 } as const;
const SHAPE = { dim: 1 } as const;
const DIMENSION = { dimValue: 1, dimParam: 2 } as const;

/** TensorProto.DataLocation of numbers that lie in a file. */
const EXTERNAL = 1;

/** AttributeProto.AttributeType */
const ATTRIBUTE_TYPE = { float: 1, int: 2, string: 3, ints: 7 } as const;

function writeGraph(writer: Writer, { name, nodes, initializers, inputs, outputs }: OnnxModel): void {
  for (const node of nodes) message(writer, GRAPH.node, () => writeNode(writer, node));
  text(writer, GRAPH.name, name);
  for (const one of initializers) message(writer, GRAPH.initializer, () => writeInitializer(writer, one));
  for (const value of inputs) message(writer, GRAPH.input, () => writeValue(writer, value));
  for (const value of outputs) message(writer, GRAPH.output, () => writeValue(writer, value));
}

function writeNode(writer: Writer, { op, domain, name, inputs, outputs, attributes }: NodeDescription): void {
  for (const input of inputs) text(writer, NODE.input, input?.name ?? '');
  for (const output of outputs) text(writer, NODE.output, output?.name ?? '');
  text(writer, NODE.name, name);
  text(writer, NODE.opType, op);
  for (const key in attributes) message(writer, NODE.attribute, () => writeAttribute(writer, key, attributes[key]!));
  text(writer, NODE.domain, domain);
}

function writeAttribute(writer: Writer, name: string, value: AttributeValue): void {
  text(writer, ATTRIBUTE.name, name);
  if (typeof value === 'number') {
    number(writer, ATTRIBUTE.i, value);
    number(writer, ATTRIBUTE.type, ATTRIBUTE_TYPE.int);
  } else if (typeof value === 'string') {
    text(writer, ATTRIBUTE.s, value);
    number(writer, ATTRIBUTE.type, ATTRIBUTE_TYPE.string);
  } else if ('float' in value) {
    writer.uint32(tag(ATTRIBUTE.f, FOUR_BYTES)).float(value.float);
    number(writer, ATTRIBUTE.type, ATTRIBUTE_TYPE.float);
  } else {
    for (const one of value) number(writer, ATTRIBUTE.ints, one);
    number(writer, ATTRIBUTE.type, ATTRIBUTE_TYPE.ints);
  }
}

function writeInitializer(writer: Writer, { name, type, dims, data }: InitializerDescription): void {
  for (const size of dims) number(writer, TENSOR.dims, size);
  number(writer, TENSOR.dataType, ONNX_TYPE[type]);
  text(writer, TENSOR.name, name);
  if (data.kind === 'inline') {
    writer.uint32(tag(TENSOR.rawData, LENGTH_FIRST)).bytes(data.bytes);
    return;
  }
  stringEntry(writer, 'location', data.file.replace(/^\//, ''));
  stringEntry(writer, 'offset', String(data.offset));
  stringEntry(writer, 'length', String(data.bytes));
  number(writer, TENSOR.dataLocation, EXTERNAL);
}

function stringEntry(writer: Writer, key: string, value: string): void {
  message(writer, TENSOR.externalData, () => {
    text(writer, STRING_ENTRY.key, key);
    text(writer, STRING_ENTRY.value, value);
  });
}

function writeValue(writer: Writer, { name, type, dims }: ValueDescription): void {
  text(writer, VALUE_INFO.name, name);
  message(writer, VALUE_INFO.type, () => message(writer, TYPE.tensorType, () => writeTensorType(writer, type, dims)));
}

function writeTensorType(writer: Writer, type: OnnxType, dims: ValueDescription['dims']): void {
  number(writer, TENSOR_TYPE.elemType, ONNX_TYPE[type]);
  message(writer, TENSOR_TYPE.shape, () => {
    for (const size of dims) message(writer, SHAPE.dim, () => writeDimension(writer, size));
  });
}

function writeDimension(writer: Writer, size: number | string): void {
  if (typeof size === 'number') number(writer, DIMENSION.dimValue, size);
  else text(writer, DIMENSION.dimParam, size);
}

/** Wire types of protobuf. */
const VARINT = 0;
const LENGTH_FIRST = 2;
const FOUR_BYTES = 5;

function tag(field: number, wireType: number): number {
  return (field << 3) | wireType;
}

function number(writer: Writer, field: number, value: number): void {
  writer.uint32(tag(field, VARINT)).int64(value);
}

function text(writer: Writer, field: number, value: string): void {
  writer.uint32(tag(field, LENGTH_FIRST)).string(value);
}

function message(writer: Writer, field: number, write: () => void): void {
  writer.uint32(tag(field, LENGTH_FIRST)).fork();
  write();
  writer.ldelim();
}
