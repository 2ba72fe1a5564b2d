import type { ChannelRaster } from '#renderer/engine/image/channels.ts';
import { resizeFloats } from '#renderer/engine/image/float-resize.ts';
import { resizeLikePillow } from '#renderer/engine/image/pillow-resize.ts';
import { roundToEven } from '#renderer/engine/image/round-to-even.ts';
import type { Preprocessor } from '#renderer/engine/networks/open-preprocessor.ts';
import { depthLevels } from '#renderer/engine/preprocess/depth-levels.ts';
import { pixelsBy } from '#renderer/engine/preprocess/pixels.ts';
import { greyMap } from '#renderer/engine/preprocess/soft-edges.ts';
import { type Tensor, tensor } from '#renderer/engine/tensor.ts';

/** How transformers' DPTImageProcessor brings a picture to what a network reads. */
export interface DepthInput {
  /** Pixels that the sides should have. */
  readonly width: number;
  readonly height: number;
  /** Both sides by one factor: that which changes them less. */
  readonly keepsAspect: boolean;
  /** Sides are rounded to multiples of this, halves to the even one. */
  readonly multiple: number;
  readonly mean: readonly [number, number, number];
  readonly deviation: readonly [number, number, number];
}

const DEPTH_ANYTHING: DepthInput = {
  ...{ width: 518, height: 518, keepsAspect: true, multiple: 14 },
  mean: [0.485, 0.456, 0.406],
  deviation: [0.229, 0.224, 0.225],
};

/** Depth, the nearest white, at the picture's size. */
export async function depthOf(
  picture: ChannelRaster,
  { network, signal }: { readonly network: Preprocessor; readonly signal: AbortSignal },
): Promise<ChannelRaster> {
  if (network.kind === 'dpt') {
    const { depth } = await network.run(pixelsBy(picture, { order: 'rgb', of: (level) => level / 127.5 - 1 }));
    return greyMap(picture, depthLevels(depth!.data));
  }
  const { depth } = await network.run(await depthPixels(picture, DEPTH_ANYTHING, signal));
  const [, height = 0, width = 0] = depth!.dims;
  const map = tensor([1, 1, height, width], depth!.data);
  const { width: columns, height: rows } = picture;
  return greyMap(picture, depthLevels(resizeFloats(map, { width: columns, height: rows, mode: 'bicubic' }).data));
}

/** A picture of three channels as (1, 3, h, w), resized by Pillow's bicubic filter and normalised. */
export async function depthPixels(picture: ChannelRaster, input: DepthInput, signal?: AbortSignal): Promise<Tensor> {
  const size = depthSize(picture, input);
  const small = await resizeLikePillow(picture, { ...size, filter: 'bicubic', ...(signal && { signal }) });
  const { mean, deviation } = input;
  return pixelsBy(small, { order: 'rgb', of: (level, c) => (level / 255 - mean[c]!) / deviation[c]! });
}

function depthSize({ width, height }: ChannelRaster, input: DepthInput): { width: number; height: number } {
  const [across, down] = [input.width / width, input.height / height];
  const nearer = Math.abs(1 - across) < Math.abs(1 - down) ? across : down;
  const side = (length: number, factor: number) =>
    Math.max(1, roundToEven((length * (input.keepsAspect ? nearer : factor)) / input.multiple)) * input.multiple;
  return { width: side(width, across), height: side(height, down) };
}
