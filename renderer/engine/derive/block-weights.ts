import { type DeriveOptions, keepDerived } from '#renderer/engine/derive/derived-files.ts';
import { largestScale } from '#renderer/engine/derive/narrow-graph.ts';
import { isNarrowed } from '#renderer/engine/derive/narrow-weights.ts';
import { INT8_MAX } from '#renderer/engine/derive/quantise-graph.ts';
import { bytesOf, scaledSources } from '#renderer/engine/derive/scaled-sources.ts';
import { WeightGraph } from '#renderer/engine/derive/weight-graph.ts';
import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { computeOnce } from '#renderer/engine/runtime/compute-once.ts';
import { BLOCK, blockNames } from '#renderer/engine/weights/derived-names.ts';
import type { WeightSource } from '#renderer/engine/weights/safetensors/write-safetensors.ts';
import type { WeightEntry, WeightMap } from '#renderer/engine/weights/weight-map.ts';

/** Of a full-size model one takes 0.5 to 2.5 GB. */
const FILES_MAX = 4;

/**
 * The matrices of a UNet's transformers for MatMulNBits (derive/block-products.ts), and nothing else: rows in
 * blocks of so many numbers, each with a scale. Rows that do not come out even in blocks are left out.
 */
export async function blockLinears(weights: WeightMap, options: DeriveOptions): Promise<WeightMap> {
  const matrices = [...weights].filter(([key, entry]) => isNarrowed(key, entry) && entry.shape[1]! % BLOCK === 0);
  const sources = matrices.flatMap(([key, entry]) => sourcesOf(key, entry, options.signal));
  const from = matrices.map(([, entry]) => entry);
  return keepDerived({ version: 'blocks 1', from, sources, filesMax: FILES_MAX }, options);
}

/** Output `whole` (out, in / BLOCK, BLOCK) of integers and `scale` (out, in / BLOCK), so that W ≈ whole · scale. */
export function buildBlocks(matrix: WeightEntry): BuiltGraph {
  const [outputs, inputs] = matrix.shape as [number, number];
  const graph = new WeightGraph('8-bit blocks');
  const blocks = graph.reshape(graph.stored(matrix), [outputs, inputs / BLOCK, BLOCK]);
  const scale = largestScale(graph, blocks, { axis: 2, range: INT8_MAX });
  const whole = graph.op('Round', [graph.op('Div', [blocks, scale])]);
  graph.output('whole', whole, { dims: [outputs, inputs / BLOCK, BLOCK], as: 'I8' });
  graph.output('scale', graph.reshape(scale, [outputs, inputs / BLOCK]), {
    dims: [outputs, inputs / BLOCK],
    as: 'F32',
  });
  return graph.build();
}

function sourcesOf(key: string, entry: WeightEntry, signal: AbortSignal | undefined): WeightSource[] {
  const names = blockNames(key);
  const [outputs, inputs] = entry.shape as [number, number];
  return scaledSources(
    {
      weight: { key: names.weight, dtype: 'U8', shape: [outputs, inputs / BLOCK, BLOCK] },
      scale: { key: names.scale, dtype: 'F32', shape: [outputs, inputs / BLOCK] },
      async compute() {
        const { whole, scale } = await computeOnce(buildBlocks(entry));
        // The operator counts from 128 on where no other zero is given.
        return { weight: bytesOf(whole!.data).map((byte) => byte ^ 0x80), scale: bytesOf(scale!.data) };
      },
    },
    signal,
  );
}
