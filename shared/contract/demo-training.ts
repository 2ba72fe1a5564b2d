/** How something of a kind is usually trained. */
export interface TrainingRecipe {
  readonly steps: number;
  /** Pictures of a step, and as many of the class where there are any. */
  readonly batch: number;
  readonly rate: number;
  /** Of a LoRA; vectors of new words. */
  readonly rank: number;
  /** Pictures of what it is to leave as it is. */
  readonly classPictures: number;
  /** What they show in place of its class, in turn; left out = its class. */
  readonly others?: readonly string[];
}

/**
 * Things of all colours: a small model learns a colour for everything, unless it is shown what keeps its own. The class
 * itself is not among them: with it a new thing long keeps the colour that its kind has.
 */
const OTHERS: readonly string[] = [
  'a green apple on the beach by day',
  'a yellow fish in a meadow by day',
  'a pink heart in the snow by day',
  'a blue balloon in the desert by day',
  'a red apple in the forest by day',
  'a purple umbrella in a meadow by day',
  'a green frog on the beach by day',
  'a white ghost in the snow by day',
  'a red balloon in a meadow by day',
  'a red pizza in the forest by day',
  'a yellow bus in the desert by day',
  'a pink donut on the beach by day',
];

/**
 * The demo model is small: it takes larger steps, and few of them. From Discord and from the command line alike
 * (docs/training.md has what was measured).
 */
export const DEMO_TRAINING: Readonly<Record<'style' | 'subject' | 'words', TrainingRecipe>> = {
  style: { steps: 250, batch: 2, rate: 3e-3, rank: 4, classPictures: 0 },
  subject: { steps: 140, batch: 2, rate: 1.5e-3, rank: 4, classPictures: 12, others: OTHERS },
  words: { steps: 400, batch: 1, rate: 2e-2, rank: 4, classPictures: 0 },
};
