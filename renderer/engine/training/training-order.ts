import type { AdamWSettings } from '#renderer/engine/training/adamw.ts';
import type { RateSchedule } from '#renderer/engine/training/learning-rate.ts';
import type { AverageSettings } from '#renderer/engine/training/moving-average.ts';
import type { LossWeighting } from '#renderer/engine/training/noising.ts';
import type { CaptionedPicture } from '#renderer/engine/training/training-pictures.ts';

/** Everything that decides what a training ends in, beside the model. */
export interface TrainingOrder {
  readonly pictures: readonly CaptionedPicture[];
  /** Of the kind that is not to change (Dreambooth, https://arxiv.org/abs/2208.12242); empty for none. */
  readonly classPictures: readonly CaptionedPicture[];
  readonly lora: LoraOrder | null;
  readonly words: WordsOrder | null;
  /** Every weight of the UNet, and of all text encoders where that is said, too; left out = none by itself. */
  readonly whole?: { readonly text: boolean };
  readonly steps: number;
  /** Pictures of a step's every batch, all of one size. */
  readonly batch: number;
  /** Batches of a step. */
  readonly accumulate: number;
  /** A square's side in pixels that has the area of what is trained. */
  readonly resolution: number;
  readonly flips: boolean;
  /** Pictures are cropped by chance, each time elsewhere (picture-crops.ts). Left out = in the middle. */
  readonly randomCrop?: true;
  /** Share of the captions that are left out, 0 … 1. */
  readonly captionDropout: number;
  /** Parts of captions between commas come in another order each time. Left out = as they are written. */
  readonly captionShuffle?: true;
  /** So many of them stay in front where they do. Left out = none. */
  readonly keptParts?: number;
  readonly seed: number;
  readonly rate: number;
  /** Of text encoders, and of new words beside a LoRA; left out = `rate`. */
  readonly textRate?: number;
  readonly schedule: Omit<RateSchedule, 'total'>;
  readonly adamw: AdamWSettings;
  readonly gradientMax: number | null;
  readonly weighting: LossWeighting;
  readonly noiseOffset: number;
  /** More noise on the noise of the latents, not of what is to be said of them; left out = none. */
  readonly inputPerturbation?: number;
  /** The timesteps that are trained, up to but not including the last; left out = all. */
  readonly timesteps?: readonly [from: number, until: number];
  /** The last timestep is noise alone (https://arxiv.org/abs/2305.08891). Left out = as the model's scheduler says. */
  readonly zeroSnr?: true;
  /** What networks compute in, with scaled losses. Left out = float32. */
  readonly precision?: 'float16';
  /** Keeps a mean of the trained numbers over the steps, which is what is written in the end; left out = none. */
  readonly average?: AverageSettings;
  /** What the class's pictures count. */
  readonly priorWeight: number;
  /** `prediction`: of them is kept what the model says before it is trained; left out = what they show. */
  readonly priorTarget?: 'prediction';
  /** Steps between checkpoints. */
  readonly saveEvery: number;
  /** Steps between looks at the same few noises, which says what is best; 0 or left out = none. */
  readonly checkEvery?: number;
}

/** What is trained by low rank. */
export interface LoraOrder {
  /** Ends of the names of the UNet's modules. */
  readonly targets: readonly string[];
  readonly rank: number;
  readonly alpha: number;
  /** Whether attentions of all text encoders are trained, too. */
  readonly text: boolean;
  /** Whether rows keep lengths of their own (trained-dora.ts), which only DORA_TARGETS can. Left out = no. */
  readonly dora?: true;
}

/** New token vectors, in every text encoder. */
export interface WordsOrder {
  /** What stands for them in captions. */
  readonly token: string;
  readonly count: number;
  /** The word that they begin as. */
  readonly begin: string;
  /**
   * Beside a LoRA (pivotal tuning): the step from which on they stay as they are; until then each step draws them
   * towards the spread of the vectors that the model knows. Left out = they are trained to the end, and not drawn.
   */
  readonly until?: number;
}

/** Before it takes steps: one more view of a picture has been encoded. */
export interface PictureEncoded {
  readonly kind: 'encoded';
}

/** What a training says while it runs. */
export type TrainingProgress =
  | PictureEncoded
  /** A step is done; loss is the mean over its batches. */
  | {
      readonly kind: 'step';
      readonly step: number;
      readonly of: number;
      readonly loss: number;
      readonly rate: number;
      readonly ms: number;
    }
  /** A step was left out because it had no numbers; after three in a row the training ends. */
  | { readonly kind: 'skipped'; readonly step: number }
  /** Gradients left half precision's range: the step is tried again, with losses scaled by so much. */
  | { readonly kind: 'overflowed'; readonly step: number; readonly scale: number }
  /** The loss on noises that are always the same, so that two of them can be compared. */
  | { readonly kind: 'checked'; readonly step: number; readonly loss: number }
  /** It can go on from here after whatever ends it. */
  | { readonly kind: 'saved'; readonly step: number; readonly file: string };
