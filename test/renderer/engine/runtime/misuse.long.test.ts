import { describe, expect, it } from 'vitest';
import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { openBound } from '#renderer/engine/runtime/bound-graph.ts';
import { openNative } from '#renderer/engine/runtime/native-graph.ts';
import type { OpenGraph } from '#renderer/engine/runtime/open-graph.ts';
import { ortLibrary } from '#renderer/engine/runtime/ort-library.ts';
import { misuse, oneAddition } from '#test/bench/session-ways.ts';
import { numbers, ON_CPU } from '#test/contract/open-graph.ts';

const TIMES = 10_000;

const WAYS: Readonly<Record<string, (graph: BuiltGraph) => Promise<OpenGraph>>> = {
  'through the C API': (graph) => openNative(ortLibrary()!, graph, ON_CPU),
  'with places that stay': (graph) => openBound(ortLibrary()!, graph, ON_CPU),
  'with runs that a card would record': (graph) => openBound(ortLibrary()!, graph, { ...ON_CPU, captures: true }),
};

describe('a graph that is given wrong shapes, names, types and aborts', () => {
  it.each(Object.keys(WAYS))(`refuses all of ${TIMES} and goes on: %s`, { timeout: 120_000 }, async (way) => {
    const graph = await WAYS[way]!(oneAddition());
    const good = { a: numbers(1, 2), b: numbers(3, 4) };
    let refused = 0;
    for (let i = 0; i < TIMES; i++) {
      refused += Number(await misuse(graph, i));
      // A good one now and then, so that what a run leaves behind is used.
      if (i % 100 === 0) expect((await graph.run(good, ['y'], null)).y!.data).toEqual(Float32Array.of(4, 6));
    }
    expect(refused).toBe(TIMES);
    await graph.release();
  });
});
