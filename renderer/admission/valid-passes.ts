import { bounded, share, whole, wrong } from '#renderer/admission/bounds.ts';
import type { ValidHires, ValidRefiner, ValidSizeConditioning, ValidSource } from '#renderer/engine/contract/task.ts';
import type { CatalogModel } from '#renderer/models/model.ts';
import { hiresSize } from '#shared/contract/hires-size.ts';
import type { Limits } from '#shared/contract/messages.ts';
import type { DrawTask } from '#shared/contract/tasks.ts';
import { Failure } from '#shared/failure.ts';

const SCALE_MAX = 4;
const HIGH_NOISE_FRACTION = 0.8;
const AESTHETIC = { prompt: 6, negative: 2.5 };
const SIZE_TOLD_MAX = 16_384;

/** A second pass and the size it leads to. `source` is the render's, checked. Throws `invalid`. */
export function validHires(spec: DrawTask, source: ValidSource | null, limits: Limits): ValidHires | null {
  const wish = spec.hires ?? null;
  if (!wish) return null;
  if (source) throw wrong('hires', 'without an image: a second pass goes on from words', 'both');
  if (!(wish.scale > 1 && wish.scale <= SCALE_MAX)) {
    throw wrong('hires scale', `a number above 1, up to ${SCALE_MAX}`, wish.scale);
  }
  const by = wish.by === '' ? 'latent' : wish.by;
  if (by !== 'latent' && by !== 'pixels') throw wrong('hires by', 'latent or pixels', JSON.stringify(by));
  const steps = wish.steps === 0 ? spec.steps : whole('hires steps', wish.steps, { from: 1, to: limits.stepsMax });
  const strength = share('hires strength', wish.strength);
  if (Math.trunc(steps * strength) < 1) throw wrong('hires strength', 'enough for one step', strength);
  return { ...validHiresSize(spec, wish.scale, limits), steps, strength, by };
}

function validHiresSize(spec: DrawTask, scale: number, limits: Limits) {
  const size = hiresSize(spec, scale);
  for (const [side, length] of Object.entries(size)) {
    if (length > limits.sideMax) throw wrong(`${side} after hires`, `at most ${limits.sideMax}`, length);
  }
  const pixels = size.width * size.height * spec.count;
  if (pixels > limits.pixelsMax) {
    throw wrong('size after hires', `width x height x count at most ${limits.pixelsMax}`, pixels);
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
  const unfit = (reason: string) =>
    new Failure('invalid', `Cannot refine model ${model.name} with ${refiner.name}: ${reason}`);
  if (refiner.traits.latentSpace !== model.traits.latentSpace) throw unfit('their latents are not of the same kind');
  if (refiner.traits.imageInput !== 'none') throw unfit('it reads more than latents');
  if (model.traits.imageInput !== 'none' || source?.mask || source?.margins) {
    throw unfit('a refiner follows text to image and image to image only');
  }
  if (spec.hires) throw unfit('a render has a refiner or a second pass, not both');
  const fraction = wish.highNoiseFraction === 0 ? HIGH_NOISE_FRACTION : wish.highNoiseFraction;
  if (!(fraction > 0 && fraction < 1)) throw wrong('high noise fraction', 'a number between 0 and 1', fraction);
  const highNoiseFraction = bounded('high noise fraction', fraction, { from: 0, to: 1 });
  return { model: { name: refiner.name, files: refiner.files, adapters: [] }, highNoiseFraction };
}

/** What the network is told about the picture. */
export function validSizeConditioning(spec: DrawTask): ValidSizeConditioning {
  const told = spec.sizeConditioning ?? null;
  if (!told) return { original: null, crop: { left: 0, top: 0 }, aesthetic: AESTHETIC };
  const size = (name: string, value: number, from: number) => whole(name, value, { from, to: SIZE_TOLD_MAX });
  const { originalWidth, originalHeight, aesthetic } = told;
  const score = (name: string, value: number) => bounded(name, value, { from: 0, to: 10 });
  return {
    original:
      originalWidth === 0 && originalHeight === 0
        ? null
        : { width: size('original width', originalWidth, 1), height: size('original height', originalHeight, 1) },
    crop: { left: size('left of the crop', told.cropLeft, 0), top: size('top of the crop', told.cropTop, 0) },
    aesthetic: aesthetic
      ? {
          prompt: score('aesthetic score', aesthetic.prompt),
          negative: score('negative aesthetic score', aesthetic.negative),
        }
      : AESTHETIC,
  };
}
