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

/** The key that the kernels of a convolution, as tiles are multiplied with them, have among the weights. */
export function tileKernelsName(key: string): string {
  return `${key}${TILE_KERNELS}`;
}

/** The key whose kernels these are; null for any other name. */
export function keyOfTileKernels(name: string): string | null {
  return name.endsWith(TILE_KERNELS) ? name.slice(0, -TILE_KERNELS.length) : null;
}

const TILE_KERNELS = ':tiles';
