import sharp from 'sharp';
import type { ChannelRaster } from '#renderer/engine/image/channels.ts';
import { resizeLikePillow } from '#renderer/engine/image/pillow-resize.ts';
import { type Tensor, tensor } from '#renderer/engine/tensor.ts';

/** Of the square that a picture is brought to, whose middle is looked at. */
const WHOLE_SIDE = 256;

/** Of the pictures that the network learnt from, blue green red. */
const MEAN = [104, 117, 123] as const;

/** Pillow's choice. */
const JPEG = { quality: 75, chromaSubsampling: '4:2:0', optimiseCoding: false } as const;

/**
 * A picture as Yahoo's Open NSFW reads it, (1, 3, side, side): brought to 256² whatever its form (bilinear), written as
 * a JPEG and read again, its middle cut out, blue first, less the means. The JPEG is the program's own: the network
 * learnt from what such files look like.
 */
export async function nsfwPixels(
  picture: ChannelRaster & { readonly channels: 3 },
  { side, signal }: { readonly side: number; readonly signal?: AbortSignal },
): Promise<Tensor> {
  const size = { width: WHOLE_SIDE, height: WHOLE_SIDE };
  const resized = await resizeLikePillow(picture, { ...size, filter: 'bilinear', ...(signal && { signal }) });
  const file = await sharp(resized.data, { raw: { ...size, channels: 3 } })
    .jpeg(JPEG)
    .toBuffer();
  const data = await sharp(file).raw().toBuffer();
  const first = (WHOLE_SIDE - side) / 2;
  const pixels = tensor([1, 3, side, side]);
  for (let c = 0; c < 3; c++) {
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        const level = data[((first + y) * WHOLE_SIDE + first + x) * 3 + (2 - c)]!;
        pixels.data[(c * side + y) * side + x] = level - MEAN[c]!;
      }
    }
  }
  return pixels;
}
