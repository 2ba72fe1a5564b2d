import type { ValidHires, ValidRender } from '#renderer/engine/contract/task.ts';
import { resizePicture } from '#renderer/engine/image/decode-picture.ts';
import { resizeFloats } from '#renderer/engine/image/float-resize.ts';
import { pixelsOf, rasterOf } from '#renderer/engine/image/raster.ts';
import type { RunTimeLoras } from '#renderer/engine/networks/network.ts';
import { steeringFor } from '#renderer/engine/pipeline/control.ts';
import { denoise } from '#renderer/engine/pipeline/denoise.ts';
import { enlargePicture, tilesTo } from '#renderer/engine/pipeline/enlarge-picture.ts';
import { finitePixels } from '#renderer/engine/pipeline/finite-pixels.ts';
import { classifierFree } from '#renderer/engine/pipeline/guidance.ts';
import type { ImageConditions } from '#renderer/engine/pipeline/image-prompts.ts';
import { encoderOf, guideOptions, latentDims, startFrom } from '#renderer/engine/pipeline/passes.ts';
import { pictureNoises } from '#renderer/engine/pipeline/picture-noise.ts';
import type { ModelPool, RenderProgress } from '#renderer/engine/pipeline/progress.ts';
import type { LoadedModel } from '#renderer/engine/residency/loaded-model.ts';
import type { NoiseSource } from '#renderer/engine/samplers/random.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import type { Conditioning } from '#renderer/engine/text/conditioning.ts';
import { yieldToEventLoop } from '#shared/async/event-loop.ts';

export interface FirstPass {
  readonly model: LoadedModel;
  readonly conditioning: Conditioning;
  readonly loras: RunTimeLoras | null;
  readonly images: ImageConditions | null;
  readonly hires: ValidHires;
  /** Its result. */
  readonly latents: readonly Tensor[];
  readonly stepsBefore: number;
  readonly noise: ModelPool['noise'];
  readonly signal: AbortSignal;
}

/**
 * The second pass of a "hires fix": the small picture enlarged, noised and denoised again at its new size. As A1111
 * does it, every picture's noise comes from its own seed anew.
 */
export async function* enlarge(
  render: ValidRender,
  { model, conditioning, loras, images, hires, latents, stepsBefore, noise, signal }: FirstPass,
): AsyncGenerator<RenderProgress, readonly Tensor[], undefined> {
  const dims = latentDims(model, hires);
  const guidance = classifierFree(guideOptions(model, render, { loras, images, size: hires }));
  const runs = [];
  let tilesBefore = 0;
  for (const [i, source] of pictureNoises(render, noise).entries()) {
    const enlarging = enlarged(model, latents[i]!, { hires, source, signal });
    let next = await enlarging.next();
    for (; !next.done; next = await enlarging.next()) {
      tilesBefore += 1;
      yield { kind: 'tile', step: stepsBefore + tilesBefore };
    }
    const original = next.value;
    const start = startFrom(model, original, hires.strength);
    runs.push({ noise: source.start(dims), draw: () => source.randn(dims), guidance, start });
  }
  const sampling = { ...render, steps: hires.steps };
  const steering = await steeringFor(model, { ...render, width: hires.width, height: hires.height }, signal);
  return yield* denoise({ model, conditioning, steering, sampling, runs, stepsBefore, tilesBefore, signal });
}

/** Tiles that an upscaler will be given between the passes; each counts as a step. */
export function hiresTiles({ upscaler }: LoadedModel, { hires, count, ...small }: ValidRender): number {
  return hires && upscaler ? count * tilesTo(hires, small, upscaler) : 0;
}

/** Latents at the new size. Yields once for each tile. */
async function* enlarged(
  model: LoadedModel,
  latents: Tensor,
  { hires, source, signal }: { hires: ValidHires; source: NoiseSource; signal: AbortSignal },
): AsyncGenerator<void, Tensor, undefined> {
  const dims = latentDims(model, hires);
  if (hires.by === 'latent') return resizeFloats(latents, { height: dims[2]!, width: dims[3]!, mode: 'bilinear' });
  await yieldToEventLoop(signal);
  const small = rasterOf(finitePixels(await model.decoder.decode(latents, signal)));
  const size = { width: hires.width, height: hires.height };
  const large = model.upscaler
    ? yield* enlargePicture(small, model.upscaler, { size, signal })
    : await resizePicture(small, size);
  const encoder = encoderOf(model);
  await yieldToEventLoop(signal);
  return (await encoder.encode(pixelsOf(large), signal)).sample(source.randn(dims));
}
