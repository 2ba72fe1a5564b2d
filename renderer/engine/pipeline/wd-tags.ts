import type { ChannelRaster } from '#renderer/engine/image/channels.ts';
import { resizeLikePillow } from '#renderer/engine/image/pillow-resize.ts';
import type { TagGiver } from '#renderer/engine/residency/describer-need.ts';
import { type Tensor, tensor } from '#renderer/engine/tensor.ts';

type WdTags = Extract<TagGiver, { family: 'wd' }>['tags'];

/** How sure the network must be of what is seen and of who it is, as the authors' example has it. */
const SCORE_MIN = { general: 0.35, character: 0.85 } as const;

/** An opaque picture in the middle of a white square, brought to a side by Pillow's bicubic filter. */
export async function whiteSquare(picture: ChannelRaster, side: number, signal?: AbortSignal): Promise<ChannelRaster> {
  const { width, height, channels, data } = picture;
  const longer = Math.max(width, height);
  const [left, top] = [Math.floor((longer - width) / 2), Math.floor((longer - height) / 2)];
  const square = new Uint8Array(longer * longer * channels).fill(255);
  for (let y = 0; y < height; y++) {
    const row = data.subarray(y * width * channels, (y + 1) * width * channels);
    square.set(row, ((top + y) * longer + left) * channels);
  }
  const whole = { width: longer, height: longer, channels, data: square };
  return resizeLikePillow(whole, { width: side, height: side, filter: 'bicubic', ...(signal && { signal }) });
}

/** (1, 3, h, w) in -1…1, blue first: what these networks were trained with. Grey comes three times. */
export function wdPixels({ width, height, channels, data }: ChannelRaster): Tensor {
  const plane = width * height;
  const pixels = tensor([1, 3, height, width]);
  for (let c = 0; c < 3; c++) {
    const from = channels === 1 ? 0 : 2 - c;
    for (let at = 0; at < plane; at++) pixels.data[c * plane + at] = (data[at * channels + from]! / 255 - 0.5) / 0.5;
  }
  return pixels;
}

/** Tags that are likely enough, the surest first, without the ratings, which say nothing of what is seen. */
export function likelyWdTags(
  tags: WdTags,
  scores: ArrayLike<number>,
  scoreMin: number | null,
): readonly { readonly tag: string; readonly score: number }[] {
  return tags
    .map(({ name, kind }, i) => ({ tag: name, kind, score: scores[i]! }))
    .filter(({ kind, score }) => kind !== 'rating' && score >= (scoreMin ?? SCORE_MIN[kind]))
    .toSorted((a, b) => b.score - a.score)
    .map(({ tag, score }) => ({ tag, score }));
}
