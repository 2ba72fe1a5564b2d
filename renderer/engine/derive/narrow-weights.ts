import { type DeriveOptions, keepDerived } from '#renderer/engine/derive/derived-files.ts';
import { buildNarrow, buildNarrowWhole } from '#renderer/engine/derive/narrow-graph.ts';
import { bytesOf, scaledSources } from '#renderer/engine/derive/scaled-sources.ts';
import { computeOnce } from '#renderer/engine/runtime/compute-once.ts';
import { type NarrowFormat, narrowNames } from '#renderer/engine/weights/derived-names.ts';
import { halfToEightBit } from '#renderer/engine/weights/half.ts';
import type { WeightSource } from '#renderer/engine/weights/safetensors/write-safetensors.ts';
import type { WeightEntry, WeightMap } from '#renderer/engine/weights/weight-map.ts';

/** The matrices of transformers: what tokens are multiplied with. */
const LINEAR = /\.attn[12]\.to_(q|k|v|out\.0)\.weight$|\.ff\.net\.(0\.proj|2)\.weight$|\.proj_(in|out)\.weight$/;

/** Of a full-size model one takes 0.4 to 2.2 GB. */
const FILES_MAX = 8;

/** Whether a weight is one of those that are kept in 8 bits; norms, biases and convolutions stay as they are. */
export function isNarrowed(key: string, { shape }: Pick<WeightEntry, 'shape'>): boolean {
  return shape.length === 2 && LINEAR.test(key);
}

export interface NarrowOptions extends DeriveOptions {
  readonly format: NarrowFormat;
}

/** How a file has each format, and when what is made of the same weights changed. */
const FORMATS = {
  fp8: { dtype: 'F8_E4M3', version: 'fp8 1', build: buildNarrow },
  int8: { dtype: 'I8', version: 'w8 1', build: buildNarrowWhole },
} as const satisfies Readonly<Record<NarrowFormat, unknown>>;

/**
 * The weights of a UNet, and beside them its transformers' matrices in 8 bits, which a graph prefers where it finds
 * them. Matrices that a file has as 8-bit floats already are taken as they lie there where those are asked for.
 */
export async function narrowLinears(weights: WeightMap, options: NarrowOptions): Promise<WeightMap> {
  const { format } = options;
  const { dtype, version } = FORMATS[format];
  const matrices = [...weights].filter(([key, entry]) => isNarrowed(key, entry));
  const isKnown = ([, entry]: (typeof matrices)[number]) => entry.dtype === dtype;
  const [known, wide] = [matrices.filter(isKnown), matrices.filter((one) => !isKnown(one))];
  const asStored = known.map(([key, entry]) => [narrowNames(key, format).weight, entry] as const);
  if (wide.length === 0) return new Map([...weights, ...asStored]);
  const sources = wide.flatMap(([key, entry]) => sourcesOf(key, entry, options));
  const from = wide.map(([, entry]) => entry);
  const made = await keepDerived({ version, from, sources, filesMax: FILES_MAX }, options);
  return new Map([...weights, ...asStored, ...made]);
}

function sourcesOf(key: string, entry: WeightEntry, { format, signal }: NarrowOptions): WeightSource[] {
  const names = narrowNames(key, format);
  const { dtype, build } = FORMATS[format];
  const { shape } = entry;
  return scaledSources(
    {
      weight: { key: names.weight, dtype, shape },
      scale: { key: names.scale, dtype: 'F16', shape: [shape[0]!] },
      async compute() {
        const { narrow, scale } = await computeOnce(build(entry));
        const { data } = narrow!;
        const weight = data instanceof Uint16Array ? halfToEightBit(data) : bytesOf(data);
        return { weight, scale: bytesOf(scale!.data) };
      },
    },
    signal,
  );
}
