import { bounded, share, whole, wrong } from '#renderer/admission/bounds.ts';
import { requireMask, requirePicture } from '#renderer/admission/picture-file.ts';
import type { ValidMargins, ValidSource } from '#renderer/engine/contract/task.ts';
import type { CatalogModel } from '#renderer/models/model.ts';
import { FEATHER_MAX } from '#shared/contract/bounds.ts';
import type { DrawTask, Margins as MarginsWish, Source as SourceWish } from '#shared/contract/tasks.ts';
import { failure, message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

const IMAGE_GUIDANCE = { usual: 1.5, from: 0, to: 50 };

/** Side of the picture inside its margins, at least. */
const INNER_MIN = 8;

/** The picture that a render starts from; null where it needs none. Throws `invalid` where it and the model do not fit. */
export function validSource(
  spec: DrawTask,
  { name, traits }: Pick<CatalogModel, 'name' | 'traits'>,
): ValidSource | null {
  const wish = spec.source ?? null;
  const unfit = (reason: Message) => failure('invalid', 'request.unfit', { model: name, reason });
  if (!wish) {
    if (traits.imageInput === 'masked-image') throw unfit(message('unfit.inpainting-nothing'));
    if (traits.imageInput === 'image') throw unfit(message('unfit.editing-nothing'));
    if (traits.sizeConditioning === 'aesthetic-score') throw unfit(message('unfit.refiner'));
    return null;
  }
  const source = readSource(wish, spec);
  const isWhole = !source.mask && !source.margins;
  if (traits.imageInput === 'masked-image' && isWhole) throw unfit(message('unfit.inpainting-whole'));
  if (traits.imageInput === 'image' && !isWhole) throw unfit(message('unfit.editing-part'));
  return source;
}

/** What a model needs besides words, as Describe lists it. */
export function neededBesidesWords({ imageInput, sizeConditioning }: CatalogModel['traits']): readonly string[] {
  if (imageInput === 'masked-image') return ['image', 'mask'];
  return imageInput === 'image' || sizeConditioning === 'aesthetic-score' ? ['image'] : [];
}

function readSource(wish: SourceWish, spec: DrawTask): ValidSource {
  const { image, mask } = wish;
  if (image.length === 0) {
    const given = message(mask.length > 0 ? 'given.mask-alone' : 'given.none');
    throw wrong(message('field.source'), message('limit.image'), given);
  }
  const picture = requirePicture('image', image);
  if (mask.length > 0) requireMask(mask, picture);
  const margins = wish.margins && validMargins(wish.margins, spec);
  if (margins && mask.length > 0) {
    throw wrong(message('field.source'), message('limit.mask-or-margins'), message('given.both'));
  }
  const strength = share(message('field.strength'), wish.strength);
  if (Math.trunc(spec.steps * strength) < 1) {
    const least = Math.ceil(1000 / spec.steps) / 1000;
    throw wrong(message('field.strength'), message('limit.a-step', { least, steps: spec.steps }), strength);
  }
  const { usual, ...limits } = IMAGE_GUIDANCE;
  const { imageGuidance: asked } = wish;
  const imageGuidance = asked === 0 ? usual : bounded(message('field.image-guidance'), asked, limits);
  const pasteBack = validPasteBack(wish, { isWhole: mask.length === 0 && !margins });
  return { image, strength, mask: mask.length > 0 ? mask : null, margins, imageGuidance, pasteBack };
}

function validPasteBack(
  { pasteBack }: SourceWish,
  { isWhole }: { readonly isWhole: boolean },
): ValidSource['pasteBack'] {
  if (!pasteBack) return null;
  if (isWhole)
    throw wrong(message('field.paste-back'), message('limit.beside-mask-or-margins'), message('given.neither'));
  return { feather: whole(message('field.feather'), pasteBack.feather, { from: 0, to: FEATHER_MAX }) };
}

/** All zero = none. */
function validMargins({ left, top, right, bottom }: MarginsWish, { width, height }: DrawTask): ValidMargins | null {
  if (left + top + right + bottom === 0) return null;
  for (const [side, length] of [
    ['width', width - left - right],
    ['height', height - top - bottom],
  ] as const) {
    const limit = message('limit.inner', { least: INNER_MIN, side: message(`field.${side}`) });
    if (length < INNER_MIN) throw wrong(message('field.margins'), limit, length);
  }
  const bounds = { from: 0, to: Math.max(width, height) };
  return {
    left: whole(message('field.left-margin'), left, bounds),
    top: whole(message('field.top-margin'), top, bounds),
    right: whole(message('field.right-margin'), right, bounds),
    bottom: whole(message('field.bottom-margin'), bottom, bounds),
  };
}
