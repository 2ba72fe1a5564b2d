import type { ChannelRaster } from '#renderer/engine/image/channels.ts';
import { type Tensor, tensor } from '#renderer/engine/tensor.ts';

/** Which channel comes first, and what a level becomes. */
interface PixelRule {
  readonly order: 'rgb' | 'bgr';
  readonly of: (level: number, channel: number) => number;
}

/** A picture of three channels as (1, 3, h, w). */
export function pixelsBy({ width, height, data }: ChannelRaster, { order, of }: PixelRule): Tensor {
  const plane = width * height;
  const pixels = tensor([1, 3, height, width]);
  for (let c = 0; c < 3; c++) {
    const from = order === 'rgb' ? c : 2 - c;
    for (let i = 0; i < plane; i++) pixels.data[c * plane + i] = of(data[3 * i + from]!, from);
  }
  return pixels;
}
