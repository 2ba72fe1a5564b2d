import type { ChannelRaster } from '#renderer/engine/image/channels.ts';
import { resizeLikePillow } from '#renderer/engine/image/pillow-resize.ts';
import { type Tensor, tensor } from '#renderer/engine/tensor.ts';

/** Below this a tag is not said, as A1111 has it. */
export const TAG_SCORE_MIN = 0.5;

/** Tags of the rating, which say nothing about what is seen. */
export const RATING = 'rating:';

/** How tags become a text, by the names of A1111's options (modules/deepbooru.py). */
export interface TagTextOptions {
  readonly scoreMin: number;
  /** In the order of the alphabet; else the surest first. */
  readonly alpha: boolean;
  readonly spaces: boolean;
  readonly escapes: boolean;
  /** Each with its number, as (tag:0.912). */
  readonly ranks: boolean;
  /** Left out. */
  readonly drop: readonly string[];
}

/** Tags that are likely enough, the surest first; those that are alike keep their order. */
export function likelyTags(
  tags: readonly string[],
  scores: ArrayLike<number>,
  scoreMin: number,
): readonly { readonly tag: string; readonly score: number }[] {
  return tags
    .map((tag, i) => ({ tag, score: scores[i]! }))
    .filter(({ tag, score }) => score >= scoreMin && !tag.startsWith(RATING))
    .toSorted((a, b) => b.score - a.score);
}

/** How much a picture shows by the likeliest rating, as DeepDanbooru names such tags (rating:safe); null = there is none. */
export function surestRating(
  tags: readonly string[],
  scores: ArrayLike<number>,
): { readonly tag: string; readonly score: number } | null {
  const ratings = tags.map((tag, i) => ({ tag, score: scores[i]! })).filter(({ tag }) => tag.startsWith(RATING));
  return ratings.toSorted((a, b) => b.score - a.score)[0] ?? null;
}

/** Tags as A1111 writes them into a prompt. */
export function tagText(
  likely: readonly { readonly tag: string; readonly score: number }[],
  { alpha, spaces, escapes, ranks, drop }: Omit<TagTextOptions, 'scoreMin'>,
): string {
  const sorted = alpha ? likely.toSorted((a, b) => (a.tag < b.tag ? -1 : a.tag > b.tag ? 1 : 0)) : likely;
  const kept = sorted.filter(({ tag }) => !drop.includes(tag));
  const words = kept.map(({ tag, score }) => {
    const spaced = spaces ? tag.replaceAll('_', ' ') : tag;
    const plain = escapes ? spaced.replace(/[\\()]/g, '\\$&') : spaced;
    return ranks ? `(${plain}:${score.toFixed(3)})` : plain;
  });
  return words.join(', ');
}

/**
 * A picture in a square, as A1111 gives it to DeepDanbooru: fitted by Lanczos, in the middle, and what is left filled
 * with its edges, drawn out.
 */
export async function squareCanvas(picture: ChannelRaster, side: number, signal?: AbortSignal): Promise<ChannelRaster> {
  const { width, height } = picture;
  const fitted = {
    width: width > height ? side : Math.floor((width * side) / height),
    height: width > height ? Math.floor((height * side) / width) : side,
  };
  const options = { ...fitted, filter: 'lanczos', ...(signal && { signal }) } as const;
  const small = await resizeLikePillow(picture, options);
  const { channels } = small;
  const data = new Uint8Array(side * side * channels);
  const [left, top] = [halved(side) - halved(small.width), halved(side) - halved(small.height)];
  const rows = edgeRows(small, { top, left });
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      for (let c = 0; c < channels; c++) data[(y * side + x) * channels + c] = rows(x, y, c);
    }
  }
  return { width: side, height: side, channels, data };
}

function halved(length: number): number {
  return Math.floor(length / 2);
}

/** What stands at a place of the canvas. One line at the far end stays black where halves do not come out even. */
function edgeRows(
  { width, height, channels, data }: ChannelRaster,
  { top, left }: { readonly top: number; readonly left: number },
): (x: number, y: number, c: number) => number {
  const at = (x: number, y: number, c: number) => data[(y * width + x) * channels + c]!;
  // Pillow's resize of a box without a height weighs the edge and its neighbour as bicubic does half a pixel off.
  const drawnOut = (edge: number, next: number) => clipped(Math.trunc(edge * 1.125 - next * 0.125 + 0.5));
  return (x, y, c) => {
    const [column, row] = [x - left, y - top];
    if (column >= width + left || row >= height + top) return 0;
    if (row < 0) return drawnOut(at(column, 0, c), at(column, Math.min(1, height - 1), c));
    if (row >= height) return drawnOut(at(column, height - 1, c), at(column, Math.max(0, height - 2), c));
    if (column < 0) return drawnOut(at(0, row, c), at(Math.min(1, width - 1), row, c));
    if (column >= width) return drawnOut(at(width - 1, row, c), at(Math.max(0, width - 2), row, c));
    return at(column, row, c);
  };
}

function clipped(level: number): number {
  return Math.min(Math.max(level, 0), 255);
}

/** Pixels (1, 3, h, w) in 0…1. Grey comes three times. */
export function unitPixels({ width, height, channels, data }: ChannelRaster): Tensor {
  const plane = width * height;
  const pixels = tensor([1, 3, height, width]);
  for (let c = 0; c < 3; c++) {
    const from = channels === 1 ? 0 : c;
    for (let i = 0; i < plane; i++) pixels.data[c * plane + i] = data[i * channels + from]! / 255;
  }
  return pixels;
}
