import type { ChannelRaster } from '#renderer/engine/image/channels.ts';
import { resizeLikeOpencv } from '#renderer/engine/image/opencv-resize.ts';
import type { Preprocessor } from '#renderer/engine/networks/open-preprocessor.ts';
import { canny } from '#renderer/engine/preprocess/canny.ts';
import { type ControlMapKind, isControlMap } from '#renderer/engine/preprocess/control-map.ts';
import { controlSize, toControlSize } from '#renderer/engine/preprocess/detect-size.ts';
import { depthOf } from '#renderer/engine/preprocess/find-depth.ts';
import { drawnLines, type EdgeSteps, softEdges } from '#renderer/engine/preprocess/find-lines.ts';
import { skeletons } from '#renderer/engine/preprocess/find-pose.ts';
import { onWhite } from '#renderer/engine/preprocess/on-white.ts';
import { scribble } from '#renderer/engine/preprocess/soft-edges.ts';
import type { PreprocessMethod } from '#shared/contract/preprocess-methods.ts';
import { failure } from '#shared/text/failure.ts';

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
  find(picture: ChannelRaster, wish: ControlWish, network: () => Preprocessor): Promise<ChannelRaster>;
  /** What is done once the map has its size. */
  finish?(map: ChannelRaster): ChannelRaster;
}

const FINDERS: Readonly<Record<PreprocessMethod, Finder>> = {
  canny: { shows: 'lines', find: canny },
  invert: { shows: null, find: (picture) => Promise.resolve(inverted(picture)) },
  softedge: edges('soft'),
  'softedge-safe': edges('safe'),
  'softedge-hard': edges('hard'),
  scribble: { ...edges('soft'), finish: (map) => scribble({ ...map, channels: 1 }) },
  lineart: { shows: 'lines', find: (picture, _, network) => drawnLines(picture, network()), finish: inverted },
  depth: { shows: 'depth', find: (picture, { signal }, network) => depthOf(picture, { network: network(), signal }) },
  pose: { shows: 'pose', find: (picture, { signal }, network) => skeletons(picture, { network: network(), signal }) },
};

function edges(steps: EdgeSteps): Finder {
  return { shows: 'lines', find: (picture, _, network) => softEdges(picture, { network: network(), steps }) };
}

/** At which networks look at pictures where nobody says otherwise. */
const USUAL_SIDE = 512;

/**
 * Makes the picture that a ControlNet reads of another one, as controlnet_aux does it: looked at in one size, found,
 * and brought to the wanted size. A picture that is such a map already is taken as it is. An abort is heeded.
 */
export async function makeControlPicture(
  given: ChannelRaster,
  wish: ControlWish,
  network: Preprocessor | null = null,
): Promise<ControlPicture> {
  const { side, signal } = wish;
  const picture = onWhite(given);
  const { shows, find, finish = (map: ChannelRaster) => map } = FINDERS[wish.method];
  const asGiven = shows !== null && isControlMap(picture, shows);
  if (asGiven) {
    const size = side === null ? picture : controlSize(picture, side);
    return { picture: await fitted(picture, { size, signal }), asGiven };
  }
  const shorterSide = wish.detectSide ?? side ?? usualSide(network);
  const seen = shorterSide === null ? picture : await toControlSize(picture, { shorterSide, signal });
  const map = await find(seen, wish, () => network ?? missing(wish.method));
  // The reference takes the shape of what it looked at, which is not quite the picture's.
  const size = side === null ? picture : controlSize(seen, side);
  return { picture: finish(await fitted(map, { size, signal })), asGiven };
}

/** Null where the picture is looked at as it is: without a network, and by one that resizes it in its own way. */
function usualSide(network: Preprocessor | null): number | null {
  return network === null || network.kind === 'depth-anything' ? null : USUAL_SIDE;
}

function missing(method: PreprocessMethod): never {
  throw failure('internal', 'preprocess.no-network', { method });
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
