import type { GreyRaster } from '#renderer/engine/image/decode-picture.ts';
import { elements, type Tensor, tensor } from '#renderer/engine/tensor.ts';

/** A mask in black and white, as (1, 1, h, w): 1 where the picture is drawn anew, 0 where it stays. */
export function maskOf({ width, height, data }: GreyRaster): Tensor {
  return tensor(
    [1, 1, height, width],
    Float32Array.from(data, (level) => (level >= 128 ? 1 : 0)),
  );
}

/** Every number 0 or 1. */
export function binarised({ dims, data }: Tensor): Tensor {
  return { dims, data: data.map((value) => (value >= 0.5 ? 1 : 0)) };
}

/** The mask at the latents' size: the top left pixel of each block, as torch's nearest interpolation takes it. */
export function latentMask({ dims, data }: Tensor, factor: number): Tensor {
  const [height, width] = dims.slice(2) as [number, number];
  const result = tensor([1, 1, height / factor, width / factor]);
  const columns = width / factor;
  for (let i = 0; i < result.data.length; i++) {
    const y = Math.floor(i / columns) * factor;
    result.data[i] = data[y * width + (i % columns) * factor]!;
  }
  return result;
}

/** The picture with grey (0) where the mask says that it is drawn anew. */
export function masked(pixels: Tensor, mask: Tensor): Tensor {
  const area = elements(mask.dims);
  return { dims: pixels.dims, data: pixels.data.map((value, i) => (mask.data[i % area]! < 0.5 ? value : 0)) };
}

/** (1, c, h, w) twice: `kept` where the mask is 0, `anew` where it is 1, in between a mixture. */
export function merged(kept: Tensor, anew: Tensor, mask: Tensor): Tensor {
  const area = elements(mask.dims);
  const data = kept.data.map((value, i) => {
    const share = mask.data[i % area]!;
    return (1 - share) * value + share * anew.data[i]!;
  });
  return { dims: kept.dims, data };
}
