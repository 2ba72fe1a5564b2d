import type { ModelChoice } from '#renderer/engine/contract/model-choice.ts';
import type { LoadedModel } from '#renderer/engine/residency/loaded-model.ts';
import type { NoiseSource } from '#renderer/engine/samplers/random.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';

/** What happens on the way to a picture. Tensors of several pictures have them along the first dimension. */
export type RenderProgress =
  /** How many steps there will be, over all passes and models. */
  | { readonly kind: 'planned'; readonly steps: number }
  /** The prompts, and what the render reads of pictures, are encoded. */
  | { readonly kind: 'encoded' }
  | ({ readonly kind: 'step' } & StepDone)
  /** A tile of an upscaler between two passes, counted among the steps. */
  | { readonly kind: 'tile'; readonly step: number }
  /** All steps are done: the final latents (count, 4, h, w). */
  | { readonly kind: 'denoised'; readonly latents: Tensor }
  | ({ readonly kind: 'picture' } & DecodedPicture);

export interface DecodedPicture {
  readonly index: number;
  readonly seed: number;
  /** (1, 3, height, width) in -1…1 */
  readonly pixels: Tensor;
  /** How much of each pixel (1, 1, height, width) was drawn, 0-1: the rest is the given picture's; left out = all. */
  readonly drawn?: Tensor;
}

export interface StepDone {
  /** 1 …, counted over all passes. */
  readonly step: number;
  readonly denoised: Tensor;
  /** No other render shared this step's calls. */
  readonly alone: boolean;
  /** Calls of the network that this step took; those shared with others count too. */
  readonly calls: number;
}

/** What a recipe is given. */
export interface ModelPool {
  /**
   * One of the models that `modelNeeds` lists, loaded. They come together, so that renders that need two models each
   * cannot wait for one another; where both are more than there is room for, acquiring the second gives the first back.
   */
  acquire(choice: ModelChoice): Promise<LoadedModel>;
  /** The numbers that a picture with this seed is made of. */
  readonly noise: (seed: number) => NoiseSource;
  /** Ends the recipe before the next call of a network. */
  readonly signal: AbortSignal;
}
