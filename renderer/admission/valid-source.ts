import { bounded, share, whole, wrong } from '#renderer/admission/bounds.ts';
import { readPictureHeader } from '#renderer/admission/picture-header.ts';
import type { ValidMargins, ValidSource } from '#renderer/engine/contract/task.ts';
import type { CatalogModel } from '#renderer/models/model.ts';
import type { DrawTask, Margins as MarginsWish, Source as SourceWish } from '#shared/contract/tasks.ts';
import { Failure } from '#shared/failure.ts';

/** Bytes of one file. Two of them and a prompt fit into a message (see server.ts). */
const BYTES_MAX = 8 * 2 ** 20;

/** More would be a way to fill the memory with few bytes. */
const PIXELS_MAX = 40_000_000;

const IMAGE_GUIDANCE = { usual: 1.5, from: 0, to: 50 };

/** Side of the picture inside its margins, at least. */
const INNER_MIN = 8;

/** The picture that a render starts from; null where it needs none. Throws `invalid` where it and the model do not fit. */
export function validSource(
  spec: DrawTask,
  { name, traits }: Pick<CatalogModel, 'name' | 'traits'>,
): ValidSource | null {
  const wish = spec.source ?? null;
  const unfit = (reason: string) => new Failure('invalid', `Cannot render with model ${name}: ${reason}`);
  if (!wish) {
    if (traits.imageInput === 'masked-image')
      throw unfit('it was made for inpainting and needs an image with a mask, given no image');
    if (traits.imageInput === 'image') throw unfit('it edits a picture by instruction and needs an image, given none');
    if (traits.sizeConditioning === 'aesthetic-score')
      throw unfit('it refines what another model has begun, or an image, given neither');
    return null;
  }
  const source = readSource(wish, spec);
  const isWhole = !source.mask && !source.margins;
  if (traits.imageInput === 'masked-image' && isWhole) {
    throw unfit('it was made for inpainting and needs a mask or margins, given an image alone');
  }
  if (traits.imageInput === 'image' && !isWhole) throw unfit('it edits whole pictures, given a mask or margins');
  return source;
}

/** What a model cannot do without besides words, as clients are told. */
export function neededBesidesWords({ imageInput, sizeConditioning }: CatalogModel['traits']): readonly string[] {
  if (imageInput === 'masked-image') return ['image', 'mask'];
  return imageInput === 'image' || sizeConditioning === 'aesthetic-score' ? ['image'] : [];
}

function readSource(wish: SourceWish, spec: DrawTask): ValidSource {
  const { image, mask } = wish;
  if (image.length === 0)
    throw wrong('source', 'an image, with or without a mask', mask.length > 0 ? 'a mask alone' : 'none');
  requirePicture('image', image);
  if (mask.length > 0) requirePicture('mask', mask);
  const margins = wish.margins && validMargins(wish.margins, spec);
  if (margins && mask.length > 0) throw wrong('source', 'with a mask or with margins', 'both');
  const strength = share('strength', wish.strength);
  if (Math.trunc(spec.steps * strength) < 1) {
    throw wrong(
      'strength',
      `at least ${Math.ceil(1000 / spec.steps) / 1000} with ${spec.steps} steps, or no step is left`,
      strength,
    );
  }
  const { usual, ...limits } = IMAGE_GUIDANCE;
  const imageGuidance = wish.imageGuidance === 0 ? usual : bounded('image guidance', wish.imageGuidance, limits);
  return { image, strength, mask: mask.length > 0 ? mask : null, margins, imageGuidance };
}

function requirePicture(name: string, file: Uint8Array): void {
  if (file.length > BYTES_MAX) throw wrong(name, `at most ${BYTES_MAX} bytes`, file.length);
  const header = readPictureHeader(file);
  if (!header) throw wrong(name, 'a PNG, JPEG or WebP file', `${file.length} bytes of something else`);
  const { width, height } = header;
  if (width * height > PIXELS_MAX || width * height === 0) {
    throw wrong(name, `from 1 to ${PIXELS_MAX} pixels`, `${width}x${height}`);
  }
}

/** All zero = none. */
function validMargins({ left, top, right, bottom }: MarginsWish, { width, height }: DrawTask): ValidMargins | null {
  if (left + top + right + bottom === 0) return null;
  const inner = { width: width - left - right, height: height - top - bottom };
  for (const [side, length] of Object.entries(inner)) {
    if (length < INNER_MIN) throw wrong(`margins`, `so small that ${INNER_MIN} pixels of ${side} are left`, length);
  }
  const from = { from: 0, to: Math.max(width, height) };
  return {
    left: whole('left margin', left, from),
    top: whole('top margin', top, from),
    right: whole('right margin', right, from),
    bottom: whole('bottom margin', bottom, from),
  };
}
