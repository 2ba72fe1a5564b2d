import type { ChannelRaster } from '#renderer/engine/image/channels.ts';
import type { PixelSize } from '#renderer/engine/image/decode-picture.ts';
import { resizeFloats } from '#renderer/engine/image/float-resize.ts';
import { resizeLikePillow } from '#renderer/engine/image/pillow-resize.ts';
import type { PromptPoint, Segmenter, SegmentPrompt } from '#renderer/engine/networks/open-segmenter.ts';
import { elements, type Tensor, tensor } from '#renderer/engine/tensor.ts';

/** What a segmenter made of a picture; everything that is asked about it afterwards is quick. */
export interface PictureView {
  readonly features: Tensor;
  /** Of the picture, in pixels. */
  readonly whole: PixelSize;
  /** Of what the network saw of it: its longer side is the network's. */
  readonly seen: PixelSize;
}

/** Where the thing is, in pixels of the picture. */
export interface Pointing {
  readonly points: readonly { readonly x: number; readonly y: number; readonly outside: boolean }[];
  readonly box: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number } | null;
  /** A mask to be made better, as it was given (`lowRes`); null = none. */
  readonly mask: Tensor | null;
}

/** A thing that was found. */
export interface FoundThing {
  /** How well the mask is thought to fit; trained to lie in 0…1. */
  readonly score: number;
  /** Which of the network's masks it is: 0 the only one, 1 … 3 whole, part and part of a part. */
  readonly place: number;
  /** Above 0 on the thing; (side/4)² numbers over the square that the network reads, to be handed in again. */
  readonly lowRes: Tensor;
}

/** Means and spreads of colours, 0…255, as the network learnt them. */
const MEAN = [123.675, 116.28, 103.53] as const;
const SPREAD = [58.395, 57.12, 57.375] as const;

/** Looks at an opaque picture: the one step that takes long. Exactly as the authors' program prepares it. */
export async function viewPicture(
  picture: ChannelRaster,
  network: Segmenter,
  signal: AbortSignal,
): Promise<PictureView> {
  const { width, height } = picture;
  const seen = seenSize(picture, network.side);
  const small = await resizeLikePillow(picture, { ...seen, filter: 'bilinear', signal });
  const features = await network.look(squarePixels(small, network.side));
  return { features, whole: { width, height }, seen };
}

/** The longer side is the network's, halves up. */
export function seenSize({ width, height }: PixelSize, side: number): PixelSize {
  const scale = side / Math.max(width, height);
  return { width: Math.trunc(width * scale + 0.5), height: Math.trunc(height * scale + 0.5) };
}

/** Normalised, (1, 3, side, side), zeros beyond the right and the lower edge. */
export function squarePixels({ width, height, channels, data }: ChannelRaster, side: number): Tensor {
  const pixels = tensor([1, 3, side, side]);
  for (let c = 0; c < 3; c++) {
    const from = channels === 1 ? 0 : c;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const level = data[(y * width + x) * channels + from]!;
        pixels.data[(c * side + y) * side + x] = (level - MEAN[c]!) / SPREAD[c]!;
      }
    }
  }
  return pixels;
}

/** The masks of one thing: the one that fits, or (several) whole, part and part of a part. */
export async function findThing(
  view: PictureView,
  network: Segmenter,
  { pointing, several }: { readonly pointing: Pointing; readonly several: boolean },
): Promise<readonly FoundThing[]> {
  const { mask } = pointing;
  const found = await network.find(view.features, { points: [promptOf(view, pointing)], mask });
  return thingsOf(found, 0, several);
}

/** What was found for prompt i of a call. */
export function thingsOf(
  { masks, scores }: { readonly masks: Tensor; readonly scores: Tensor },
  i: number,
  several: boolean,
): readonly FoundThing[] {
  const [, count = 1, rows = 1, columns = 1] = masks.dims;
  const size = rows * columns;
  const all = Array.from({ length: count }, (_, k) => {
    const at = i * count + k;
    return {
      score: scores.data[at]!,
      place: k,
      lowRes: tensor([1, 1, rows, columns], masks.data.slice(at * size, (at + 1) * size)),
    };
  });
  return several ? all.slice(1) : all.slice(0, 1);
}

/** Logits at the picture's size, (height · width): above 0 on the thing. */
export function logitsOf({ lowRes }: FoundThing, { whole, seen }: PictureView, side: number): Float32Array {
  const square = resizeFloats(lowRes, { width: side, height: side, mode: 'bilinear' });
  return resizeFloats(cut(square, seen), { ...whole, mode: 'bilinear' }).data;
}

/** Points in pixels of the square. The network was trained with one that is nowhere where it is given no box. */
export function promptOf({ whole, seen }: PictureView, { points, box }: Pointing): SegmentPrompt['points'][number] {
  const at = (x: number, y: number, mark: PromptPoint['mark']): PromptPoint => ({
    x: x * (seen.width / whole.width),
    y: y * (seen.height / whole.height),
    mark,
  });
  const given = points.map(({ x, y, outside }) => at(x, y, outside ? 'outside' : 'inside'));
  if (!box) return given.length > 0 ? [...given, NOWHERE] : [];
  return [...given, at(box.left, box.top, 'topLeft'), at(box.right, box.bottom, 'bottomRight')];
}

/** Half a pixel before the first pixel's middle: 0 once halves are added. */
const NOWHERE: PromptPoint = { x: -0.5, y: -0.5, mark: 'none' };

function cut({ dims, data }: Tensor, { width, height }: PixelSize): Tensor {
  const [, , , columns = 0] = dims;
  const result = tensor([1, 1, height, width]);
  for (let y = 0; y < height; y++) result.data.set(data.subarray(y * columns, y * columns + width), y * width);
  return elements(result.dims) === data.length ? { dims, data } : result;
}
