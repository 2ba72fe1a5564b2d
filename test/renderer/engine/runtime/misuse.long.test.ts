import { setImmediate, setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { portableDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import { openBound } from '#renderer/engine/runtime/bound-graph.ts';
import { type DevicePlaces, openDevicePlaces } from '#renderer/engine/runtime/device-places.ts';
import { openNative } from '#renderer/engine/runtime/native-graph.ts';
import type { OpenGraph } from '#renderer/engine/runtime/open-graph.ts';
import { ortLibrary } from '#renderer/engine/runtime/ort-library.ts';
import { misuse, oneAddition } from '#test/bench/session-ways.ts';
import { numbers, ON_CPU } from '#test/contract/open-graph.ts';

const TIMES = 10_000;
/** One in so many is a run that is aborted in its middle, another has places of a wrong size or type. */
const SHARE = 10;

const WAYS: Readonly<Record<string, (graph: BuiltGraph) => Promise<OpenGraph>>> = {
  'through the C API': (graph) => openNative(ortLibrary()!, graph, ON_CPU),
  'with places that stay': (graph) => openBound(ortLibrary()!, graph, ON_CPU),
  'with runs that a card would record': (graph) => openBound(ortLibrary()!, graph, { ...ON_CPU, captures: true }),
};

const SIDE = 192;

/** Takes some milliseconds, and gives what it is given. */
function productsGraph(): BuiltGraph {
  const graph = Graph.over(new Map(), { name: 'products', dialect: portableDialect, residency: 'mapped' });
  const x = graph.input('x', 'float', [SIDE, SIDE]);
  let y = x;
  for (let i = 0; i < 30; i++) y = graph.op('MatMul', [y, x]);
  graph.output('y', y, [SIDE, SIDE]);
  return graph.build();
}

const square = { x: { dims: [SIDE, SIDE], numbers: new Float32Array(SIDE ** 2).fill(1 / SIDE) } };

/** Whether a run whose signal aborts after 0 to 2 ms, while it computes, ends with the signal's reason. */
async function stopsInside(long: OpenGraph, i: number): Promise<boolean> {
  const abort = new AbortController();
  const reason = new Error('nobody wants it');
  const run = long.run(square, ['y'], abort.signal).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  const afterMs = i % 3;
  await (afterMs === 0 ? setImmediate() : setTimeout(afterMs));
  abort.abort(reason);
  const thrown = await run;
  expect([null, reason]).toContain(thrown);
  return thrown === reason;
}

/** Runs with places that do not fit what is computed. */
async function runsWithWrongPlaces(
  device: DevicePlaces,
  graph: OpenGraph,
): Promise<readonly (() => Promise<unknown>)[]> {
  const [a, b] = [numbers(1, 2), numbers(3, 4)];
  const wishes = [
    { dims: [3], type: 'float' },
    { dims: [2], type: 'float16' },
    { dims: [2, 2, 2], type: 'float' },
  ] as const;
  const places = await Promise.all(
    wishes.flatMap((wish) => [true, false].map((stays) => device.place({ ...wish, stays }))),
  );
  return places.flatMap((place) => [
    () => graph.run({ a: place, b: numbers(1, 2, 3, 4, 5) }, ['y'], null),
    () => graph.run({ a, b }, ['y'], null, { y: place }),
  ]);
}

describe('a graph that is given wrong shapes, names, types, places and aborts', () => {
  it.each(Object.keys(WAYS))(`refuses all of ${TIMES} and goes on: %s`, { timeout: 280_000 }, async (way) => {
    const [graph, long] = [await WAYS[way]!(oneAddition()), await WAYS[way]!(productsGraph())];
    const device = (await openDevicePlaces('cpu'))!;
    const wrongPlaces = await runsWithWrongPlaces(device, graph);
    const good = { a: numbers(1, 2), b: numbers(3, 4) };
    let [refused, finished] = [0, 0];
    for (let i = 0; i < TIMES; i++) {
      const turn = Math.floor(i / SHARE);
      if (i % SHARE === 0) {
        const isStopped = await stopsInside(long, turn);
        refused += Number(isStopped);
        finished += Number(!isStopped);
      } else if (i % SHARE === 1) {
        const run = wrongPlaces[turn % wrongPlaces.length]!();
        refused += await run.then(
          () => 0,
          () => 1,
        );
      } else refused += Number(await misuse(graph, i));
      // A good one now and then, so that what a run leaves behind is used.
      if (i % 100 === 0) {
        expect((await graph.run(good, ['y'], null)).y!.data).toEqual(Float32Array.of(4, 6));
        expect((await long.run(square, ['y'], null)).y!.data[0]).toBeCloseTo(1 / SIDE, 6);
      }
    }
    // Some are quicker than their signal, more on a busy machine; that is no refusal, and nothing wrong.
    expect(refused + finished).toBe(TIMES);
    expect(finished).toBeLessThan(TIMES / SHARE);
    await Promise.all([graph.release(), long.release()]);
    await device.release();
  });
});
