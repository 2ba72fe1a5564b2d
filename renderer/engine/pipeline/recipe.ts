import type { ValidRender } from '#renderer/engine/contract/task.ts';
import { imageToImage } from '#renderer/engine/pipeline/image-to-image.ts';
import { inpainting } from '#renderer/engine/pipeline/inpainting.ts';
import { editByInstruction } from '#renderer/engine/pipeline/instruction.ts';
import { outpainting } from '#renderer/engine/pipeline/outpainting.ts';
import type { ModelPool, RenderProgress } from '#renderer/engine/pipeline/progress.ts';
import { textToImage } from '#renderer/engine/pipeline/text-to-image.ts';
import type { Failure } from '#shared/failure.ts';
import { failure, message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** Draws a render by the recipe for what was asked and what its model reads. Throws `invalid` where there is none. */
export async function* followRecipe(
  models: ModelPool,
  render: ValidRender,
): AsyncGenerator<RenderProgress, void, undefined> {
  const { source } = render;
  const { traits } = await models.acquire(render.model);
  switch (traits.imageInput) {
    case 'image':
      if (!source) throw unfit(render, message('unfit.editing'));
      return yield* editByInstruction(models, render, source);
    case 'masked-image':
      if (!source?.mask && !source?.margins) throw unfit(render, message('unfit.inpainting'));
  }
  if (!source) return yield* textToImage(models, render);
  const { mask, margins } = source;
  if (margins) return yield* outpainting(models, render, { ...source, margins });
  if (mask) return yield* inpainting(models, render, { ...source, mask });
  yield* imageToImage(models, render, source);
}

function unfit({ model }: ValidRender, reason: Message): Failure {
  return failure('invalid', 'request.unfit', { model: model.name, reason });
}
