import type { ValidRender } from '#renderer/engine/contract/task.ts';
import { plainRender } from '#renderer/engine/process/plain-render.ts';
import { type RunOptions, runRecipe } from '#renderer/engine/process/run-recipe.ts';
import type { LoadedModel } from '#renderer/engine/residency/loaded-model.ts';
import { SIDE_MIN, SIDE_MULTIPLE } from '#shared/contract/bounds.ts';
import { ratioSize } from '#shared/contract/ratio-size.ts';

/** The first is an ordinary one, the second may have places on the card, the third may be recorded there. */
const STEPS = 3;

/**
 * What most renders ask of the networks, each at the model's own size: without guidance (1 row), with it (2 rows), and
 * two pictures that share their steps (4 rows).
 */
const USUAL: readonly Pick<ValidRender, 'guidance' | 'count'>[] = [
  { guidance: 1, count: 1 },
  { guidance: 5, count: 1 },
  { guidance: 5, count: 2 },
];

/** In another ratio of sides: places on a card are kept for eight sizes and numbers of rows. */
const BESIDE = USUAL.filter(({ count }) => count === 1);

export interface WarmUpOptions extends Pick<RunOptions, 'loader' | 'hashes' | 'signal'> {
  /** Ratios of sides to get ready for beside the model's own size. */
  readonly ratios: readonly { readonly width: number; readonly height: number }[];
}

/**
 * Draws a few steps in each usual shape and forgets them: with the first call of a shape a card compiles kernels, picks
 * algorithms and fills its memory, which somebody would wait for otherwise. Nothing for models that need a picture.
 */
export async function warmUp(
  { choice, traits }: Pick<LoadedModel, 'choice' | 'traits'>,
  { ratios, ...options }: WarmUpOptions,
): Promise<void> {
  if (traits.imageInput !== 'none' || traits.sizeConditioning === 'aesthetic-score') return;
  const own = plainRender(choice, traits, { prompt: 'a lighthouse', seed: 0, styleLoras: [], count: 1 });
  const others = ratios.flatMap((ratio) => sizesOf(ratio, own));
  const shapes = [...USUAL, ...others.flatMap((size) => BESIDE.map((usual) => ({ ...usual, ...size })))];
  for (const shape of shapes)
    await runRecipe({ ...own, ...shape, steps: STEPS }, { ...options, check: null, emit: () => {} });
}

/** The size that the bot draws of a ratio; none where that is the own size, or there is none. */
function sizesOf(
  { width, height }: WarmUpOptions['ratios'][number],
  own: Pick<ValidRender, 'width' | 'height'>,
): readonly Pick<ValidRender, 'width' | 'height'>[] {
  const limits = { sideMin: SIDE_MIN, sideMax: Number.POSITIVE_INFINITY, sideMultiple: SIDE_MULTIPLE };
  const size = ratioSize({ ratio: width / height, pixels: own.width * own.height }, limits);
  return size && size.width !== size.height ? [size] : [];
}
