import { type DeriveOptions, keepDerived } from '#renderer/engine/derive/derived-files.ts';
import { buildQuantise } from '#renderer/engine/derive/quantise-graph.ts';
import { bytesOf, scaledSources } from '#renderer/engine/derive/scaled-sources.ts';
import { computeOnce } from '#renderer/engine/runtime/compute-once.ts';
import { quantisedNames } from '#renderer/engine/weights/derived-names.ts';
import type { WeightSource } from '#renderer/engine/weights/safetensors/write-safetensors.ts';
import type { WeightEntry, WeightMap } from '#renderer/engine/weights/weight-map.ts';

/**
 * Products with these take most of a transformer's time. Left out is the way back from the gate, whose products have
 * long tails: alone it makes three quarters of the error's variance, in sd15 with random weights and in the demo model.
 * So are the keys and values of the prompt, which are few: a sixth of the error that is left in the demo model. Norms
 * and convolutions stay as they are, too.
 */
const LINEAR = /\.attn1\.to_(q|k|v|out\.0)\.weight$|\.attn2\.to_(q|out\.0)\.weight$/;

/** Of a full-size model one takes 0.2 to 2 GB. */
const FILES_MAX = 8;

/** Its halves are used apart. */
const GATE = /\.ff\.net\.0\.proj\.weight$/;

/**
 * The weights of a UNet, and beside them most of its transformers' matrices as 8-bit integers, which a graph prefers
 * where it finds them.
 */
export async function quantiseLinears(weights: WeightMap, options: DeriveOptions): Promise<WeightMap> {
  const matrices = [...weights].flatMap(([key, entry]) => partsOf(key, entry));
  const sources = matrices.flatMap((matrix) => sourcesOf(matrix, options.signal));
  const from = matrices.map(({ entry }) => entry);
  const derivation = { version: 'int8 2', from, sources, filesMax: FILES_MAX };
  return new Map([...weights, ...(await keepDerived(derivation, options))]);
}

interface MatrixPart {
  readonly names: { readonly weight: string; readonly scale: string };
  readonly entry: WeightEntry;
}

function partsOf(key: string, entry: WeightEntry): MatrixPart[] {
  const [outputs, inputs] = entry.shape;
  if (entry.shape.length !== 2 || !outputs || !inputs) return [];
  if (LINEAR.test(key)) return [{ names: quantisedNames(key, { from: 0, to: outputs, of: outputs }), entry }];
  if (!GATE.test(key)) return [];
  const half = outputs / 2;
  const bytes = entry.bytes / 2;
  return [0, half].map((from, i) => ({
    names: quantisedNames(key, { from, to: from + half, of: outputs }),
    entry: { ...entry, offset: entry.offset + i * bytes, bytes, shape: [half, inputs] },
  }));
}

function sourcesOf({ names, entry }: MatrixPart, signal: AbortSignal | undefined): WeightSource[] {
  const [outputs, inputs] = entry.shape as [number, number];
  return scaledSources(
    {
      weight: { key: names.weight, dtype: 'I8', shape: [inputs, outputs] },
      scale: { key: names.scale, dtype: 'F32', shape: [outputs] },
      async compute() {
        const { q, scale } = await computeOnce(buildQuantise(entry));
        return { weight: bytesOf(q!.data), scale: bytesOf(scale!.data) };
      },
    },
    signal,
  );
}
