import type { ValidRender } from '#renderer/engine/contract/task.ts';
import type { PixelSize } from '#renderer/engine/image/decode-picture.ts';
import { resizeFloats } from '#renderer/engine/image/float-resize.ts';
import type { RenderProgress } from '#renderer/engine/pipeline/progress.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';

/**
 * A render whose sides are whole latents, each the next multiple of `factor`, the pixels to a latent: some VAEs have more
 * than the 8 that sides are a multiple of. Equal to the given one where its sides are whole latents already.
 */
export function inWholeLatents(render: ValidRender, factor: number): ValidRender {
  const up = ({ width, height }: PixelSize) => ({
    width: Math.ceil(width / factor) * factor,
    height: Math.ceil(height / factor) * factor,
  });
  const { hires } = render;
  return { ...render, ...up(render), hires: hires && { ...hires, ...up(hires) } };
}

/** The pictures of a run with whole latents, at the size that was asked for. */
export async function* atAskedSize(
  progress: AsyncGenerator<RenderProgress, void, undefined>,
  { width, height, hires }: ValidRender,
): AsyncGenerator<RenderProgress, void, undefined> {
  const size: PixelSize = hires ?? { width, height };
  for await (const each of progress)
    yield each.kind === 'picture' ? { ...each, pixels: resizedTo(size, each.pixels, 'bicubic') } : each;
}

/** A tensor (1, c, h, w) of pixels at another size; the same numbers where it has that size. */
export function resizedTo({ width, height }: PixelSize, pixels: Tensor, mode: 'bicubic' | 'bilinear'): Tensor {
  return resizeFloats(pixels, { width, height, antialias: true, mode });
}
