import { fileURLToPath } from 'node:url';
import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { WeightInput } from '#renderer/engine/graph/ir/weight-input.ts';
import { type DevicePlaces, openDevicePlaces } from '#renderer/engine/runtime/device-places.ts';
import { type GraphTarget, graphTargetOf } from '#renderer/engine/runtime/graph-target.ts';
import { openSession, type PlacedTensor } from '#renderer/engine/runtime/session.ts';
import { elements, type Tensor } from '#renderer/engine/tensor.ts';
import type { Provider } from '#shared/contract/bounds.ts';

const CHANNELS = 32;

/** Half precision has three digits. */
const TOLERANCE = 0.02;

/**
 * Whether two graphs of a provider compute rightly with weights that lie on the device once. Tried on the device
 * itself: ONNX Runtime takes them from there only where it would have put them.
 */
export async function canShare(
  provider: Provider,
  image: Tensor,
  target: GraphTarget = graphTargetOf(provider),
): Promise<boolean> {
  const device = await openDevicePlaces(provider);
  if (!device) return false;
  try {
    return await shareOn(device, { provider, target, image });
  } catch {
    return false;
  } finally {
    await device.release();
  }
}

interface Trial {
  readonly provider: Provider;
  readonly target: GraphTarget;
  /** (b, 32, h, w) */
  readonly image: Tensor;
}

async function shareOn(device: DevicePlaces, { provider, target, image }: Trial): Promise<boolean> {
  const options = { provider, threads: 1 };
  const graph = quadrupling(target);
  const given = graph.sharedWeights ?? [];
  const shared: Record<string, PlacedTensor> = {};
  for (const { name, dims, type } of given) shared[name] = await device.place({ dims, type, stays: true });
  const filling = doublings(given, target);
  const filler = await openSession(filling, options);
  await filler.run({}, filling.outputs, shared);
  await filler.release();
  const sessions = await Promise.all([1, 2].map(() => openSession(graph, { ...options, shared })));
  const results: (Tensor | undefined)[] = [];
  for (const session of sessions) {
    results.push((await session.run({ image })).y);
    // The other's weights must outlive it.
    await session.release();
  }
  return given.length > 1 && results.every((y) => y?.data.every((value, i) => near(value, 4 * image.data[i]!)));
}

/** A convolution and a linear layer, each of which doubles what it gets with the weights of `doublings`. */
function quadrupling(target: GraphTarget): BuiltGraph {
  const weights = new Map([
    ['conv.weight', nowhere([CHANNELS, CHANNELS, 3, 3])],
    ['linear.weight', nowhere([CHANNELS, CHANNELS])],
  ]);
  const graph = Graph.over(weights, { ...target, name: 'probe of shared weights', weightsShared: () => true });
  const image = graph.input('image', 'float', ['b', CHANNELS, 'h', 'w']);
  const weight = graph.weight('conv.weight', [CHANNELS, CHANNELS, 3, 3]);
  const kernels = { weight, bias: null, perSample: null, residual: null, down: null, up: null };
  const convolution = { operands: { image, ...kernels }, attributes: { stride: 1, pads: [1, 1, 1, 1], pixels: 0 } };
  const convolved = graph.layer('Conv', convolution);
  const tokens = graph.layer('PixelsAsTokens', { operands: { image: convolved }, attributes: {} });
  const matrix = { weight: graph.weight('linear.weight', [CHANNELS, CHANNELS]), bias: null, down: null, up: null };
  const doubled = graph.layer('Linear', { operands: { x: tokens, ...matrix }, attributes: {} });
  const pixels = graph.layer('TokensAsPixels', { operands: { tokens: doubled, like: image }, attributes: {} });
  graph.output('y', pixels, ['b', CHANNELS, 'h', 'w']);
  return graph.build();
}

/** A weight that is in no file. */
function nowhere(shape: readonly number[]) {
  return { file: fileURLToPath(import.meta.url), offset: 0, bytes: 4 * elements(shape), dtype: 'F32', shape } as const;
}

/** Those weights as graphs want them: twice what copies each channel. */
function doublings(given: readonly WeightInput[], target: GraphTarget): BuiltGraph {
  const graph = Graph.over(new Map(), { ...target, name: 'weights to share' });
  for (const { name, dims, rows } of given) {
    const plane = elements(dims) / CHANNELS ** 2;
    const centre = Math.floor(plane / 2);
    const [perInput, perPixel] = rows.isInterleaved ? [1, CHANNELS] : [plane, 1];
    const at = (channel: number) => channel * CHANNELS * plane + channel * perInput + centre * perPixel;
    const ones = new Set(Array.from({ length: CHANNELS }, (_, channel) => at(channel)));
    const numbers = Array.from({ length: elements(dims) }, (_, i) => (ones.has(i) ? 2 : 0));
    graph.result(name, graph.floats(numbers, dims), dims);
  }
  return graph.build();
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) < TOLERANCE;
}
