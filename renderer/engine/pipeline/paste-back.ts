import { squaredDistances } from '#renderer/engine/image/distance-transform.ts';
import { merged } from '#renderer/engine/pipeline/mask.ts';
import type { RenderProgress } from '#renderer/engine/pipeline/progress.ts';
import { type Tensor, tensor } from '#renderer/engine/tensor.ts';

/** What of a picture is kept, and how softly what is drawn anew begins beside it. */
export interface Kept {
  /** (1, 3, h, w) in -1…1 */
  readonly pixels: Tensor;
  /** (1, 1, h, w): from one half on a pixel is drawn anew, below it is kept. */
  readonly mask: Tensor;
  /** Pixels of what is drawn anew over which the kept picture fades out; 0 = none. */
  readonly feather: number;
}

/**
 * The pictures of a run with the kept part of the given picture in them: without it also what was to stay comes back
 * from its trip through the VAE, which moves most pixels by a few levels and fine detail by dozens.
 */
export async function* pasteBack(
  progress: AsyncGenerator<RenderProgress, void, undefined>,
  kept: Kept,
): AsyncGenerator<RenderProgress, void, undefined> {
  const share = drawnShare(kept);
  for await (const each of progress) {
    if (each.kind !== 'picture') yield each;
    else yield { ...each, pixels: merged(kept.pixels, each.pixels, share), drawn: share };
  }
}

/** How much of each pixel is what was drawn (1, 1, h, w): 0 where the mask keeps it, rising to 1 over the feather. */
export function drawnShare({ mask, feather }: Omit<Kept, 'pixels'>): Tensor {
  const [height, width] = mask.dims.slice(2) as [number, number];
  const { data } = squaredDistances({ width, height }, (index) => mask.data[index]! < 0.5);
  // The first drawn pixel is 1 from the kept one beside it.
  return tensor(
    mask.dims,
    data.map((squared) => Math.min(1, Math.sqrt(squared) / (feather + 1))),
  );
}
