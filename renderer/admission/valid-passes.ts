import { bounded, share, shown, whole, wrong } from '#renderer/admission/bounds.ts';
import { chooseUpscaler } from '#renderer/admission/valid-upscale.ts';
import type { ValidHires, ValidRefiner, ValidSizeConditioning, ValidSource } from '#renderer/engine/contract/task.ts';
import type { Models } from '#renderer/models/catalog.ts';
import type { CatalogModel } from '#renderer/models/model.ts';
import { hiresSize } from '#shared/contract/hires-size.ts';
import type { Limits } from '#shared/contract/messages.ts';
import type { DrawTask } from '#shared/contract/tasks.ts';
import { failure, message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

const SCALE_MAX = 4;
const HIGH_NOISE_FRACTION = 0.8;
const AESTHETIC = { prompt: 6, negative: 2.5 };
const SIZE_MAX = 16_384;

/** A second pass and the size it leads to. `source` is the render's, checked. Throws `invalid`. */
export function validHires(
  spec: DrawTask,
  source: ValidSource | null,
  { limits, models }: { readonly limits: Limits; readonly models: Models },
): ValidHires | null {
  const wish = spec.hires ?? null;
  if (!wish) return null;
  if (source) throw wrong(message('field.hires'), message('limit.without-image'), message('given.both'));
  if (!(wish.scale > 1 && wish.scale <= SCALE_MAX)) {
    throw wrong(message('field.hires-scale'), message('limit.above-one', { to: SCALE_MAX }), wish.scale);
  }
  const by = wish.by === '' ? 'latent' : wish.by;
  if (by !== 'latent' && by !== 'pixels' && by !== 'upscaler') {
    throw wrong(message('field.hires-by'), message('limit.hires-by'), shown(by));
  }
  const named = wish.upscaler ?? '';
  if (by !== 'upscaler' && named !== '') {
    throw wrong(message('field.hires-upscaler'), message('limit.with-by-upscaler'), shown(named));
  }
  const bounds = { from: 1, to: limits.stepsMax };
  const steps = wish.steps === 0 ? spec.steps : whole(message('field.hires-steps'), wish.steps, bounds);
  const strength = share(message('field.hires-strength'), wish.strength);
  if (Math.trunc(steps * strength) < 1) {
    throw wrong(message('field.hires-strength'), message('limit.enough-for-a-step'), strength);
  }
  return {
    ...validHiresSize(spec, wish.scale, limits),
    steps,
    strength,
    by,
    ...(by === 'upscaler' && { upscaler: chooseUpscaler(named, models) }),
  };
}

function validHiresSize(spec: DrawTask, scale: number, limits: Limits) {
  const size = hiresSize(spec, scale);
  for (const side of ['width', 'height'] as const) {
    const most = message('limit.most', { limit: limits.sideMax });
    if (size[side] > limits.sideMax) throw wrong(message(`field.hires-${side}`), most, size[side]);
  }
  const pixels = size.width * size.height * spec.count;
  if (pixels > limits.pixelsMax) {
    throw wrong(message('field.hires-size'), message('limit.pixels', { limit: limits.pixelsMax }), pixels);
  }
  return size;
}

/** The model that takes over, where one was asked for and can. `find` throws for a name that is not there. */
export function validRefiner(
  spec: DrawTask,
  model: CatalogModel,
  { find, source }: { readonly find: (name: string) => CatalogModel; readonly source: ValidSource | null },
): ValidRefiner | null {
  const wish = spec.refiner ?? null;
  if (!wish) return null;
  const refiner = find(wish.model);
  const unfit = (reason: Message) =>
    failure('invalid', 'request.unrefinable', { model: model.name, refiner: refiner.name, reason });
  if (refiner.traits.latentSpace !== model.traits.latentSpace) throw unfit(message('unfit.latents'));
  if (refiner.traits.imageInput !== 'none') throw unfit(message('unfit.refiner-input'));
  if (model.traits.imageInput !== 'none' || source?.mask || source?.margins) {
    throw unfit(message('unfit.refiner-recipe'));
  }
  if (spec.hires) throw unfit(message('unfit.refiner-and-hires'));
  const fraction = wish.highNoiseFraction === 0 ? HIGH_NOISE_FRACTION : wish.highNoiseFraction;
  const field = message('field.high-noise-fraction');
  if (!(fraction > 0 && fraction < 1)) throw wrong(field, message('limit.between'), fraction);
  const highNoiseFraction = bounded(field, fraction, { from: 0, to: 1 });
  return { model: { name: refiner.name, files: refiner.files, adapters: [] }, highNoiseFraction };
}

/** SDXL's size conditioning: original size, crop and aesthetic score. */
export function validSizeConditioning(spec: DrawTask): ValidSizeConditioning {
  const told = spec.sizeConditioning ?? null;
  if (!told) return { original: null, crop: { left: 0, top: 0 }, aesthetic: AESTHETIC };
  const size = (field: Message, value: number, from: number) => whole(field, value, { from, to: SIZE_MAX });
  const { originalWidth, originalHeight, aesthetic } = told;
  const score = (field: Message, value: number) => bounded(field, value, { from: 0, to: 10 });
  return {
    original:
      originalWidth === 0 && originalHeight === 0
        ? null
        : {
            width: size(message('field.original-width'), originalWidth, 1),
            height: size(message('field.original-height'), originalHeight, 1),
          },
    crop: {
      left: size(message('field.crop-left'), told.cropLeft, 0),
      top: size(message('field.crop-top'), told.cropTop, 0),
    },
    aesthetic: aesthetic
      ? {
          prompt: score(message('field.aesthetic'), aesthetic.prompt),
          negative: score(message('field.negative-aesthetic'), aesthetic.negative),
        }
      : AESTHETIC,
  };
}
