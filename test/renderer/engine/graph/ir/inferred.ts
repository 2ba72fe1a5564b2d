import { expect } from 'vitest';
import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { type Dim, evaluateDim } from '#renderer/engine/graph/ir/dims.ts';
import { inferOperator } from '#renderer/engine/graph/ir/infer.ts';
import { ONNX_TYPE, type OnnxType } from '#renderer/engine/graph/ir/onnx-format.ts';
import type { Attributes, TensorType } from '#renderer/engine/graph/ir/value.ts';
import { type Feeds, openSession } from '#renderer/engine/runtime/session.ts';
import { type ModelGraph, type ModelNode, readModel, withOutputs } from '#test/renderer/engine/graph/ir/read-model.ts';

const TYPES = new Map(Object.entries(ONNX_TYPE).map(([name, number]) => [number as number, name as OnnxType]));

/** Every value of an emitted model as the rules of shapes have it; `sizes` puts numbers in place of named dimensions. */
export function inferModel(graph: BuiltGraph, sizes: ReadonlyMap<string, number> = new Map()): Map<string, TensorType> {
  const model = readModel(graph);
  const types = declared(model, sizes);
  for (const node of model.node) {
    const inputs = node.input.map((name) => (name === '' ? null : types.get(name)!));
    const domain = node.domain as '' | 'com.microsoft';
    const place = { op: node.opType, name: node.name, network: graph.name };
    const outputs = inferOperator({ ...place, domain, inputs, attributes: attributesOf(node) });
    for (const [i, name] of node.output.entries()) if (name !== '') types.set(name, outputs[i]!);
  }
  return types;
}

function declared(model: ModelGraph, sizes: ReadonlyMap<string, number>): Map<string, TensorType> {
  const types = new Map<string, TensorType>();
  for (const { name, type } of model.input) {
    const { elemType, shape } = type.tensorType;
    const dims = shape.dim.map(({ dimParam, dimValue }) => (dimParam ? (sizes.get(dimParam) ?? dimParam) : dimValue));
    types.set(name, { type: TYPES.get(elemType)!, dims });
  }
  for (const { name, dims, dataType, rawData } of model.initializer) {
    const numbers = rawData.length > 0 && rawData.length <= 128 ? numbersOf(dataType, Uint8Array.from(rawData)) : null;
    types.set(name, { type: TYPES.get(dataType)!, dims, ...(numbers && { numbers }) });
  }
  return types;
}

function numbersOf(type: number, { buffer }: Uint8Array): readonly number[] | null {
  if (type === ONNX_TYPE.int64) return [...new BigInt64Array(buffer)].map(Number);
  return type === ONNX_TYPE.float ? [...new Float32Array(buffer)] : null;
}

/** Protobuf's form of attributes as graphs give them. */
function attributesOf({ attribute }: ModelNode): Attributes {
  return Object.fromEntries(
    attribute.map(({ name, type, i, f, s, ints }) => {
      if (type === 2) return [name, i as number];
      if (type === 1) return [name, { float: f as number }];
      return [name, type === 3 ? new TextDecoder().decode(s as Uint8Array) : (ints as readonly number[])];
    }),
  );
}

/**
 * Runs a model on the CPU and compares the type and dimensions of every value in it with what the rules say: from the
 * sizes of the feeds, and from the names of dimensions. `asRun` spells operators in others that the CPU has.
 */
export async function expectInferred(
  graph: BuiltGraph,
  feeds: Feeds,
  asRun: (graph: BuiltGraph) => BuiltGraph = (one) => one,
): Promise<void> {
  const sizes = sizesOf(graph, feeds);
  const [named, sized] = [inferModel(graph), inferModel(graph, sizes)];
  const computed = readModel(graph).node.flatMap(({ output }) => output.filter((name) => name !== ''));
  const actual = await actualDims(asRun(graph), {
    feeds,
    types: new Map(computed.map((name) => [name, sized.get(name)!])),
  });
  const differing = computed.filter((name) => {
    const real = actual.get(name)!.join();
    const evaluated = named.get(name)!.dims.map((dim: Dim) => evaluateDim(dim, (symbol) => sizes.get(symbol)!));
    return sized.get(name)!.dims.join() !== real || evaluated.join() !== real;
  });
  const told = differing.map((name) =>
    [name, named.get(name)!.dims, sized.get(name)!.dims, actual.get(name)].join(' | '),
  );
  expect(told).toEqual([]);
  expect(computed.length).toBeGreaterThan(0);
}

function sizesOf(graph: BuiltGraph, feeds: Feeds): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const { name, type } of readModel(graph).input) {
    type.tensorType.shape.dim.forEach(({ dimParam }, i) => {
      if (dimParam) sizes.set(dimParam, feeds[name]!.dims[i]!);
    });
  }
  return sizes;
}

/** What the binding does not know. */
const NOT_HANDED_OVER: ReadonlySet<string> = new Set(['bfloat16', 'float8e4m3fn']);

/** ONNX Runtime refuses a model whose outputs are declared with other types than they have. */
async function actualDims(
  graph: BuiltGraph,
  { feeds, types }: { readonly feeds: Feeds; readonly types: ReadonlyMap<string, TensorType> },
): Promise<ReadonlyMap<string, readonly number[]>> {
  const known = [...types].filter(([, { type }]) => !NOT_HANDED_OVER.has(type));
  const outputs = new Map(known.map(([name, { type }]) => [name, ONNX_TYPE[type] as number]));
  const nodes: ModelNode[] = [];
  for (const name of types.keys()) {
    const [list, result] = [`${name}/list`, `${name}/dims`];
    const cast = [{ name: 'to', i: ONNX_TYPE.float, type: 2 }];
    nodes.push({ opType: 'Shape', domain: '', name: list, input: [name], output: [list], attribute: [] });
    nodes.push({ opType: 'Cast', domain: '', name: result, input: [list], output: [result], attribute: cast });
    outputs.set(result, ONNX_TYPE.float);
  }
  const opened = withOutputs({ ...graph, optimisation: 'disabled' }, { nodes, outputs });
  const session = await openSession(opened, { provider: 'cpu', threads: 1 });
  const results = await session.run(
    feeds,
    [...types.keys()].map((name) => `${name}/dims`),
  );
  await session.release();
  return new Map([...types.keys()].map((name) => [name, [...results[`${name}/dims`]!.data]]));
}
