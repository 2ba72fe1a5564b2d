import type { ChannelRaster } from '#renderer/engine/image/channels.ts';
import { resizeLikePillow, resizeLikeTorch } from '#renderer/engine/image/pillow-resize.ts';
import { type Tensor, tensor } from '#renderer/engine/tensor.ts';

/** Of the pictures that CLIP learnt from, red green blue. */
const MEAN = [0.48145466, 0.4578275, 0.40821073] as const;
const DEVIATION = [0.26862954, 0.26130258, 0.27577711] as const;

export interface ClipPixelsOptions {
  /** Of the square that the network reads. */
  readonly side: number;
  /** What resizes: torchvision is transformers' choice since version 5, before it was Pillow. The first when left out. */
  readonly resizer?: 'torchvision' | 'pillow';
  readonly signal?: AbortSignal;
}

/**
 * A picture as CLIP's vision models read it, (1, 3, side, side): its shorter side brought to that size (bicubic), its
 * middle cut out, its colours brought to mean 0 and deviation 1. Exactly transformers' CLIPImageProcessor.
 */
export async function clipPixels(
  picture: ChannelRaster,
  { side, resizer = 'torchvision', signal }: ClipPixelsOptions,
): Promise<Tensor> {
  const shorter = Math.min(picture.width, picture.height);
  const brought = (length: number) => (length === shorter ? side : Math.trunc((side * length) / shorter));
  const size = { width: brought(picture.width), height: brought(picture.height) };
  const resize = resizer === 'pillow' ? resizeLikePillow : resizeLikeTorch;
  const { width, height, channels, data } = await resize(picture, {
    ...size,
    filter: 'bicubic',
    ...(signal && { signal }),
  });
  const [left, top] = [Math.floor((width - side) / 2), Math.floor((height - side) / 2)];
  const pixels = tensor([1, 3, side, side]);
  for (let c = 0; c < 3; c++) {
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        const level = data[((top + y) * width + left + x) * channels + (channels < 3 ? 0 : c)]!;
        pixels.data[(c * side + y) * side + x] = (level / 255 - MEAN[c]!) / DEVIATION[c]!;
      }
    }
  }
  return pixels;
}
