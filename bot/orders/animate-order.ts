import type { Order, SettledOrder } from '#bot/domain/job.ts';
import type { BlobRef, TaskOf } from '#bot/domain/task.ts';
import type { AnimatorInfo } from '#shared/contract/messages.ts';

/** As the makers of the models have it. */
const USUAL = { steps: 25, guidance: 3, framesPerSecond: 7 };

/** Sides of an animation are multiples of this: the networks halve them three times, and each of their pixels is 8. */
const MULTIPLE = 64;

/** Pixels along the longer side of a preview. */
const PREVIEWS = { everySteps: 1, maxSide: 768 };

/** The picture to be animated, and how. */
interface AnimateSettings {
  readonly image: BlobRef;
  /** Pixels, as it is shown. */
  readonly width: number;
  readonly height: number;
  readonly animator: Pick<AnimatorInfo, 'frames' | 'defaultWidth' | 'defaultHeight'>;
  readonly motion: number;
  readonly seed: number;
  /** What its panel says that it is of. */
  readonly words: string;
}

/**
 * An order for a picture to be made to move: there is nothing to be settled but its size, which has the picture's shape
 * and about as many pixels as the model was made for.
 */
export function animateOrder({ image, animator, motion, seed, words, ...picture }: AnimateSettings): SettledOrder {
  const order: Order = { prompt: words };
  const size = sizeLike(picture, animator.defaultWidth * animator.defaultHeight);
  const { steps, guidance, framesPerSecond } = USUAL;
  const task: TaskOf<'animate'> = {
    ...{ kind: 'animate', model: '', image, prompt: null, negative: null, ...size, frames: animator.frames },
    ...{ framesPerSecond, steps, guidance, seed, motion, previews: PREVIEWS },
  };
  return { order, style: null, task, notices: [] };
}

/** At most twice as wide as high, or the other way round: what is longer loses its ends. */
function sizeLike({ width, height }: { readonly width: number; readonly height: number }, pixels: number) {
  const ratio = Math.min(2, Math.max(1 / 2, width / height));
  const rounded = (side: number) => Math.max(MULTIPLE, MULTIPLE * Math.round(side / MULTIPLE));
  return { width: rounded(Math.sqrt(pixels * ratio)), height: rounded(Math.sqrt(pixels / ratio)) };
}
