import { bounded, shown, whole, wrong } from '#renderer/admission/bounds.ts';
import { requireEightBit } from '#renderer/admission/picture-file.ts';
import {
  FRAMES_PER_SECOND,
  MOTION_MAX,
  USUAL_FILM,
  type ValidAnimate,
} from '#renderer/engine/contract/animate-task.ts';
import type { CatalogAnimator } from '#renderer/models/animators.ts';
import type { Models } from '#renderer/models/catalog.ts';
import type { AnimatorInfo, Limits, Prompt } from '#shared/contract/messages.ts';
import type { AnimateTask, PreviewWish } from '#shared/contract/tasks.ts';
import { failure, message } from '#shared/text/failure.ts';
import { plainMessage } from '#shared/text/message.ts';

const GUIDANCE_MAX = 30;
const SEED_MAX = 2 ** 32 - 1;

/**
 * A picture to be made to move, by the model that is named, or the first one. Throws `invalid` for a picture that is too
 * large, has more than 8 bits a channel or moves already; nothing of it is decoded for that.
 */
export function validAnimate(
  task: AnimateTask,
  { models, limits }: { readonly models: Models; readonly limits: Limits },
): ValidAnimate {
  const { image, framesPerSecond, steps, guidance, firstGuidance = 0, motion, imageNoise = null } = task;
  const animator = findAnimator(task.model, models);
  if (image.length === 0) throw failure('invalid', 'animator.no-image');
  requireEightBit(image);
  if ([task.prompt, task.negative].some(saysSomething)) throw failure('invalid', 'animator.words');
  const { name, path } = animator;
  const scale = (field: 'guidance' | 'first-guidance', value: number, usual: number) =>
    value === 0
      ? usual
      : bounded(message(field === 'guidance' ? 'field.guidance' : 'field.first-guidance'), value, {
          from: 0,
          to: GUIDANCE_MAX,
        });
  return {
    kind: 'animate',
    animator: { name, path },
    image,
    fit: 'cover',
    ...validSize(task, animator, limits),
    frames: whole(message('field.frames'), task.frames || animator.frames, { from: 1, to: animator.frames }),
    framesPerSecond:
      framesPerSecond === 0
        ? USUAL_FILM.framesPerSecond
        : bounded(message('field.frames-per-second'), framesPerSecond, FRAMES_PER_SECOND),
    steps: whole(message('field.steps'), steps || USUAL_FILM.steps, { from: 1, to: limits.stepsMax }),
    guidance: {
      first: scale('first-guidance', firstGuidance, USUAL_FILM.guidance.first),
      last: scale('guidance', guidance, USUAL_FILM.guidance.last),
    },
    seed: whole(message('field.seed'), task.seed, { from: 0, to: SEED_MAX }),
    motion:
      motion === 0 ? USUAL_FILM.motion : MOTION_MAX * bounded(message('field.motion'), motion, { from: 0, to: 1 }),
    imageNoise: imageNoise
      ? bounded(message('field.image-noise'), imageNoise.value, { from: 0, to: 1 })
      : USUAL_FILM.imageNoise,
    decodedAtOnce: null,
    previews: validPreviews(task.previews, limits),
  };
}

/** What Describe lists. */
export function offeredAnimators({ animators }: Pick<Models, 'animators'>): readonly AnimatorInfo[] {
  const { width: defaultWidth, height: defaultHeight } = USUAL_FILM;
  return animators.map(({ name, frames, licence }) => {
    return { name, frames, defaultWidth, defaultHeight, licence: licence ?? '' };
  });
}

function findAnimator(name: string, { animators }: Models): CatalogAnimator {
  const found = name === '' ? animators[0] : animators.find((each) => each.name === name);
  if (found) return found;
  throw failure('not-found', 'animator.unknown', { known: animators.map((each) => each.name), given: shown(name) });
}

/** Sides that come out even after all halvings of the network. */
function validSize(task: AnimateTask, { factor }: CatalogAnimator, { sideMin, sideMax, pixelsMax }: Limits) {
  const usual = task.width === 0 && task.height === 0;
  const { width, height } = usual ? USUAL_FILM : task;
  for (const [side, value] of [
    ['width', width],
    ['height', height],
  ] as const) {
    whole(message(`field.${side}`), value, { from: sideMin, to: sideMax });
    if (value % factor !== 0) throw wrong(message(`field.${side}`), message('limit.multiple', { of: factor }), value);
  }
  // Every frame counts like a picture.
  if (width * height > pixelsMax)
    throw wrong(message('field.size'), message('limit.pixels', { limit: pixelsMax }), width * height);
  return { width, height };
}

function saysSomething(prompt: Prompt | null): boolean {
  const { chunks = [], subjects = [] } = prompt ?? {};
  const all = [...chunks, ...subjects.flatMap(({ variants }) => variants.flatMap((variant) => variant.chunks))];
  return all.some(({ spans }) => spans.some(({ text }) => text.trim() !== ''));
}

function validPreviews(wish: PreviewWish | null, { stepsMax, sideMax }: Limits): ValidAnimate['previews'] {
  if (!wish) return null;
  return {
    everySteps: whole(plainMessage('previews.every_steps'), wish.everySteps, { from: 1, to: stepsMax }),
    maxSide: whole(plainMessage('previews.max_side'), wish.maxSide, { from: 0, to: sideMax }),
  };
}
