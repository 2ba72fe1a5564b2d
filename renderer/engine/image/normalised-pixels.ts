import type { ChannelRaster } from '#renderer/engine/image/channels.ts';
import { type Tensor, tensor } from '#renderer/engine/tensor.ts';

/** Mean and spread of each channel, 0…1. */
export interface PixelStatistics {
  readonly mean: readonly [number, number, number];
  readonly spread: readonly [number, number, number];
}

/** What CLIP's networks and BLIP were trained with (OPENAI_CLIP_MEAN, OPENAI_CLIP_STD of transformers). */
export const CLIP_PIXELS: PixelStatistics = {
  mean: [0.48145466, 0.4578275, 0.40821073],
  spread: [0.26862954, 0.26130258, 0.27577711],
};

/** A picture as a network reads it, (1, 3, h, w): each channel less its mean, over its spread. Grey comes three times. */
export function normalisedPixels(picture: ChannelRaster, { mean, spread }: PixelStatistics): Tensor {
  const { width, height, channels, data } = picture;
  const plane = width * height;
  const pixels = tensor([1, 3, height, width]);
  for (let c = 0; c < 3; c++) {
    const from = channels === 1 ? 0 : c;
    for (let at = 0; at < plane; at++) {
      pixels.data[c * plane + at] = (data[at * channels + from]! / 255 - mean[c]!) / spread[c]!;
    }
  }
  return pixels;
}
