import type { ValidMargins, ValidRender, ValidSource } from '#renderer/engine/contract/task.ts';
import { decodePicture } from '#renderer/engine/image/decode-picture.ts';
import { pixelsOf } from '#renderer/engine/image/raster.ts';
import { merged } from '#renderer/engine/pipeline/mask.ts';
import { pasteBack } from '#renderer/engine/pipeline/paste-back.ts';
import type { ModelPool, RenderProgress } from '#renderer/engine/pipeline/progress.ts';
import { repaint } from '#renderer/engine/pipeline/repaint.ts';
import { type Tensor, tensor } from '#renderer/engine/tensor.ts';

/** Pixels of the picture, at most, over which it passes into what is drawn round it … */
const OVERLAP = 64;
/** … and at most this part of its side. */
const OVERLAP_SHARE = 0.25;

/**
 * The recipe: the picture lies on a larger run, its edges drawn out into the margins, and the margins are drawn anew.
 * With pasting back all of the picture is kept, and what is drawn continues it; without, a soft seam inside the picture
 * is drawn anew, too, and beyond it is the given picture itself, not its trip through the VAE.
 */
export async function* outpainting(
  models: ModelPool,
  render: ValidRender,
  { image, strength, margins, pasteBack: wish }: ValidSource & { readonly margins: ValidMargins },
): AsyncGenerator<RenderProgress, void, undefined> {
  const inner = {
    width: render.width - margins.left - margins.right,
    height: render.height - margins.top - margins.bottom,
  };
  const picture = pixelsOf(await decodePicture('image', image, inner));
  const pixels = extended(picture, margins);
  if (wish) {
    const kept = { pixels, mask: seam(inner, margins, 0), ...wish };
    return yield* pasteBack(repaint(models, render, { ...kept, strength }), kept);
  }
  const mask = seam(inner, margins);
  for await (const progress of repaint(models, render, { pixels, mask, strength })) {
    if (progress.kind !== 'picture') yield progress;
    else yield { ...progress, pixels: merged(pixels, progress.pixels, mask) };
  }
}

/** A picture (1, 3, h, w) on its run; every margin repeats the nearest edge. */
export function extended(picture: Tensor, { left, top, right, bottom }: ValidMargins): Tensor {
  const [height, width] = picture.dims.slice(2) as [number, number];
  const rows = top + height + bottom;
  const columns = left + width + right;
  const run = tensor([1, 3, rows, columns]);
  for (let plane = 0; plane < 3; plane++) {
    for (let y = 0; y < rows; y++) {
      const from = (plane * height + nearest(y - top, height)) * width;
      const to = (plane * rows + y) * columns;
      for (let x = 0; x < columns; x++) run.data[to + x] = picture.data[from + nearest(x - left, width)]!;
    }
  }
  return run;
}

/**
 * The mask (1, 1, h, w) of the run: 1 in the margins, falling to 0 inside the picture where it has a margin, within so
 * many pixels; 0 = at its edge.
 */
export function seam(
  inner: { readonly width: number; readonly height: number },
  margins: ValidMargins,
  overlap = OVERLAP,
): Tensor {
  const { left, top, right, bottom } = margins;
  const across = ramp(inner.width, { before: left, after: right, most: overlap });
  const down = ramp(inner.height, { before: top, after: bottom, most: overlap });
  const mask = tensor([1, 1, down.length, across.length]);
  for (const [y, outY] of down.entries()) {
    for (const [x, outX] of across.entries()) mask.data[y * across.length + x] = Math.max(outX, outY);
  }
  return mask;
}

/** How far outside each position of a side is, 0 … 1. */
function ramp(
  length: number,
  { before, after, most }: { readonly before: number; readonly after: number; readonly most: number },
): number[] {
  const overlap = Math.min(most, Math.max(1, Math.floor(length * OVERLAP_SHARE)));
  const fall = (distance: number) => (distance < 0 ? 1 : Math.max(0, 1 - (distance + 0.5) / overlap));
  return Array.from({ length: before + length + after }, (_, i) => {
    const fromStart = before > 0 ? fall(i - before) : 0;
    const fromEnd = after > 0 ? fall(before + length - 1 - i) : 0;
    return Math.max(fromStart, fromEnd);
  });
}

function nearest(at: number, length: number): number {
  return Math.min(Math.max(at, 0), length - 1);
}
