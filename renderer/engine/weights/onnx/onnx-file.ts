import { resolve } from 'node:path';
import { type ProtobufField, packedNumbers, protobufFields } from '#renderer/engine/weights/onnx/protobuf-fields.ts';
import { readRange } from '#renderer/engine/weights/read-range.ts';
import { openRegularFile } from '#renderer/engine/weights/regular-file.ts';
import { aboutWeight, refuse, shortPath } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import type { WeightEntry, WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { Failure } from '#shared/failure.ts';
import { failure, message } from '#shared/text/failure.ts';

/** What an ONNX file computes, without its attributes. */
export interface OnnxNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** A network as an ONNX file has it: its nodes in order, and where its numbers lie. */
export interface OnnxFile {
  readonly nodes: readonly OnnxNode[];
  readonly weights: WeightMap;
}

/** Of what protobuf can hold 2 GB; what is read here are small networks. */
const BYTES_MAX = 64 * 2 ** 20;

/** Field numbers of ONNX's schema (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto). */
const MODEL = { graph: 7 } as const;
const GRAPH = { node: 1, initializer: 5 } as const;
const NODE = { input: 1, output: 2, op: 4 } as const;
const TENSOR = { dims: 1, type: 2, name: 8, raw: 9, external: 13, location: 14 } as const;

const FLOAT = 1;

/**
 * Nodes and weights of an ONNX file from outside. It is never run, and no other file that it names is read: numbers
 * must lie in it as 32-bit floats. No number is copied. Throws `not-found`, or `invalid` that names file and weight.
 */
export async function readOnnxFile(path: string): Promise<OnnxFile> {
  const file = resolve(path);
  const bytes = await readWhole(file);
  try {
    const nodes: OnnxNode[] = [];
    const weights = new Map<string, WeightEntry>();
    for (const graph of fieldsOf(bytes, MODEL.graph)) {
      for (const field of protobufFields(bytes, graph)) {
        if (field.id === GRAPH.node) nodes.push(readNode(bytes, field));
        if (field.id !== GRAPH.initializer) continue;
        const { name, entry } = readInitializer(bytes, { field, file });
        weights.set(name, entry);
      }
    }
    return { nodes, weights };
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    throw refuse(shortPath(file), message('onnx.no-message'));
  }
}

async function readWhole(file: string): Promise<Buffer> {
  const handle = await openRegularFile(file).catch((cause: unknown) => {
    throw failure('not-found', 'weights.missing', { file: shortPath(file) }, { cause });
  });
  try {
    const { size } = await handle.stat();
    if (size > BYTES_MAX) throw refuse(shortPath(file), message('ncnn.bytes', { limit: BYTES_MAX, given: size }));
    return await readRange(handle, { position: 0, bytes: size });
  } finally {
    await handle.close();
  }
}

function* fieldsOf(bytes: Buffer, id: number): Generator<ProtobufField, void, undefined> {
  for (const field of protobufFields(bytes)) if (field.id === id) yield field;
}

function readNode(bytes: Buffer, field: ProtobufField): OnnxNode {
  const texts = new Map<number, string[]>();
  for (const { id, start, end } of protobufFields(bytes, field)) {
    if (id !== NODE.input && id !== NODE.output && id !== NODE.op) continue;
    texts.set(id, [...(texts.get(id) ?? []), bytes.toString('utf8', start, end)]);
  }
  const [op = ''] = texts.get(NODE.op) ?? [];
  return { op, inputs: texts.get(NODE.input) ?? [], outputs: texts.get(NODE.output) ?? [] };
}

function readInitializer(
  bytes: Buffer,
  { field, file }: { readonly field: ProtobufField; readonly file: string },
): { readonly name: string; readonly entry: WeightEntry } {
  const shape: number[] = [];
  let [name, type, isOutside] = ['', 0, false];
  let raw = { start: 0, end: 0 };
  for (const { id, value, start, end } of protobufFields(bytes, field)) {
    if (id === TENSOR.dims) shape.push(...packedNumbers(bytes, { start, end }));
    if (id === TENSOR.type) type = value;
    if (id === TENSOR.name) name = bytes.toString('utf8', start, end);
    if (id === TENSOR.raw) raw = { start, end };
    if (id === TENSOR.external || (id === TENSOR.location && value !== 0)) isOutside = true;
  }
  const refused = (reason: 'onnx.outside' | 'onnx.numbers') =>
    refuse(shortPath(file), aboutWeight(name, message(reason)));
  if (isOutside) throw refused('onnx.outside');
  const bytesLong = raw.end - raw.start;
  if (type !== FLOAT || bytesLong !== 4 * shape.reduce((product, n) => product * n, 1)) throw refused('onnx.numbers');
  return { name, entry: { file, offset: raw.start, bytes: bytesLong, dtype: 'F32', shape } };
}
