import type { ChannelRaster } from '#renderer/engine/image/channels.ts';
import { POSE_COLOURS } from '#renderer/engine/preprocess/pose/skeleton.ts';

/** What a control picture shows. */
export type ControlMapKind = 'lines' | 'depth' | 'pose';

/** Levels that a picture saved as JPEG or WebP may be off. */
const GREY_TOLERANCE = 10;
const DARK = 48;
const LIGHT = 160;

/** Shares of a picture's pixels. */
const ALMOST_ALL = 0.97;
const MOST = 0.7;
const SOME = 0.002;

/**
 * Whether a picture looks as if it were made for control already: light lines on black, a depth map, or skeletons. A
 * photograph is none of these: it has colours, or detail in its greys.
 */
export function isControlMap(picture: ChannelRaster, kind: ControlMapKind): boolean {
  switch (kind) {
    case 'lines':
      return hasLines(picture);
    case 'depth':
      return isDepth(picture);
    case 'pose':
      return hasSkeletons(picture);
  }
}

/** Grey, mostly dark, with something light in it; hardly anything between has the extent of a surface. */
function hasLines(picture: ChannelRaster): boolean {
  const { grey, dark, light, count } = statistics(picture);
  return grey >= ALMOST_ALL * count && dark >= MOST * count && light >= SOME * count;
}

/** Levels between neighbours: depth has edges, but its surfaces are smoother than any photograph's. */
const SMOOTH = 3;
const SMOOTH_SHARE = 0.93;
const SPAN = 128;

function isDepth(picture: ChannelRaster): boolean {
  const { grey, count, least, most } = statistics(picture);
  if (grey < ALMOST_ALL * count || most - least < SPAN || hasLines(picture)) return false;
  const { width, height, channels, data } = picture;
  let smooth = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 1; x < width; x++) {
      const at = (y * width + x) * channels;
      if (Math.abs(data[at]! - data[at - channels]!) <= SMOOTH) smooth += 1;
    }
  }
  return smooth >= SMOOTH_SHARE * (width - 1) * height;
}

/** Levels by which a colour of a skeleton may be off, each channel. */
const COLOUR_TOLERANCE = 40;

/** OpenPose's own colours and nothing else on black, limbs dimmed. */
function hasSkeletons({ channels, data, width, height }: ChannelRaster): boolean {
  if (channels === 1) return false;
  const known = POSE_COLOURS.flatMap((colour) => [colour, colour.map((value) => value * 0.6)]);
  let [coloured, fitting] = [0, 0];
  for (let at = 0; at < data.length; at += channels) {
    const pixel = [data[at]!, data[at + 1]!, data[at + 2]!];
    if (Math.max(...pixel) <= DARK) continue;
    coloured += 1;
    // One pixel of a hundred is a hand's or face's, or an edge that a format has blurred.
    if (known.some((colour) => colour.every((value, i) => Math.abs(value - pixel[i]!) <= COLOUR_TOLERANCE)))
      fitting += 1;
  }
  const count = width * height;
  return coloured >= SOME * count && coloured <= (1 - MOST) * count && fitting >= 0.9 * coloured;
}

function statistics({ channels, data, width, height }: ChannelRaster) {
  const found = { grey: 0, dark: 0, light: 0, least: 255, most: 0, count: width * height };
  for (let at = 0; at < data.length; at += channels) {
    const red = data[at]!;
    const [green, blue] = channels === 1 ? [red, red] : [data[at + 1]!, data[at + 2]!];
    const [low, high] = [Math.min(red, green, blue), Math.max(red, green, blue)];
    if (high - low <= GREY_TOLERANCE) found.grey += 1;
    if (high <= DARK) found.dark += 1;
    if (low >= LIGHT) found.light += 1;
    found.least = Math.min(found.least, low);
    found.most = Math.max(found.most, high);
  }
  return found;
}
