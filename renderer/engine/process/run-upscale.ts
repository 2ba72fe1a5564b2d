import type { EngineEvent } from '#renderer/engine/contract/events.ts';
import type { ValidUpscale } from '#renderer/engine/contract/upscale-task.ts';
import type { ChannelRaster } from '#renderer/engine/image/channels.ts';
import { decodeChannels } from '#renderer/engine/image/decode-channels.ts';
import { parametersWithUpscaler } from '#renderer/engine/image/parameters.ts';
import { encodePng, markAfter, pngText } from '#renderer/engine/image/png.ts';
import { XMP_TEXT } from '#renderer/engine/image/source-mark.ts';
import { USUAL_TILES, upscale } from '#renderer/engine/pipeline/upscale.ts';
import { createLaps } from '#renderer/engine/process/laps.ts';
import type { ModelLoader } from '#renderer/engine/residency/model-loader.ts';
import { upscalerNeed } from '#renderer/engine/residency/upscaler-need.ts';

export interface UpscaleRun {
  readonly loader: Pick<ModelLoader, 'acquireNetwork'>;
  readonly emit: (event: EngineEvent) => void;
  readonly signal: AbortSignal;
}

/** Makes a picture larger, and emits its events: a step for each tile, the finished file, times. */
export async function runUpscale(task: ValidUpscale, { loader, emit, signal }: UpscaleRun): Promise<void> {
  const { upscaler, image, tiles } = task;
  const lap = createLaps();
  // First, so that a picture that cannot be read costs no loading.
  const picture = await decodeChannels(image);
  const encodeMs = lap();
  const need = {
    name: upscaler.name,
    plan: (options: Parameters<typeof upscalerNeed>[1]) => upscalerNeed(upscaler, options),
  };
  const lease = await loader.acquireNetwork(need, signal);
  const waitedMs = lap();
  const loadMs = lease.waited ? waitedMs : 0;
  try {
    const scale = task.scale ?? lease.network.scale;
    const { tile, tilePad } = tiles ? { tile: tiles.side, tilePad: tiles.pad } : { tile: null, tilePad: 0 };
    const options = { scale, tile, tilePad, prePad: USUAL_TILES.prePad, signal };
    let steps = 0;
    let denoiseMs = 0;
    let enlarged: ChannelRaster = picture;
    for await (const progress of upscale(picture, lease.network, options)) {
      const stepMs = lap();
      denoiseMs += stepMs;
      if (progress.kind === 'planned') {
        steps = progress.tiles;
        emit({ kind: 'started', steps, loadMs });
      } else if (progress.kind === 'tile') emit({ kind: 'step', step: progress.tile, steps, stepMs });
      else enlarged = progress.picture;
    }
    const parameters = parametersWithUpscaler(pngText(image, 'parameters'), {
      ...{ name: upscaler.name, scale },
      denoise: upscaler.blend && 1 - upscaler.blend.share,
    });
    emit(await pictureEvent(enlarged, { parameters, [XMP_TEXT]: markAfter(image) }));
    emit({ kind: 'finished', timings: { loadMs, encodeMs, denoiseMs, decodeMs: lap(), unetCalls: steps } });
  } finally {
    lease.giveBack();
  }
}

async function pictureEvent(picture: ChannelRaster, texts: Readonly<Record<string, string>>): Promise<EngineEvent> {
  const { width, height, channels } = picture;
  const data = await encodePng(picture, texts);
  const size = { width, height, alpha: channels === 4 };
  return { kind: 'picture', index: 0, seed: 0, data, mime: 'image/png', ...size };
}
