import type { EngineEvent, EngineTimings, ValidRender } from '#renderer/engine/engine.ts';
import { type PictureSettings, parametersText } from '#renderer/engine/image/parameters.ts';
import { encodePng } from '#renderer/engine/image/png.ts';
import { rasterOf } from '#renderer/engine/image/raster.ts';
import type { LoadedModel } from '#renderer/engine/pipeline/load-model.ts';
import { createPreviews, type Previews } from '#renderer/engine/pipeline/previews.ts';
import { type Progress, textToImage } from '#renderer/engine/pipeline/text-to-image.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';

export interface DrawOptions {
  readonly model: LoadedModel;
  /** What loading the model took for this render. */
  readonly loadMs: number;
  readonly emit: (event: EngineEvent) => void;
  /** Is given the final latents (count, 4, h, w). */
  readonly onLatents?: ((latents: Tensor) => void) | undefined;
  readonly signal: AbortSignal;
}

/** Follows the recipe and says what happens: times, previews, finished files. */
export async function draw(render: ValidRender, options: DrawOptions): Promise<void> {
  const { model, emit, signal } = options;
  emit({ kind: 'started', steps: render.steps, loadMs: options.loadMs });
  const drawing = { render, ...options, previews: previewsFor(render, options), lap: createLaps() };
  const timings = { loadMs: options.loadMs, encodeMs: 0, denoiseMs: 0, decodeMs: 0, unetCalls: 0 };
  try {
    for await (const progress of textToImage(model, render, signal)) await tell(progress, drawing, timings);
  } finally {
    drawing.previews?.stop();
  }
  emit({ kind: 'finished', timings });
}

interface Drawing extends DrawOptions {
  readonly render: ValidRender;
  readonly previews: Previews | null;
  /** Milliseconds since it was called last. */
  readonly lap: () => number;
}

async function tell(
  progress: Progress,
  drawing: Drawing,
  timings: { -readonly [Name in keyof EngineTimings]: EngineTimings[Name] },
): Promise<void> {
  const { render, previews, emit, lap } = drawing;
  switch (progress.kind) {
    case 'encoded':
      timings.encodeMs = lap();
      return;
    case 'step': {
      const { step, denoised, alone } = progress;
      const stepMs = lap();
      emit({ kind: 'step', step, steps: render.steps, stepMs });
      await previews?.show(denoised, { step, isLast: step === render.steps, stepMs, alone });
      timings.denoiseMs += stepMs;
      return;
    }
    case 'denoised':
      previews?.stop();
      timings.unetCalls = progress.calls;
      drawing.onLatents?.(progress.latents);
      return;
    case 'picture': {
      const { index, seed, pixels } = progress;
      timings.decodeMs += lap();
      const data = await encodePng(rasterOf(pixels), { parameters: parametersText(settingsOf(render, seed)) });
      emit({ kind: 'picture', index, seed, data });
      lap();
    }
  }
}

function previewsFor(render: ValidRender, { model, emit }: DrawOptions): Previews | null {
  if (!render.previews) return null;
  return createPreviews({
    decoder: model.preview,
    wish: render.previews,
    width: render.width,
    emit: (step, picture) => emit({ kind: 'preview', step, mime: 'image/webp', ...picture }),
  });
}

function settingsOf(render: ValidRender, seed: number): PictureSettings {
  const { model, parameters, ...rest } = render;
  return { ...rest, ...parameters, seed, model: model.name, adapters: model.adapters };
}

function createLaps(): () => number {
  let last = performance.now();
  return () => {
    const now = performance.now();
    const ms = now - last;
    last = now;
    return ms;
  };
}
