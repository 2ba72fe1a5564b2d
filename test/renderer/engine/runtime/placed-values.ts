import { portableDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import { type DevicePlaces, openDevicePlaces } from '#renderer/engine/runtime/device-places.ts';
import type { OpenGraph } from '#renderer/engine/runtime/open-graph.ts';
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
    device.release();
  }
  return results;
}

async function handOverOn(
  device: DevicePlaces,
  { first, second, stays }: { readonly first: OpenGraph; readonly second: OpenGraph; readonly stays: boolean },
): Promise<number[][]> {
  const results: number[][] = [];
  const places = [0, 1].map(() => device.place({ dims: [2], type: 'float', stays }));
  // Twice with each place, so that what is bound to it is used again; the second time other numbers lie there.
  for (const factor of [1, 2, 3])
    for (const [i, place] of places.entries()) {
      const given = stays ? place : device.place({ dims: [2], type: 'float', stays });
      const nothing = await first.run({ a: row(factor, i), b: row(10, 10) }, ['y'], null, { y: given });
      const { y } = await second.run({ a: given, b: row(1, 2) }, ['y'], null);
      results.push([Object.keys(nothing).length, ...y!.data]);
    }
  return results;
}

/** What `handOver` gives where all is right. */
export const HANDED_OVER = [true, false].flatMap(() =>
  [1, 2, 3].flatMap((factor) => [0, 1].map((i) => [0, 10 * factor, 20 * i])),
);
