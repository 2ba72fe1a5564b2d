import { type Cover, coversOf } from '#renderer/engine/image/opencv-area.ts';
import { lanczosShares } from '#renderer/engine/image/opencv-taps.ts';

/** Numbers in rows, such as a channel of what a network gives. */
export interface FloatMap {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** As cv2.resize does it on floats: by area where no side becomes longer, else by Lanczos over eight neighbours. */
export function resizeMapLikeOpencv(map: FloatMap, size: Omit<FloatMap, 'data'>): FloatMap {
  const { width, height } = size;
  const isSmaller = width + height < map.width + map.height && width <= map.width && height <= map.height;
  const sharesOf = isSmaller ? coversOf : lanczosCovers;
  const across = flattened(sharesOf(map.width, width));
  const narrow = new Float32Array(width * map.height);
  for (let y = 0; y < map.height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let k = across.starts[x]!; k < across.starts[x + 1]!; k++) {
        sum += map.data[y * map.width + across.places[k]!]! * across.shares[k]!;
      }
      narrow[y * width + x] = sum;
    }
  }
  return { ...size, data: summedRows(narrow, { width, down: flattened(sharesOf(map.height, height)) }) };
}

function summedRows(
  rows: Float32Array,
  { width, down }: { readonly width: number; readonly down: Shares },
): Float32Array {
  const height = down.starts.length - 1;
  const data = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const to = y * width;
    for (let k = down.starts[y]!; k < down.starts[y + 1]!; k++) {
      const [from, share] = [down.places[k]! * width, down.shares[k]!];
      for (let x = 0; x < width; x++) data[to + x]! += share * rows[from + x]!;
    }
  }
  return data;
}

/** Covers in lists of numbers: those of place i lie from starts[i] to starts[i + 1]. */
interface Shares {
  readonly starts: Int32Array;
  readonly places: Int32Array;
  readonly shares: Float64Array;
}

function flattened(covers: readonly Cover[]): Shares {
  const starts = new Int32Array(covers.length + 1);
  for (const [i, cover] of covers.entries()) starts[i + 1] = starts[i]! + cover.length;
  const all = covers.flat();
  return {
    starts,
    places: Int32Array.from(all, ([place]) => place),
    shares: Float64Array.from(all, ([, share]) => share),
  };
}

function lanczosCovers(length: number, wanted: number): readonly Cover[] {
  return Array.from({ length: wanted }, (_, i) => {
    const at = Math.fround((i + 0.5) * (length / wanted) - 0.5);
    const below = Math.floor(at);
    return lanczosShares(Math.fround(at - below)).map((share, tap) => {
      return [Math.min(Math.max(below - 3 + tap, 0), length - 1), share] as const;
    });
  });
}
