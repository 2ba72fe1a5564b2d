/*
 * Weights that are made from a model's own and stand beside them in its WeightMap. Their names have a colon, so that
 * they cannot be mistaken for weights that a network wants.
 */

/** The keys that rows `from` to `to` of a matrix, as 8-bit integers, and their scales have among the weights. */
export function quantisedNames(
  key: string,
  { from, to, of }: { from: number; to: number; of: number },
): { readonly weight: string; readonly scale: string } {
  const rows = from === 0 && to === of ? key : `${key}[${from}:${to}]`;
  return { weight: `${rows}:int8`, scale: `${rows}:scale` };
}

/** What a matrix can be kept as whose numbers are widened before each product: 8-bit floats, or 8-bit integers. */
export const NARROW_FORMATS = ['fp8', 'int8'] as const;
export type NarrowFormat = (typeof NARROW_FORMATS)[number];

/** Unlike the integers above these lie as the matrix does, (out, in). */
const NARROW_SUFFIX = { fp8: 'fp8', int8: 'w8' } as const satisfies Readonly<Record<NarrowFormat, string>>;

/** The keys that a matrix in such a format, and the scales of its rows, have among the weights. */
export function narrowNames(key: string, format: NarrowFormat): { readonly weight: string; readonly scale: string } {
  const weight = `${key}:${NARROW_SUFFIX[format]}`;
  return { weight, scale: `${weight}-scale` };
}

/** The key of the matrix that such numbers or their scales are made of; null for any other name. */
export function keyOfNarrow(name: string): string | null {
  return /^(.*):(fp8|w8)(-scale)?$/.exec(name)?.[1] ?? null;
}

/** Numbers of a row that share a scale where a matrix is kept in blocks. */
export const BLOCK = 32;

/** The keys that a matrix in blocks of 8-bit integers, and their scales, have among the weights. */
export function blockNames(key: string): { readonly weight: string; readonly scale: string } {
  return { weight: `${key}:blocks`, scale: `${key}:block-scales` };
}

/** The key that the kernels of a convolution, as tiles are multiplied with them, have among the weights. */
export function tileKernelsName(key: string): string {
  return `${key}${TILE_KERNELS}`;
}

/** The key whose kernels these are; null for any other name. */
export function keyOfTileKernels(name: string): string | null {
  return name.endsWith(TILE_KERNELS) ? name.slice(0, -TILE_KERNELS.length) : null;
}

const TILE_KERNELS = ':tiles';
