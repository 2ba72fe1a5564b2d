import type { Order, StartPicture } from '#bot/domain/job.ts';
import type { DrawnOrder } from '#bot/orders/drawn-order.ts';
import { HIRES_SCALE_MAX, HIRES_STRENGTH } from '#bot/orders/settle-passes.ts';
import type { LargerWish, Variation } from '#bot/ports/job-service.ts';
import { hasShapeOf, type TakenPicture } from '#bot/ports/picture-intake.ts';
import { asOnePicture, wordsToGoOn } from '#bot/prompt/one-picture.ts';
import { withoutFlag } from '#bot/prompt/read-prompt.ts';
import type { Flags } from '#bot/prompt/syntax.ts';
import { failure } from '#bot/text/say.ts';
import { hiresSize } from '#shared/contract/hires-size.ts';

/** How much of a picture may change: a look at the same scene, or another scene of the same layout. */
const STRENGTHS = { subtle: 0.35, strong: 0.65 } as const;

/** A pan shows this share of the picture's side more. */
const PAN_SHARE = 0.5;

const NO_MARGINS = { left: 0, top: 0, right: 0, bottom: 0 };

/**
 * The order that goes on from one of its pictures: the words stay, a typed seed is forgotten, and where more is drawn
 * round the picture its shape decides instead of a typed size. Throws `invalid` where nothing would change.
 */
export function variedOrder(order: Order, picture: TakenPicture, variation: Variation): Order {
  const start = startFor(picture, variation);
  if (start.margins) {
    const { width: _width, height: _height, ratio: _ratio, ...said } = order;
    return goneOn({ ...said, prompt: without(order.prompt, ['width', 'height', 'ratio']) }, start);
  }
  return goneOn(order, start);
}

/**
 * The order that draws anew what is white in a mask. Throws `invalid` where the mask has not the shape of its picture.
 */
export function regionOrder(
  order: Order,
  picture: TakenPicture,
  { mask, strength }: { readonly mask: TakenPicture; readonly strength?: number },
): Order {
  if (!hasShapeOf(mask, picture)) {
    const shown = ({ width, height }: TakenPicture) => `${width}×${height}`;
    throw failure('invalid', 'imagine.mask-shape', { picture: shown(picture), mask: shown(mask) });
  }
  return goneOn(order, { ...picture, mask: mask.image, ...(strength === undefined ? {} : { strength }) });
}

/**
 * The order with this picture to start from, under a new seed. A second pass has been made by then and is not for what
 * starts from a picture, and a refiner is not for a part of one. What only a hole in a picture gives a meaning goes
 * where there is none.
 */
function goneOn(
  { seed: _seed, hires: _hires, hiresBy: _by, refiner, handover, control = [], ...said }: Order,
  start: StartPicture,
): Order {
  const isPart = start.mask !== undefined || start.margins !== undefined;
  const followed = isPart ? control : control.filter(({ image }) => image !== undefined);
  const isRefined = !isPart && refiner !== undefined;
  return {
    ...said,
    ...(isRefined && { refiner }),
    ...(isRefined && handover !== undefined && { handover }),
    ...(followed.length > 0 && { control: followed }),
    prompt: without(wordsToGoOn(said.prompt), isPart ? REFINING : []),
    start,
  };
}

const REFINING = ['refiner', 'handover'] as const satisfies readonly (keyof Flags)[];

/** Settings of the words that a second pass of a finished picture has values of its own for, or has done with. */
const DONE: readonly (keyof Flags)[] = [
  ...(['width', 'height', 'ratio', 'strength', 'imageWeight', 'keep'] as const),
  ...(['hires', 'hiresBy', 'draft', 'refiner', 'handover', 'stop'] as const),
];

/**
 * The order that draws a finished picture once more, so many times larger: as the second pass over a picture of words
 * alone, which is enlarged by pixels, noised by its own seed and drawn again in part. What was masked or drawn round is
 * a part of the picture by now. Throws `invalid`.
 */
export function largerOrder(
  { order, task }: DrawnOrder,
  picture: TakenPicture,
  { pictureIndex, scale }: Pick<LargerWish, 'pictureIndex' | 'scale'>,
): Order {
  if (!(scale > 1 && scale <= HIRES_SCALE_MAX))
    throw failure('invalid', 'order.hires-scale', { max: HIRES_SCALE_MAX, given: scale });
  const { ratio: _ratio, draft: _draft, refiner: _refiner, handover: _handover, ...said } = order;
  const { seed: _new, ...again } = goneOn(said, { ...picture, strength: HIRES_STRENGTH.pixels });
  const prompt = without(order.prompt, DONE);
  const one = task ? asOnePicture(prompt, task, Math.min(pictureIndex, task.count - 1)) : { prompt, count: 1 };
  return { ...again, ...one, ...hiresSize(picture, scale) };
}

function startFor(picture: TakenPicture, variation: Variation): StartPicture {
  switch (variation) {
    case 'subtle':
    case 'strong':
      return { ...picture, strength: STRENGTHS[variation] };
    case 'zoom-1.5':
      return { ...picture, margins: around(0.25) };
    case 'zoom-2':
      return { ...picture, margins: around(0.5) };
    case 'left':
      return { ...picture, margins: { ...NO_MARGINS, left: PAN_SHARE } };
    case 'right':
      return { ...picture, margins: { ...NO_MARGINS, right: PAN_SHARE } };
    case 'up':
      return { ...picture, margins: { ...NO_MARGINS, top: PAN_SHARE } };
    case 'down':
      return { ...picture, margins: { ...NO_MARGINS, bottom: PAN_SHARE } };
    case 'square':
      return { ...picture, margins: toSquare(picture) };
  }
}

function around(share: number) {
  return { left: share, top: share, right: share, bottom: share };
}

function toSquare({ width, height }: TakenPicture) {
  if (width === height) throw failure('invalid', 'order.square-already');
  const [across, down] = [Math.max(0, height / width - 1) / 2, Math.max(0, width / height - 1) / 2];
  return { left: across, right: across, top: down, bottom: down };
}

function without(prompt: string, flags: readonly (keyof Flags)[]): string {
  return flags.reduce(withoutFlag, prompt);
}
