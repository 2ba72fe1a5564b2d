import type { Region } from '#renderer/engine/faces/warp.ts';

type Sides = Pick<Region, 'width' | 'height'>;

/**
 * The least number in a square of `side` pixels round each, that lies half a pixel up and left where its side is even, as
 * OpenCV erodes. What lies beyond the edge does not count. Linear in the number of pixels.
 */
export function eroded(map: Float32Array, { width, height }: Sides, side: number): Float32Array {
  const result = Float32Array.from(map);
  const minimum = createWindow(Math.max(width, height));
  for (let y = 0; y < height; y++) minimum(result, { first: y * width, step: 1, length: width, side });
  for (let x = 0; x < width; x++) minimum(result, { first: x, step: width, length: height, side });
  return result;
}

interface Line {
  readonly first: number;
  readonly step: number;
  readonly length: number;
  readonly side: number;
}

/** Keeps the places of the window whose numbers rise: the first of them is the least. */
function createWindow(lengthMax: number): (data: Float32Array, line: Line) => void {
  const rising = new Int32Array(lengthMax);
  const given = new Float32Array(lengthMax);
  return (data, { first, step, length, side }) => {
    const before = Math.floor(side / 2);
    const after = side - 1 - before;
    for (let i = 0; i < length; i++) given[i] = data[first + i * step]!;
    let [head, tail, next] = [0, 0, 0];
    for (let i = 0; i < length; i++) {
      for (; next < length && next <= i + after; next++) {
        while (tail > head && given[rising[tail - 1]!]! >= given[next]!) tail -= 1;
        rising[tail++] = next;
      }
      while (rising[head]! < i - before) head += 1;
      data[first + i * step] = given[rising[head]!]!;
    }
  };
}
