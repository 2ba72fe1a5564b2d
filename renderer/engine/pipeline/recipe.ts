import type { ValidRender } from '#renderer/engine/contract/task.ts';
import { imageToImage } from '#renderer/engine/pipeline/image-to-image.ts';
import { inpainting } from '#renderer/engine/pipeline/inpainting.ts';
import { editByInstruction } from '#renderer/engine/pipeline/instruction.ts';
import { outpainting } from '#renderer/engine/pipeline/outpainting.ts';
import type { ModelPool, RenderProgress } from '#renderer/engine/pipeline/progress.ts';
import { textToImage } from '#renderer/engine/pipeline/text-to-image.ts';
import { atAskedSize, inWholeLatents } from '#renderer/engine/pipeline/whole-latents.ts';
import type { Failure } from '#shared/failure.ts';
import { failure, message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** Draws a render by the recipe for what was asked and what its model reads. Throws `invalid` where there is none. */
export async function* followRecipe(
  models: ModelPool,
  render: ValidRender,
): AsyncGenerator<RenderProgress, void, undefined> {
  const { imageInput, latentFactor } = (await models.acquire(render.model)).traits;
  const { source } = render;
  const whole = inWholeLatents(render, latentFactor);
  switch (imageInput) {
    case 'image':
      if (!source) throw unfit(render, message('unfit.editing'));
      return yield* atAskedSize(editByInstruction(models, whole, source), render);
    case 'masked-image':
      if (!source?.mask && !source?.margins) throw unfit(render, message('unfit.inpainting'));
  }
  if (!source) return yield* atAskedSize(textToImage(models, whole), render);
  const { mask, margins } = source;
  // What these keep of the picture they paste back at the size that was asked for: repaint() sees to whole latents.
  if (margins) return yield* outpainting(models, render, { ...source, margins });
  if (mask) return yield* inpainting(models, render, { ...source, mask });
  yield* atAskedSize(imageToImage(models, whole, source), render);
}

function unfit({ model }: ValidRender, reason: Message): Failure {
  return failure('invalid', 'request.unfit', { model: model.name, reason });
}
