import type { ChannelRaster } from '#renderer/engine/image/channels.ts';
import { resizeLikeOpencv } from '#renderer/engine/image/opencv-resize.ts';
import { canny } from '#renderer/engine/preprocess/canny.ts';
import { type ControlMapKind, isControlMap } from '#renderer/engine/preprocess/control-map.ts';
import { controlSize, toControlSize } from '#renderer/engine/preprocess/detect-size.ts';
import { onWhite } from '#renderer/engine/preprocess/on-white.ts';
import type { PreprocessMethod } from '#shared/contract/preprocess-methods.ts';

/** How a control picture is wanted; numbers as in ValidPreprocess. */
export interface ControlWish {
  readonly method: PreprocessMethod;
  readonly side: number | null;
  readonly detectSide: number | null;
  readonly low: number;
  readonly high: number;
  readonly signal: AbortSignal;
}

/** One or three channels. */
export interface ControlPicture {
  readonly picture: ChannelRaster;
  /** The given picture was one already, and is as it was but for its size. */
  readonly asGiven: boolean;
}

/** How a method goes about it. */
interface Finder {
  /** What its result looks like; a picture that looks so already is taken as it is. Null = every picture is worked on. */
  readonly shows: ControlMapKind | null;
  /** Of a picture of three channels, at the size at which it is looked at. */
  find(picture: ChannelRaster, wish: ControlWish): Promise<ChannelRaster>;
}

const FINDERS: Readonly<Partial<Record<PreprocessMethod, Finder>>> = {
  canny: { shows: 'lines', find: canny },
  invert: { shows: null, find: (picture) => Promise.resolve(inverted(picture)) },
};

/**
 * Makes the picture that a ControlNet reads of another one, as controlnet_aux does it: looked at in one size, found,
 * and brought to the wanted size. A picture that is such a map already is taken as it is. An abort is heeded.
 */
export async function makeControlPicture(given: ChannelRaster, wish: ControlWish): Promise<ControlPicture> {
  const { side, signal } = wish;
  const picture = onWhite(given);
  const { shows, find } = FINDERS[wish.method]!;
  const isGiven = shows !== null && isControlMap(picture, shows);
  const shorterSide = isGiven ? null : (wish.detectSide ?? side);
  const seen = shorterSide === null ? picture : await toControlSize(picture, { shorterSide, signal });
  const map = isGiven ? picture : await find(seen, wish);
  // The reference takes the shape of what it looked at, which is not quite the picture's.
  const size = side === null ? picture : controlSize(seen, side);
  return { picture: await fitted(map, { size, signal }), asGiven: isGiven };
}

/** At its size; the reference mixes two neighbours each way, whichever it becomes. */
function fitted(
  map: ChannelRaster,
  { size: { width, height }, signal }: { readonly size: Pick<ChannelRaster, 'width' | 'height'>; signal: AbortSignal },
): Promise<ChannelRaster> {
  return resizeLikeOpencv(map, { width, height, filter: 'linear', signal });
}

/** Black lines on white become white on black, as ControlNets know them. */
function inverted({ data, ...picture }: ChannelRaster): ChannelRaster {
  return { ...picture, data: data.map((level) => 255 - level) };
}
