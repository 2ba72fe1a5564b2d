import type { ValidRender, ValidSource } from '#renderer/engine/contract/task.ts';
import { decodeMask, decodePicture } from '#renderer/engine/image/decode-picture.ts';
import { pixelsOf } from '#renderer/engine/image/raster.ts';
import { maskOf } from '#renderer/engine/pipeline/mask.ts';
import { pasteBack } from '#renderer/engine/pipeline/paste-back.ts';
import type { ModelPool, RenderProgress } from '#renderer/engine/pipeline/progress.ts';
import { repaint } from '#renderer/engine/pipeline/repaint.ts';

/** The recipe: what is white in the mask is drawn anew, the rest stays. */
export async function* inpainting(
  models: ModelPool,
  render: ValidRender,
  { image, strength, mask: file, pasteBack: wish }: ValidSource & { readonly mask: Uint8Array },
): AsyncGenerator<RenderProgress, void, undefined> {
  const { width, height } = render;
  const pixels = pixelsOf(await decodePicture('image', image, { width, height }));
  const mask = maskOf(await decodeMask('mask', file, { width, height }));
  const progress = repaint(models, render, { pixels, mask, strength });
  yield* wish ? pasteBack(progress, { pixels, mask, ...wish }) : progress;
}
