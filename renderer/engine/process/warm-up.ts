import type { ValidRender } from '#renderer/engine/contract/task.ts';
import { plainRender } from '#renderer/engine/process/plain-render.ts';
import { type RunOptions, runRecipe } from '#renderer/engine/process/run-recipe.ts';
import type { LoadedModel } from '#renderer/engine/residency/loaded-model.ts';

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

/**
 * Draws a few steps in each usual shape and forgets them: with the first call of a shape a card compiles kernels, picks
 * algorithms and fills its memory, which somebody would wait for otherwise. Nothing for models that need a picture.
 */
export async function warmUp(
  { choice, traits }: Pick<LoadedModel, 'choice' | 'traits'>,
  options: Pick<RunOptions, 'loader' | 'hashes' | 'signal'>,
): Promise<void> {
  if (traits.imageInput !== 'none' || traits.sizeConditioning === 'aesthetic-score') return;
  for (const usual of USUAL) {
    const plain = plainRender(choice, traits, { prompt: 'a lighthouse', seed: 0, styleLoras: [], ...usual });
    await runRecipe({ ...plain, ...usual, steps: STEPS }, { ...options, check: null, emit: () => {} });
  }
}
