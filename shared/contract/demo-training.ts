/** How something of a kind is usually trained. */
export interface TrainingRecipe {
  readonly steps: number;
  /** Pictures of a step, and as many of the class where there are any. */
  readonly batch: number;
  readonly rate: number;
  /** Of a LoRA; vectors of new words. */
  readonly rank: number;
  /** Pictures of the class that it is to leave as it is. */
  readonly classPictures: number;
}

/**
 * The demo model is small: it takes larger steps, and few of them. From Discord and from the command line alike
 * (docs/training.md has what was measured).
 */
export const DEMO_TRAINING: Readonly<Record<'style' | 'subject' | 'words', TrainingRecipe>> = {
  style: { steps: 250, batch: 2, rate: 3e-3, rank: 4, classPictures: 0 },
  subject: { steps: 200, batch: 2, rate: 1.5e-3, rank: 4, classPictures: 12 },
  words: { steps: 400, batch: 1, rate: 2e-2, rank: 4, classPictures: 0 },
};
