import type { Order, StartPicture } from '#bot/domain/job.ts';
import type { Variation } from '#bot/ports/job-service.ts';
import { hasShapeOf, type TakenPicture } from '#bot/ports/picture-intake.ts';
import { withoutFlag } from '#bot/prompt/read-prompt.ts';
import type { Flags } from '#bot/prompt/syntax.ts';
import { failure } from '#bot/text/say.ts';

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
  const { seed: _seed, width, height, ratio, start: _start, ...said } = order;
  const start = startFor(picture, variation);
  if (!start.margins) {
    const size = { ...(width && { width }), ...(height && { height }), ...(ratio && { ratio }) };
    return { ...said, ...size, prompt: without(order.prompt, ['seed']), start };
  }
  return { ...said, prompt: without(order.prompt, ['seed', 'width', 'height', 'ratio']), start };
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
  const { seed: _seed, start: _start, ...said } = order;
  const start = { ...picture, mask: mask.image, ...(strength === undefined ? {} : { strength }) };
  return { ...said, prompt: without(order.prompt, ['seed']), start };
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
