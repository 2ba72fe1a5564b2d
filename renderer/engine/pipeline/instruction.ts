import type { ValidRender, ValidSource } from '#renderer/engine/contract/task.ts';
import { decodePicture } from '#renderer/engine/image/decode-picture.ts';
import { pixelsOf } from '#renderer/engine/image/raster.ts';
import { steeringFor } from '#renderer/engine/pipeline/control.ts';
import { denoise, stepsTaken } from '#renderer/engine/pipeline/denoise.ts';
import { byInstruction } from '#renderer/engine/pipeline/guidance.ts';
import { decodeAll, encoderOf, guideOptions, latentDims, stepsOf } from '#renderer/engine/pipeline/passes.ts';
import { pictureNoises } from '#renderer/engine/pipeline/picture-noise.ts';
import type { ModelPool, RenderProgress } from '#renderer/engine/pipeline/progress.ts';
import { conditionPrompts } from '#renderer/engine/pipeline/prompt-conditioning.ts';
import { yieldToEventLoop } from '#shared/async/event-loop.ts';

/**
 * The recipe for models that edit by instruction ("InstructPix2Pix", https://arxiv.org/abs/2211.09800): the prompt says what
 * to change in the picture, which the network reads beside the latents at every step. It starts from noise alone.
 */
export async function* editByInstruction(
  { acquire, noise, signal }: ModelPool,
  render: ValidRender,
  { image, imageGuidance }: ValidSource,
): AsyncGenerator<RenderProgress, void, undefined> {
  const { width, height } = render;
  const pixels = pixelsOf(await decodePicture('image', image, { width, height }));
  const model = await acquire(render.model);
  const steps = stepsOf(model, render);
  yield { kind: 'planned', steps: stepsTaken(steps, render) };

  // Encode the instruction, and the picture: the middle of the encoder's distribution, not scaled.
  const conditioned = await conditionPrompts(model, render, { steps, signal });
  const steering = await steeringFor(model, render, signal);
  const encoder = encoderOf(model);
  await yieldToEventLoop(signal);
  const { mean } = await encoder.encode(pixels, signal);
  yield { kind: 'encoded' };

  // Draw each picture's noise from its own seed, and take the steps, all pictures together.
  const dims = latentDims(model, render);
  const guidance = byInstruction(guideOptions(model, render, conditioned), mean, imageGuidance);
  const sources = pictureNoises(render, noise);
  const seeds = sources.map(({ seed }) => seed);
  const runs = sources.map((source) => {
    return { noise: source.start(dims), draw: () => source.randn(dims), guidance };
  });
  const latents = yield* denoise({ model, ...conditioned, steering, sampling: render, runs, stepsBefore: 0, signal });
  yield* decodeAll(model, latents, { seeds, signal });
}
