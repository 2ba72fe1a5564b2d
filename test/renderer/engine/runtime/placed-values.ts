import { portableDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import { type DevicePlaces, openDevicePlaces } from '#renderer/engine/runtime/device-places.ts';
import type { OpenGraph } from '#renderer/engine/runtime/open-graph.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import type { Provider } from '#shared/contract/bounds.ts';

/** y = a · b, for rows of any length. */
export function productGraph() {
  const graph = Graph.over(new Map(), { name: 'product', dialect: portableDialect, residency: 'mapped' });
  const [a, b] = [graph.input('a', 'float', ['n']), graph.input('b', 'float', ['n'])];
  graph.output('y', graph.op('Mul', [a, b]), ['n']);
  return graph.build();
}

const row = (...values: number[]) => ({ dims: [values.length], numbers: Float32Array.from(values) });

/** What two graphs of a provider compute by handing each other values on the device: every number is its own square. */
export async function handOver(provider: Provider, [first, second]: readonly [OpenGraph, OpenGraph]) {
  const device = (await openDevicePlaces(provider))!;
  const results: number[][] = [];
  try {
    for (const stays of [true, false]) results.push(...(await handOverOn(device, { first, second, stays })));
  } finally {
    await Promise.all([first.release(), second.release()]);
    await device.release();
  }
  return results;
}

async function handOverOn(
  device: DevicePlaces,
  { first, second, stays }: { readonly first: OpenGraph; readonly second: OpenGraph; readonly stays: boolean },
): Promise<number[][]> {
  const results: number[][] = [];
  const places = await Promise.all([0, 1].map(() => device.place({ dims: [2], type: 'float', stays })));
  // Twice with each place, so that what is bound to it is used again; the second time other numbers lie there.
  for (const factor of [1, 2, 3])
    for (const [i, place] of places.entries()) {
      const given = stays ? place : await device.place({ dims: [2], type: 'float', stays });
      const nothing = await first.run({ a: row(factor, i), b: row(10, 10) }, ['y'], null, { y: given });
      const { y } = await second.run({ a: given, b: row(1, 2) }, ['y'], null);
      results.push([Object.keys(nothing).length, ...y!.data]);
    }
  return results;
}

/** The products of rows of several sizes, each several times: what was recorded for one must not be taken for another. */
export async function sizeAfterSize(graph: OpenGraph): Promise<number[]> {
  const results: number[] = [];
  for (let round = 1; round <= 4; round++)
    for (const size of [1, 2, 300]) {
      const full = (value: number) => ({ dims: [size], numbers: new Float32Array(size).fill(value) });
      const { y } = await graph.run({ a: full(round), b: full(size) }, ['y'], null);
      results.push(y!.data.at(-1)!);
    }
  await graph.release();
  return results;
}

/** What graphs compute whose opening, running and memory all went on at once: four times each number. */
export async function allAtOnce(provider: Provider): Promise<readonly number[]> {
  const data = Float32Array.of(1, 2, 3);
  const results = [1, 2, 3].map(async () => {
    const device = (await openDevicePlaces(provider))!;
    const session = await openSession(convolutionGraph(), { provider, threads: 1 });
    const place = await device.place({ dims: [1, 1, 1, 3], type: 'float', stays: true });
    await session.run({ x: { dims: [1, 1, 1, 3], data } }, ['y'], { y: place });
    const { y } = await session.run({ x: place });
    await session.release();
    await device.release();
    return Array.from(y!.data);
  });
  return (await Promise.all(results)).flat();
}

/** y = 2 · x by a convolution, whose kernels a provider may bring into another order when it opens the graph. */
function convolutionGraph() {
  const graph = Graph.over(new Map(), { name: 'convolution', dialect: portableDialect, residency: 'prepacked' });
  const x = graph.input('x', 'float', ['b', 1, 'h', 'w']);
  const kernel = graph.floats([0, 0, 0, 0, 2, 0, 0, 0, 0], [1, 1, 3, 3]);
  graph.output('y', graph.op('Conv', [x, kernel], { pads: [1, 1, 1, 1] }), ['b', 1, 'h', 'w']);
  return graph.build();
}

/** What `allAtOnce` gives where all is right. */
export const ALL_AT_ONCE = [1, 2, 3].flatMap(() => [4, 8, 12]);

/** What `sizeAfterSize` gives where all is right. */
export const SIZE_AFTER_SIZE = [1, 2, 3, 4].flatMap((round) => [1, 2, 300].map((size) => round * size));

/** What `handOver` gives where all is right. */
export const HANDED_OVER = [true, false].flatMap(() =>
  [1, 2, 3].flatMap((factor) => [0, 1].map((i) => [0, 10 * factor, 20 * i])),
);
