import { setTimeout } from 'node:timers/promises';
import { gridOf, type Raster, rasterOf } from '#renderer/engine/image/raster.ts';
import { encodeWebp } from '#renderer/engine/image/webp.ts';
import type { PreviewDecoder } from '#renderer/engine/residency/loaded-model.ts';
import { row, type Tensor } from '#renderer/engine/tensor.ts';

export interface Previews {
  /**
   * Begins a preview of the denoised estimate (count, 4, h, w), or leaves it out: when the last one is still being
   * made, or when previews have taken their share of the time. Resolves when it is done, or has been waited for enough.
   */
  show(denoised: Tensor, at: StepMoment): Promise<void>;
  /** What is being made now will not come any more. Resolves when nothing uses the decoder any longer. */
  stop(): Promise<void>;
}

export interface StepMoment {
  readonly step: number;
  readonly isLast: boolean;
  /** What the step itself took. */
  readonly stepMs: number;
  /** Nobody else would have to wait for this render's next step. */
  readonly alone: boolean;
}

export interface PreviewOptions {
  readonly decoder: PreviewDecoder;
  readonly wish: { readonly everySteps: number; readonly maxSide: number };
  /** Of the finished picture, in pixels. */
  readonly width: number;
  readonly emit: (step: number, picture: Raster) => void;
  /** Milliseconds; the machine's own clock when left out. */
  readonly now?: () => number;
}

/** Previews may decode for this part of the time that steps take … */
const TIME_SHARE = 0.2;
/** … or this long in all, whichever is more: what nobody can notice is never left out. The first one is for free. */
const FREE_MS = 100;
/** How long the next step waits for a preview to be encoded, as part of a step. A call of the network blocks its delivery. */
const WAIT_SHARE = 0.05;

/** Makes previews for one render. */
export function createPreviews(options: PreviewOptions): Previews {
  const { decoder, wish, width, emit, now = () => performance.now() } = options;
  let making: Promise<void> | null = null;
  let stopped = false;
  let failed: { readonly reason: unknown } | null = null;
  let stepsMs = 0;
  let spentMs = 0;
  let lastMs = 0;
  let isFirst = true;

  function isDue({ step, isLast }: StepMoment): boolean {
    // The picture itself follows the last step, and would be decoded twice.
    if (isLast && decoder.kind === 'full') return false;
    const affordable = isFirst || spentMs + lastMs <= Math.max(FREE_MS, TIME_SHARE * stepsMs);
    return !making && affordable && step % wish.everySteps === 0;
  }

  /** Not all, or none, when nobody wants them any more. */
  async function decode(denoised: Tensor): Promise<readonly Raster[]> {
    const began = now();
    const rasters: Raster[] = [];
    // One after the other, because decoding takes the most memory.
    for (let i = 0; i < denoised.dims[0]! && !stopped; i++)
      rasters.push(rasterOf(await decoder.decode(row(denoised, i))));
    lastMs = now() - began;
    if (!isFirst) spentMs += lastMs;
    isFirst = false;
    return rasters;
  }

  async function encode(rasters: readonly Raster[], step: number): Promise<void> {
    const picture = rasters.length > 0 ? await pictureOf(rasters, { width, maxSide: wish.maxSide }) : null;
    if (picture && !stopped) emit(step, picture);
  }

  return {
    async show(denoised, moment) {
      if (failed) throw failed.reason;
      stepsMs += moment.stepMs;
      if (!isDue(moment)) return;
      const decoded = decode(denoised);
      making = decoded
        .then((rasters) => encode(rasters, moment.step))
        .catch((reason: unknown) => {
          failed = { reason };
        })
        .finally(() => {
          making = null;
        });
      // The next step would only fight with it for the same cores, and how often it is done is bounded above.
      await decoded.catch(() => {});
      if (moment.alone) await Promise.race([making, setTimeout(WAIT_SHARE * moment.stepMs)]);
    },
    async stop() {
      stopped = true;
      await making;
    },
  };
}

/** All pictures of a render as one, as large as they will be when they are finished, but for `maxSide`. */
function pictureOf(rasters: readonly Raster[], { width, maxSide }: { width: number; maxSide: number }) {
  return encodeWebp(gridOf(rasters), { enlarge: width / rasters[0]!.width, maxSide });
}
