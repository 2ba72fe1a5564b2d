import type { Source, ValidRender } from '#renderer/engine/engine.ts';
import { decodeMask, decodePicture } from '#renderer/engine/image/decode-picture.ts';
import { pixelsOf } from '#renderer/engine/image/raster.ts';
import { maskOf } from '#renderer/engine/pipeline/mask.ts';
import type { Progress, Workbench } from '#renderer/engine/pipeline/progress.ts';
import { repaint } from '#renderer/engine/pipeline/repaint.ts';

/** The recipe: what is white in the mask is drawn anew, the rest stays. */
export async function* inpainting(
  bench: Workbench,
  render: ValidRender,
  { image, strength, mask: file }: Source & { readonly mask: Uint8Array },
): AsyncGenerator<Progress, void, undefined> {
  const { width, height } = render;
  const pixels = pixelsOf(await decodePicture('image', image, { width, height }));
  const mask = maskOf(await decodeMask('mask', file, { width, height }));
  yield* repaint(bench, render, { pixels, mask, strength });
}
