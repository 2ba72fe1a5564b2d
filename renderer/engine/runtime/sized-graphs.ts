import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import type { GraphInput, OpenGraph } from '#renderer/engine/runtime/open-graph.ts';

/** Sizes for which a graph stays open at once: what a model that is loaded ahead draws to warm up. */
const SIZES_MAX = 3;

/** Numbers of the dimensions that a graph has names for. */
export type NamedSizes = Readonly<Record<string, number>>;

/** How a graph is opened once more where its sizes are known. */
export interface SizedOpening {
  readonly graph: Pick<BuiltGraph, 'inputDims'>;
  /** Null where it cannot be: nobody asks again. */
  readonly openAt: (sizes: NamedSizes) => Promise<OpenGraph | null>;
}

/**
 * A graph that is opened once more for a size that comes twice in a row. ONNX Runtime computes what depends on sizes
 * alone when it opens a graph whose sizes are fixed; else WebGPU's provider leaves that to the CPU, and records nothing
 * of such a graph. Each opened one has weights of its own where they are not shared, so there are three at most
 * besides the one for any size; what was used longest ago goes.
 */
export function openForSizes(general: OpenGraph, { graph, openAt }: SizedOpening): OpenGraph {
  const open = new Map<string, OpenGraph>();
  let last: string | null = null;
  let isRefused = false;
  const keyOf = (feeds: Readonly<Record<string, GraphInput>>) => JSON.stringify(sizesIn(graph, feeds));
  return {
    async prepare(feeds) {
      const key = keyOf(feeds);
      const isAgain = key === last;
      last = key;
      const known = open.get(key);
      if (known) {
        open.delete(key);
        open.set(key, known);
      } else if (isAgain && !isRefused) {
        if (open.size >= SIZES_MAX) await drop(open);
        const opened = await openAt(sizesIn(graph, feeds));
        if (opened) open.set(key, opened);
        else isRefused = true;
      }
    },
    run: (feeds, wanted, signal, into) => (open.get(keyOf(feeds)) ?? general).run(feeds, wanted, signal, into),
    async release() {
      while (open.size > 0) await drop(open);
      await general.release();
    },
  };
}

async function drop(open: Map<string, OpenGraph>): Promise<void> {
  const [key, oldest] = open.entries().next().value!;
  open.delete(key);
  await oldest.release();
}

/** What the named dimensions of its inputs are in these. */
function sizesIn(
  { inputDims = {} }: Pick<BuiltGraph, 'inputDims'>,
  feeds: Readonly<Record<string, GraphInput>>,
): NamedSizes {
  const named = Object.entries(inputDims).flatMap(([input, dims]) =>
    dims.flatMap((dim, axis) => (typeof dim === 'string' ? [[dim, feeds[input]?.dims[axis] ?? 0] as const] : [])),
  );
  return Object.fromEntries(named);
}
