import type { Tensor } from '#renderer/engine/tensor.ts';

/** Pictures of recorded runs are squares of this side. */
export const PICTURE_SIDE = 64;

/** Picture k (1, 3, 64, 64) in -1…1, which is made of whole numbers; mirrored where it is flipped. */
export function hashedPicture(k: number, isFlipped: boolean): Tensor {
  const side = PICTURE_SIDE;
  const data = Float32Array.from({ length: 3 * side * side }, (_, i) => {
    const [c, y, column] = [Math.floor(i / side ** 2), Math.floor(i / side) % side, i % side];
    const x = isFlipped ? side - 1 - column : column;
    const t = ((k + 1) * x + (c + 1) * y + 7 * k) % side;
    return (t < side / 2 ? 8 * t : 8 * (side - 1 - t)) / 127.5 - 1;
  });
  return { dims: [1, 3, side, side], data };
}

/** Ids of the caption of picture k as the small text encoder reads them: a start, words, and ends up to 77. */
export function captionIds(k: number, vectors: number): readonly number[] {
  const words = CAPTIONS[k]!;
  const all = vectors === 0 ? words : [5, ...Array.from({ length: vectors }, (_, i) => 100 + i), ...words.slice(0, 2)];
  return [98, ...all, ...Array.from({ length: 76 - all.length }, () => 99)];
}

const CAPTIONS: readonly (readonly number[])[] = [[3, 10, 17], [24, 31], [38, 45, 52, 59], [66]];
