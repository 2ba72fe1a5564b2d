import type { ValidAnimate } from '#renderer/engine/contract/animate-task.ts';
import type { ValidDescribe } from '#renderer/engine/contract/describe-task.ts';
import type { ValidImagePrompt } from '#renderer/engine/contract/image-prompt.ts';
import type { AdapterFile, ControlChoice, ModelChoice } from '#renderer/engine/contract/model-choice.ts';
import type { OwnAdapterFile } from '#renderer/engine/contract/own-adapter.ts';
import type { ValidPreprocess } from '#renderer/engine/contract/preprocess-task.ts';
import type { ValidRestore } from '#renderer/engine/contract/restore-task.ts';
import type { ValidSegment } from '#renderer/engine/contract/segment-task.ts';
import type { ValidTrain } from '#renderer/engine/contract/train-task.ts';
import type { UpscalerChoice, ValidUpscale } from '#renderer/engine/contract/upscale-task.ts';
import type { SigmaSpacing, TimestepSpacing, Weighting } from '#shared/contract/bounds.ts';
import type { Prompt } from '#shared/contract/messages.ts';
import type { INPAINT_METHOD } from '#shared/contract/preprocess-methods.ts';

/** A task that has been admitted, by its kind. A kind is here once the engine has networks for it. */
export type ValidTask =
  | ValidRender
  | ValidUpscale
  | ValidDescribe
  | ValidPreprocess
  | ValidRestore
  | ValidSegment
  | ValidAnimate
  | ValidTrain;

/** Pictures to be drawn: every limit holds, every name is resolved. */
export interface ValidRender {
  readonly kind: 'draw';
  readonly model: ModelChoice;
  readonly prompt: Prompt;
  readonly negative: Prompt;
  /** For the second text encoder (SDXL line), where it is told something else; null = the same. */
  readonly prompt2: Prompt | null;
  readonly negative2: Prompt | null;
  /** How weights in a prompt change what the text encoders say. */
  readonly weighting: Weighting;
  readonly sampler: string;
  /** Null = as the model's file says. */
  readonly sigmas: SigmaSpacing | null;
  /** Of timesteps; null = as the model's file says. */
  readonly spacing: TimestepSpacing | null;
  /** Null = the sampler's own. */
  readonly eta: number | null;
  readonly steps: number;
  readonly guidance: number;
  /** 0 = off; 1 = the guided output has the spread of the unguided one. */
  readonly guidanceRescale: number;
  readonly width: number;
  readonly height: number;
  /** Of the first picture; picture i has (seed + i) mod 2^32. */
  readonly seed: number;
  readonly count: number;
  readonly clipSkip: number;
  readonly sizeConditioning: ValidSizeConditioning;
  readonly source: ValidSource | null;
  readonly hires: ValidHires | null;
  readonly refiner: ValidRefiner | null;
  /** LoRAs of this render alone, added at run time: another render with the same model may have others. */
  readonly styleLoras: readonly AdapterFile[];
  /** Adapters that it brings itself; none when left out. */
  readonly ownAdapters?: readonly OwnAdapterFile[];
  /** Pictures beside the words. */
  readonly imagePrompts: readonly ValidImagePrompt[];
  readonly control: ValidControl;
  /** Noise of other seeds that is mixed into that of `seed`; each picture has its own seed alone when left out. */
  readonly variation?: ValidVariation | null;
  /** The picture goes on at its opposite edges. */
  readonly tile?: boolean;
  /** Above 0, below 1: the share of the steps after which the picture is taken as it is by then; all when left out. */
  readonly stop?: number | null;
  /** What the check of pictures would withhold is given, flagged. */
  readonly giveFlagged?: boolean;
  readonly previews: { readonly everySteps: number; readonly maxSide: number } | null;
  /** Higher goes first at every step, within bounds; 0 when left out. */
  readonly priority?: number;
  /** The prompts as typed, for the picture's metadata. */
  readonly parameters: { readonly prompt: string; readonly negative: string };
}

/** A1111's variation seed: all pictures begin with the noise of the render's seed, mixed with that of their own. */
export interface ValidVariation {
  /** Of the first picture; picture i has (seed + i) mod 2^32. */
  readonly seed: number;
  /** 0 … 1: 0 = the noise of the render's seed, 1 = that of this one. */
  readonly strength: number;
}

/** What steers a render by pictures. */
export interface ValidControl {
  readonly units: readonly ValidControlUnit[];
  /** Networks see the prompt's half alone, and act less the further out they act: the picture counts more than words. */
  readonly guess: boolean;
}

/** One network with its picture. */
export interface ValidControlUnit {
  readonly network: ControlChoice;
  /**
   * PNG, JPEG or WebP: a control map, such as edges. Brought to the render's size as it is, whatever its shape. Empty =
   * the picture that the render starts from, which `inpaint` alone can do.
   */
  readonly image: Uint8Array;
  /** How strongly it acts, 0 … 2. */
  readonly weight: number;
  /** The part of the steps in which it acts, 0 … 1. */
  readonly start: number;
  readonly end: number;
  /** What is made of the image first; left out where it is a control picture. */
  readonly preparation?: Pick<ValidPreprocess, 'method' | 'network'> | { readonly method: typeof INPAINT_METHOD };
}

/** What networks of the SDXL line are told about the picture besides words. Others do not listen. */
export interface ValidSizeConditioning {
  /** Pixels of the picture that it is said to be cut from; null = the render's own size. */
  readonly original: { readonly width: number; readonly height: number } | null;
  /** Where it is said to be cut, in pixels. */
  readonly crop: { readonly left: number; readonly top: number };
  /** Scores 0 … 10 for the prompt and the negative prompt; refiners only. */
  readonly aesthetic: { readonly prompt: number; readonly negative: number };
}

/** The picture that a render starts from. */
export interface ValidSource {
  /** PNG, JPEG or WebP. Scaled and cut to the render's size less the margins, its middle kept. */
  readonly image: Uint8Array;
  /** 0 … 1: the share of the steps that is taken; 1 keeps the least of the picture. */
  readonly strength: number;
  /** PNG, JPEG or WebP, treated like the image: white is drawn anew, black is kept. Null = all is drawn anew. */
  readonly mask: Uint8Array | null;
  /** Pixels to be drawn round the image (outpainting), inside the render's size. */
  readonly margins: ValidMargins | null;
  /** How much models that edit by instruction keep to the image; others do not listen. */
  readonly imageGuidance: number;
  /** With a mask or margins: what is kept is the given picture itself, fading out over so many pixels; null = off. */
  readonly pasteBack: { readonly feather: number } | null;
}

export interface ValidMargins {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A second pass at a larger size, from the result of the first. */
export interface ValidHires {
  /** Of the finished picture, in pixels. */
  readonly width: number;
  readonly height: number;
  readonly steps: number;
  /** 0 … 1: the share of those steps that is taken. */
  readonly strength: number;
  /** What is enlarged: the latents (bilinear), or the decoded picture (Lanczos, or by a network). */
  readonly by: 'latent' | 'pixels' | 'upscaler';
  /** The network; there where `by` is upscaler. */
  readonly upscaler?: UpscalerChoice;
}

/** A second model for the last steps. */
export interface ValidRefiner {
  readonly model: ModelChoice;
  /** 0 … 1: the share of the noise that the first model takes away. */
  readonly highNoiseFraction: number;
}
