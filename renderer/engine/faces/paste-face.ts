import { type Affine, moved } from '#renderer/engine/faces/affine.ts';
import { gaussianBlur } from '#renderer/engine/faces/gaussian-blur.ts';
import { levelled, type Pixels, type Region, warped } from '#renderer/engine/faces/warp.ts';
import { eroded } from '#renderer/engine/faces/window-minimum.ts';

/** A face that has been restored, and how it goes back. */
export interface RestoredFace {
  /** Square, red green blue. */
  readonly face: Pixels<Uint8Array>;
  /** From the square's pixels to the picture's, whose `scale` is in it. */
  readonly matrix: Affine;
  /** How much larger the picture is than that in which faces were found; 1 = as large. */
  readonly scale: number;
  /** Where the square shows the face itself, 0 … 1, a number for each pixel; null = nobody knows. */
  readonly places: Float32Array | null;
}

/** What was pasted where: how much of each pixel is the face's, 0 … 1. */
export interface PastedFace {
  readonly region: Region;
  readonly share: Float32Array;
}

/**
 * Pastes a face into the pixels of a picture, which are changed: faded at the square's edge over a twentieth of its side,
 * and, where it is known, at the edge of the face itself. As CodeFormer's own program, whose levels are cut, not rounded.
 */
export function pasteFace(picture: Pixels<Uint8Array>, { face, matrix, scale, places }: RestoredFace): PastedFace {
  const region = regionOf(picture, face, matrix);
  const size = { width: face.width, height: face.height };
  const inPlace = levelled(warped(face, { matrix, region, beyond: [0, 0, 0] }));
  const ones = { ...size, channels: 1, data: new Float32Array(size.width * size.height).fill(1) };
  const whole = warped(ones, { matrix, region, beyond: [0] }).data;
  const inner = eroded(whole, region, Math.trunc(2 * scale));
  const share = faded(inner, region);
  if (places) {
    const shown = warped({ ...size, channels: 1, data: places }, { matrix, region, beyond: [0] }).data;
    for (let i = 0; i < share.length; i++) share[i] = Math.min(share[i]!, shown[i]!);
  }
  for (let i = 0; i < share.length; i++) {
    const of = share[i]!;
    if (of === 0) continue;
    const at = 3 * ((region.top + Math.floor(i / region.width)) * picture.width + region.left + (i % region.width));
    for (let c = 0; c < 3; c++) {
      const pasted = inner[i]! * inPlace.data[3 * i + c]!;
      picture.data[at + c] = Math.trunc(of * pasted + (1 - of) * picture.data[at + c]!);
    }
  }
  return { region, share };
}

/** Shares of a square's side: over how much it fades, and what is left free of it for that. */
const FADING = 20;

function faded(inner: Float32Array, region: Region): Float32Array {
  const area = inner.reduce((sum, share) => sum + share, 0);
  const edge = Math.floor(Math.trunc(Math.sqrt(area)) / FADING);
  // OpenCV takes an empty square for one of three pixels.
  const centre = eroded(inner, region, edge === 0 ? 3 : 2 * edge);
  return gaussianBlur(centre, region, { length: 2 * edge + 1, deviation: null });
}

/** All of the picture that may change: what the square covers, with what its fading reaches beyond. */
function regionOf(picture: Pixels, face: Pixels, matrix: Affine): Region {
  const [right, bottom] = [face.width - 1, face.height - 1];
  const corners = [
    ...[moved(matrix, { x: 0, y: 0 }), moved(matrix, { x: right, y: 0 })],
    ...[moved(matrix, { x: 0, y: bottom }), moved(matrix, { x: right, y: bottom })],
  ];
  const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)];
  const reach = Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys)) / FADING + 4;
  const within = (value: number, length: number) => Math.min(Math.max(Math.round(value), 0), length);
  const left = within(Math.min(...xs) - reach, picture.width);
  const top = within(Math.min(...ys) - reach, picture.height);
  return {
    left,
    top,
    width: within(Math.max(...xs) + reach, picture.width) - left,
    height: within(Math.max(...ys) + reach, picture.height) - top,
  };
}

/** What ParseNet tells apart and belongs to a head: all from skin to hair, and ear rings; no hat, neck or clothes. */
const FACE_CLASSES: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15]);

/** Pixels at the square's edge that are not taken for the face. */
const BORDER = 10;
const SOFT = { length: 101, deviation: 11 };

/** Where a square shows the face itself, of what a parser says of each place: (classes, side, side). */
export function facePlaces({
  data,
  dims,
}: {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}): Float32Array {
  const [, classes = 0, height = 0, width = 0] = dims;
  const plane = width * height;
  const hard = Float32Array.from({ length: plane }, (_, i) => {
    let best = 0;
    for (let k = 1; k < classes; k++) if (data[k * plane + i]! > data[best * plane + i]!) best = k;
    return FACE_CLASSES.has(best) ? 1 : 0;
  });
  const size = { width, height };
  const soft = gaussianBlur(gaussianBlur(hard, size, SOFT), size, SOFT);
  return soft.map((share, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    return Math.min(x, y, width - 1 - x, height - 1 - y) < BORDER ? 0 : share;
  });
}
