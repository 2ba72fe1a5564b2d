import { expect, it, onTestFinished } from 'vitest';
import { openNative } from '#renderer/engine/runtime/native-graph.ts';
import type { OpenGraph } from '#renderer/engine/runtime/open-graph.ts';
import { ortLibrary } from '#renderer/engine/runtime/ort-library.ts';
import { type NamedSizes, openForSizes } from '#renderer/engine/runtime/sized-graphs.ts';
import { numbers, ON_CPU, vectorGraph } from '#test/contract/open-graph.ts';

/** Sums of ones, a graph of which is opened for sizes up to `largest` only. */
async function summing(largest = Number.POSITIVE_INFINITY) {
  const graph = vectorGraph();
  const opened: NamedSizes[] = [];
  const released: NamedSizes[] = [];
  const openAt = async (sizes: NamedSizes): Promise<OpenGraph | null> => {
    opened.push(sizes);
    if (sizes.n! > largest) return null;
    const own = await openNative(ortLibrary()!, graph, { ...ON_CPU, sizes });
    return { run: own.run, release: () => own.release().then(() => void released.push(sizes)) };
  };
  const sized = openForSizes(await openNative(ortLibrary()!, graph, ON_CPU), { graph, openAt });
  let ending: Promise<void> | null = null;
  const end = () => (ending ??= sized.release());
  onTestFinished(end);
  const sum = async (n: number) => {
    const feeds = { a: numbers(...Array<number>(n).fill(1)), b: numbers(...Array<number>(n).fill(n)) };
    await sized.prepare!(feeds);
    expect([...(await sized.run(feeds, ['y'], null)).y!.data]).toEqual(Array(n).fill(n + 1));
  };
  return { sum, opened, released, end };
}

it('opens a graph for a size that comes twice in a row, once, and computes all sizes meanwhile', async () => {
  const { sum, opened } = await summing();
  for (const n of [1, 2, 1, 3]) await sum(n);
  expect(opened).toEqual([]);
  for (const n of [3, 3, 4, 4, 3, 4]) await sum(n);
  expect(opened).toEqual([{ n: 3 }, { n: 4 }]);
});

it('keeps three, and gives back the one that was used longest ago, and all at its end', async () => {
  const { sum, opened, released, end } = await summing();
  for (const n of [1, 1, 2, 2, 1, 3, 3, 4, 4]) await sum(n);
  expect([opened, released]).toEqual([[{ n: 1 }, { n: 2 }, { n: 3 }, { n: 4 }], [{ n: 2 }]]);
  await end();
  expect(released).toEqual([{ n: 2 }, { n: 1 }, { n: 3 }, { n: 4 }]);
});

it('does not ask again after a size for which it could not be opened', async () => {
  const { sum, opened } = await summing(2);
  for (const n of [3, 3, 3, 2, 2]) await sum(n);
  expect(opened).toEqual([{ n: 3 }]);
});
