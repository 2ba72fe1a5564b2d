import type { ValidAnimate } from '#renderer/engine/contract/animate-task.ts';
import { encodeAnimation } from '#renderer/engine/image/animated-webp.ts';
import { decodeColours, decodePicture } from '#renderer/engine/image/decode-picture.ts';
import { resizeLikePillow } from '#renderer/engine/image/pillow-resize.ts';
import type { Raster } from '#renderer/engine/image/raster.ts';
import { sourceMark } from '#renderer/engine/image/source-mark.ts';
import { latentColours } from '#renderer/engine/networks/latent-rgb.ts';
import { animate, type FilmNetworks, type FilmProgress, type FilmWish } from '#renderer/engine/pipeline/animate.ts';
import { createPreviews } from '#renderer/engine/pipeline/previews.ts';
import { createLaps } from '#renderer/engine/process/laps.ts';
import type { RunOptions } from '#renderer/engine/process/run-recipe.ts';
import type { UpscaleRun } from '#renderer/engine/process/run-upscale.ts';
import { type AnimatorNeeds, animatorNeeds } from '#renderer/engine/residency/animator-needs.ts';
import type { LoneNeed } from '#renderer/engine/residency/model-loader.ts';
import { createNoise } from '#renderer/engine/samplers/random.ts';
import { row } from '#renderer/engine/tensor.ts';
import { putMark } from '#shared/watermark/watermark.ts';

type AnimateRun = UpscaleRun & Pick<RunOptions, 'check' | 'onLatents' | 'watermark'>;

/** Frames of 576 × 1024 that are decoded at once; smaller ones may be more. A frame's widest layer takes 300 MB there. */
const DECODED_PIXELS_MAX = 4 * 576 * 1024;

/** Makes a picture move, and emits its events: steps, previews of one frame each, the finished file, times. */
export async function runAnimate(task: ValidAnimate, run: AnimateRun): Promise<void> {
  const { emit, signal, check, onLatents } = run;
  const lap = createLaps();
  // First, so that a picture that cannot be read costs no loading.
  const wish = await wishOf(task);
  const { files, needs } = await animatorNeeds(task.animator);
  const timings = { loadMs: 0, encodeMs: 0, denoiseMs: 0, decodeMs: 0, unetCalls: 0 };
  const waited = (ms: number) => {
    timings.loadMs += ms;
  };
  const networks = lending(needs, { run, name: task.animator.name, lap, waited });
  const making = { networks, schedule: files.schedule, noise: createNoise(task.seed), signal };
  // Without previews where finished pictures are looked at: they would show what is withheld.
  const previews = check ? null : previewsFor(task, run);
  const frames: Raster[] = [];
  const take = async (progress: FilmProgress): Promise<void> => {
    switch (progress.kind) {
      case 'encoded':
        timings.encodeMs += lap();
        return emit({ kind: 'started', steps: task.steps, loadMs: timings.loadMs });
      case 'step': {
        const { step, denoised } = progress;
        const stepMs = lap();
        timings.denoiseMs += stepMs;
        timings.unetCalls++;
        emit({ kind: 'step', step, steps: task.steps, stepMs });
        // Each shows a later frame, so that the previews move too.
        const shown = row(denoised, Math.floor(((step - 1) * task.frames) / task.steps));
        return previews?.show(shown, { step, isLast: step === task.steps, stepMs, alone: true });
      }
      case 'latents':
        await previews?.stop();
        return onLatents?.(progress.latents);
      case 'frames':
        frames.push(...progress.frames);
    }
  };
  try {
    for await (const progress of animate(making, wish)) await take(progress);
  } finally {
    await previews?.stop();
  }
  for (const at of new Set([0, Math.floor(frames.length / 2), frames.length - 1])) {
    await check?.requireShowable(frames[at]!, signal);
  }
  if (run.watermark) for (const frame of frames) putMark({ ...frame, channels: 3 });
  const { width, height, seed } = task;
  const xmp = sourceMark('compositeWithTrainedAlgorithmicMedia');
  const film = await encodeAnimation(frames, { framesPerSecond: task.framesPerSecond, xmp, signal });
  emit({ kind: 'animation', seed, mime: 'image/webp', width, height, ...film });
  timings.decodeMs = lap();
  emit({ kind: 'finished', timings });
}

async function wishOf(task: ValidAnimate): Promise<FilmWish> {
  const { image, fit, width, height, frames, decodedAtOnce } = task;
  const size = { width, height };
  const picture = fit === 'cover' ? null : await decodeColours('image', image);
  const stretched = picture && (await resizeLikePillow(picture, { ...size, filter: 'lanczos' }));
  const fitted = stretched ?? (await decodePicture('image', image, size));
  const usual = Math.max(1, Math.min(frames, Math.floor(DECODED_PIXELS_MAX / (width * height))));
  return { ...task, picture: picture ?? fitted, fitted, decodedAtOnce: decodedAtOnce ?? usual };
}

interface Lending {
  readonly run: AnimateRun;
  readonly name: string;
  readonly lap: () => number;
  readonly waited: (ms: number) => void;
}

/** Each network is acquired when it is wanted; what it waits for its files counts as loading. */
function lending(needs: AnimatorNeeds, { run, name, lap, waited }: Lending): FilmNetworks {
  const lend = async <Network>(plan: LoneNeed<Network>['plan']) => {
    const lease = await run.loader.acquireNetwork({ name, plan }, run.signal);
    const ms = lap();
    if (lease.waited) waited(ms);
    return lease;
  };
  return {
    imageEncoder: () => lend(needs.imageEncoder),
    encoder: () => lend(needs.encoder),
    unet: () => lend(needs.unet),
    decoder: () => lend(needs.decoder),
  };
}

function previewsFor({ previews: wish, width }: ValidAnimate, { emit }: AnimateRun) {
  if (!wish) return null;
  return createPreviews({
    decoder: { kind: 'colours', decode: latentColours('sd').decode },
    wish,
    width,
    emit: (step, picture) => emit({ kind: 'preview', step, mime: 'image/webp', ...picture }),
  });
}
