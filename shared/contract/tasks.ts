import type { AdapterUse, Prompt } from '#shared/contract/messages.ts';

/**
 * What a renderer can be asked for, one message a kind, as proto/easel/v1/renderer.proto explains them. A kind is a member
 * here, in the oneof of the proto, and in the tables that read it on each side; nothing else need know of it.
 */
export interface TaskMessages {
  readonly draw: DrawTask;
  readonly upscale: UpscaleTask;
  readonly restore: RestoreTask;
  readonly describe: DescribeTask;
  readonly segment: SegmentTask;
  readonly animate: AnimateTask;
  readonly train: TrainTask;
  readonly preprocess: PreprocessTask;
}
export type TaskKind = keyof TaskMessages;

/** The envelope; `task` names the member of the oneof that is set. */
export type RenderRequest = {
  readonly jobId: string;
  readonly attempt: number;
  readonly epoch: number;
  readonly dispatcher?: string;
  /** Left out = in turn. */
  readonly priority?: number;
} & (
  | { readonly task: 'draw'; readonly draw: DrawTask }
  | { readonly task: 'upscale'; readonly upscale: UpscaleTask }
  | { readonly task: 'restore'; readonly restore: RestoreTask }
  | { readonly task: 'describe'; readonly describe: DescribeTask }
  | { readonly task: 'segment'; readonly segment: SegmentTask }
  | { readonly task: 'animate'; readonly animate: AnimateTask }
  | { readonly task: 'train'; readonly train: TrainTask }
  | { readonly task: 'preprocess'; readonly preprocess: PreprocessTask }
);

export interface DrawTask {
  readonly model: string;
  readonly prompt: Prompt | null;
  readonly negative: Prompt | null;
  readonly adapters: readonly AdapterUse[];
  readonly sampler: string;
  readonly karras: boolean;
  readonly steps: number;
  readonly guidance: number;
  readonly width: number;
  readonly height: number;
  readonly seed: number;
  readonly count: number;
  readonly clipSkip: number;
  readonly previews: PreviewWish | null;
  readonly parametersPrompt: string;
  readonly parametersNegative: string;
  /** From here on, who writes a plain request may leave things out. */
  readonly sigmas?: string;
  readonly eta?: Eta | null;
  readonly guidanceRescale?: number;
  readonly weighting?: string;
  readonly prompt2?: Prompt | null;
  readonly negative2?: Prompt | null;
  readonly sizeConditioning?: SizeConditioning | null;
  readonly source?: Source | null;
  readonly hires?: Hires | null;
  readonly refiner?: Refiner | null;
  readonly spacing?: string;
  readonly control?: Control | null;
  readonly imagePrompts?: readonly ImagePrompt[];
  readonly variation?: SeedVariation | null;
  readonly tile?: boolean;
  readonly stop?: number;
  readonly giveFlagged?: boolean;
  readonly ownAdapters?: readonly OwnAdapter[];
}
export interface OwnAdapter {
  readonly name: string;
  readonly file: Uint8Array;
  readonly weight: number;
  readonly word: string;
}
export interface SeedVariation {
  readonly seed: number;
  readonly strength: number;
}
export interface Control {
  readonly units: readonly ControlUnit[];
  readonly guess: boolean;
}
export interface ControlUnit {
  readonly network: string;
  readonly image: Uint8Array;
  readonly weight: number;
  readonly start: number;
  readonly end: number;
  /** Absent = nothing. */
  readonly preprocess?: string;
}
export interface ImagePrompt {
  readonly adapter: string;
  readonly pictures: readonly ImagePromptPicture[];
  readonly scope: string;
}
export interface ImagePromptPicture {
  readonly image: Uint8Array;
  readonly strength: number;
  readonly mask: Uint8Array;
}
export interface Eta {
  readonly value: number;
}
export interface SizeConditioning {
  readonly originalWidth: number;
  readonly originalHeight: number;
  readonly cropLeft: number;
  readonly cropTop: number;
  readonly aesthetic: Aesthetic | null;
}
export interface Aesthetic {
  readonly prompt: number;
  readonly negative: number;
}
export interface Source {
  readonly image: Uint8Array;
  readonly strength: number;
  readonly mask: Uint8Array;
  readonly margins: Margins | null;
  readonly imageGuidance: number;
  /** Left out by clients from before it was there. */
  readonly pasteBack?: PasteBack | null;
}
export interface PasteBack {
  readonly feather: number;
}
export interface Margins {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}
export interface Hires {
  readonly scale: number;
  readonly steps: number;
  readonly strength: number;
  readonly by: string;
  /** Left out by clients from before it was there. */
  readonly upscaler?: string;
}
export interface Refiner {
  readonly model: string;
  readonly highNoiseFraction: number;
}
export interface PreviewWish {
  readonly everySteps: number;
  readonly maxSide: number;
}

export interface UpscaleTask {
  readonly image: Uint8Array;
  readonly model: string;
  readonly scale: number;
  /** Left out by clients from before it was there. */
  readonly denoise?: DenoiseShare | null;
}
export interface DenoiseShare {
  readonly value: number;
}
export interface RestoreTask {
  readonly image: Uint8Array;
  readonly model: string;
  readonly fidelity: number;
}
export interface DescribeTask {
  readonly image: Uint8Array;
  readonly model: string;
  readonly scoreMin: number;
  readonly textsMax: number;
}
export interface SegmentTask {
  readonly image: Uint8Array;
  readonly model: string;
  readonly points: readonly SegmentPoint[];
  readonly box: SegmentBox | null;
  readonly text: string;
  readonly masksMax: number;
}
export interface SegmentPoint {
  readonly x: number;
  readonly y: number;
  readonly outside: boolean;
}
export interface SegmentBox {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}
export interface AnimateTask {
  readonly model: string;
  readonly image: Uint8Array;
  readonly prompt: Prompt | null;
  readonly negative: Prompt | null;
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly framesPerSecond: number;
  readonly steps: number;
  readonly guidance: number;
  readonly seed: number;
  readonly motion: number;
  readonly previews: PreviewWish | null;
  /** Left out by clients from before they were there. */
  readonly firstGuidance?: number;
  readonly imageNoise?: ImageNoise | null;
}
export interface ImageNoise {
  readonly value: number;
}
export interface TrainTask {
  readonly model: string;
  readonly method: string;
  readonly pictures: readonly TrainingPicture[];
  readonly word: string;
  readonly rank: number;
  readonly steps: number;
  readonly learningRate: number;
  readonly side: number;
  readonly batch: number;
  readonly seed: number;
  readonly begin?: string;
  readonly classPictures?: ClassPictures | null;
  readonly samples?: TrainingSamples | null;
  readonly paused?: boolean;
  readonly trainText?: boolean;
  readonly precision?: string;
  readonly randomCrop?: boolean;
}
export interface TrainingPicture {
  readonly image: Uint8Array;
  readonly caption: string;
  readonly repeats?: number;
}
export interface ClassPictures {
  readonly caption: string;
  readonly count: number;
  readonly others?: readonly string[];
}
export interface TrainingSamples {
  readonly prompts: readonly string[];
  readonly everySteps: number;
  readonly seed: number;
}
export interface PreprocessTask {
  readonly image: Uint8Array;
  readonly method: string;
  readonly side: number;
  readonly low: number;
  readonly high: number;
  /** Left out by clients from before it was there. */
  readonly model?: string;
}
