import { resizeFloats } from '#renderer/engine/image/float-resize.ts';
import { type Tensor, tensor } from '#renderer/engine/tensor.ts';

/** UNets of Stable Diffusion halve their sides three times at most. */
const LEVELS = 4;

/**
 * Masks (1, 1, h, w) of the picture to be drawn at the places of a UNet's levels, by level and then in their order; null
 * where there is none. One that is null acts everywhere.
 */
export function masksByLevel(
  masks: readonly (Tensor | null)[],
  latents: { readonly height: number; readonly width: number },
): readonly (readonly Tensor[])[] | null {
  if (masks.every((mask) => mask === null)) return null;
  let { height, width } = latents;
  return Array.from({ length: LEVELS }, () => {
    const places = height * width;
    [height, width] = [Math.ceil(height / 2), Math.ceil(width / 2)];
    return masks.map((mask) => (mask ? maskOfPlaces(mask, places) : everywhere(places)));
  });
}

/**
 * A mask at the places (1, n, 1) of an attention, as diffusers brings it there: by the picture's ratio, so that where that
 * does not come out even, rows are filled up with 0 or cut off.
 */
export function maskOfPlaces(mask: Tensor, places: number): Tensor {
  const [, , height = 1, width = 1] = mask.dims;
  const even = Math.max(1, Math.floor(Math.sqrt(places / (width / height))));
  const rows = even + (places % even === 0 ? 0 : 1);
  const small = resizeFloats(mask, { height: rows, width: Math.floor(places / rows), mode: 'bicubic' });
  const result = tensor([1, places, 1]);
  result.data.set(small.data.subarray(0, places));
  return result;
}

function everywhere(places: number): Tensor {
  return tensor([1, places, 1], new Float32Array(places).fill(1));
}
