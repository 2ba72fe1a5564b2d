import type { ChannelRaster } from '#renderer/engine/image/channels.ts';
import { type FloatMap, resizeMapLikeOpencv } from '#renderer/engine/image/opencv-float-resize.ts';
import { resizeLikeOpencv } from '#renderer/engine/image/opencv-resize.ts';
import { type Tensor, tensor } from '#renderer/engine/tensor.ts';

/** Pixels along a side of a cell of the network's maps. */
const CELL = 8;

/** The height that the network was trained at, and how much of it is taken. */
const TRAINED_HEIGHT = 368;
const SHARE = 0.5;

/** Of what lies beyond the picture's edge. */
const GREY = 128;

/** A picture as the body network reads it. */
export interface PoseInput {
  /** (1, 3, h, w), blue first, -0.5 … 0.5; sides are whole cells. */
  readonly pixels: Tensor;
  /** Pixels of it that are of the picture. */
  readonly inner: Omit<FloatMap, 'data'>;
}

/** Brings a picture of three channels to half the size that the network was trained at. */
export async function poseInput(picture: ChannelRaster, signal?: AbortSignal): Promise<PoseInput> {
  const factor = (SHARE * TRAINED_HEIGHT) / picture.height;
  const inner = { width: Math.trunc(picture.width * factor), height: Math.trunc(picture.height * factor) };
  const filter = factor < 1 ? 'area' : 'lanczos4';
  const { data } = await resizeLikeOpencv(picture, { ...inner, filter, signal });
  const whole = (side: number) => Math.ceil(side / CELL) * CELL;
  const [height, width] = [whole(inner.height), whole(inner.width)];
  const pixels = tensor([1, 3, height, width]);
  pixels.data.fill(GREY / 256 - 0.5);
  for (let c = 0; c < 3; c++) {
    for (let y = 0; y < inner.height; y++) {
      for (let x = 0; x < inner.width; x++) {
        pixels.data[(c * height + y) * width + x] = data[(y * inner.width + x) * 3 + 2 - c]! / 256 - 0.5;
      }
    }
  }
  return { pixels, inner };
}

/** One channel of the network's maps (1, c, h/8, w/8) in the picture's pixels. */
export function poseMap(
  maps: Tensor,
  channel: number,
  { inner, picture }: { readonly inner: PoseInput['inner']; readonly picture: Omit<FloatMap, 'data'> },
): FloatMap {
  const [, , height = 0, width = 0] = maps.dims;
  const data = maps.data.subarray(channel * height * width, (channel + 1) * height * width);
  const large = resizeMapLikeOpencv({ width, height, data }, { width: width * CELL, height: height * CELL });
  const { width: columns, height: rows } = picture;
  return resizeMapLikeOpencv(cut(large, inner), { width: columns, height: rows });
}

function cut({ width, data }: FloatMap, inner: PoseInput['inner']): FloatMap {
  const result = new Float32Array(inner.width * inner.height);
  for (let y = 0; y < inner.height; y++) {
    result.set(data.subarray(y * width, y * width + inner.width), y * inner.width);
  }
  return { ...inner, data: result };
}
