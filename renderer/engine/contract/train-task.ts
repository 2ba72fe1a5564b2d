import type { ModelChoice } from '#renderer/engine/contract/model-choice.ts';
import type { TRAINING } from '#shared/contract/bounds.ts';

/** What can be made by training, as the contract calls it. */
export const TRAINING_METHODS = ['lora', 'textual-inversion'] as const;

/** Something to be trained: every limit holds, every name is resolved. */
export interface ValidTrain {
  readonly kind: 'train';
  readonly model: ModelChoice;
  readonly method: (typeof TRAINING_METHODS)[number];
  /** PNG, JPEG or WebP files with their words, and how often each comes in an epoch. */
  readonly pictures: readonly { readonly image: Uint8Array; readonly caption: string; readonly repeats: number }[];
  /** What stands for it in captions; a textual inversion's token. */
  readonly word: string;
  /** The word that a textual inversion begins as. */
  readonly begin: string;
  /** Of a LoRA; vectors of a textual inversion. */
  readonly rank: number;
  readonly steps: number;
  readonly learningRate: number;
  /** A square's side in pixels that has the area of what is trained on. */
  readonly side: number;
  readonly batch: number;
  readonly seed: number;
  /** What is to stay as it is: so many pictures are drawn beforehand, of these words in turn. Null = nothing is. */
  readonly classPictures: { readonly captions: readonly string[]; readonly count: number } | null;
  /** What is drawn again and again to see how it goes; null = nothing. */
  readonly samples: { readonly prompts: readonly string[]; readonly everySteps: number; readonly seed: number } | null;
  /** Of a LoRA: attentions of all text encoders are trained, too. */
  readonly trainText?: true;
  /** What networks compute in; as usual for the model and the provider where left out. */
  readonly precision?: (typeof TRAINING.precisions)[number];
  /** Pictures are cropped by chance, each time elsewhere; in the middle where left out. */
  readonly randomCrop?: true;
  /** It is held from its beginning, until it is told to go on. */
  readonly isPaused?: true;
}
