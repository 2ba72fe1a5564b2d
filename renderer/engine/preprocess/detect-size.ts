import type { ChannelRaster } from '#renderer/engine/image/channels.ts';
import { resizeLikeOpencv } from '#renderer/engine/image/opencv-resize.ts';
import { roundToEven } from '#renderer/engine/image/round-to-even.ts';

/** Sides of control pictures are multiples of this, as ControlNets want them. */
const MULTIPLE = 64;

/** The size that a picture has when its shorter side is so many pixels: the aspect is kept but for whole multiples. */
export function controlSize(
  { width, height }: Pick<ChannelRaster, 'width' | 'height'>,
  shorterSide: number,
): { readonly width: number; readonly height: number } {
  const factor = shorterSide / Math.min(width, height);
  const side = (length: number) => Math.max(1, roundToEven((length * factor) / MULTIPLE)) * MULTIPLE;
  return { width: side(width), height: side(height) };
}

/** A picture at that size, as controlnet_aux brings it there before anything is found in it. */
export function toControlSize(
  picture: ChannelRaster,
  { shorterSide, signal }: { readonly shorterSide: number; readonly signal?: AbortSignal | undefined },
): Promise<ChannelRaster> {
  const isLarger = shorterSide > Math.min(picture.width, picture.height);
  const size = controlSize(picture, shorterSide);
  return resizeLikeOpencv(picture, { ...size, filter: isLarger ? 'lanczos4' : 'area', signal });
}
