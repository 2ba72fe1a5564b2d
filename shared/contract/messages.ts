/**
 * The messages of proto/easel/v1/renderer.proto as they look in TypeScript after loading (camelCase, every field present,
 * absent messages null). Meaning, units and order are explained there; a test holds the two against each other.
 */
export interface Span {
  readonly text: string;
  readonly weight: number;
}
export interface Chunk {
  readonly spans: readonly Span[];
}
export interface Prompt {
  readonly chunks: readonly Chunk[];
  /** Who writes a plain prompt may leave it out. */
  readonly subjects?: readonly Subject[];
}
export interface Subject {
  readonly weight: number;
  readonly variants: readonly Variant[];
  readonly variantOfStep: readonly number[];
}
export interface Variant {
  readonly chunks: readonly Chunk[];
}
export interface AdapterUse {
  readonly name: string;
  readonly weight: number;
  readonly textWeight?: TextWeight | null;
}
export interface TextWeight {
  readonly value: number;
}

export interface AttachRequest {
  readonly jobId: string;
  readonly attempt: number;
  readonly epoch: number;
  readonly dispatcher?: string;
}

export interface Accepted {
  readonly position: number;
  readonly begun: boolean;
}
export interface Started {
  readonly steps: number;
  readonly loadMs: number;
}
export interface Step {
  readonly step: number;
  readonly steps: number;
  readonly stepMs: number;
  /** Of a training; left out or 0 = it says none. */
  readonly loss?: number;
  /** Of a training that is held after this step. */
  readonly paused?: boolean;
}
export interface Preview {
  readonly step: number;
  readonly data: Uint8Array;
  readonly mime: string;
  readonly width: number;
  readonly height: number;
}
/** What a training would give if it ended now. */
export interface Interim {
  readonly step: number;
  readonly data: Uint8Array;
  readonly mime: string;
}
/** What the pieces of every file have. */
export interface FilePiece {
  readonly data: Uint8Array;
  readonly last: boolean;
  readonly size: number;
  readonly sha256: string;
}
export interface Picture extends FilePiece {
  readonly index: number;
  readonly seed: number;
  readonly width: number;
  readonly height: number;
  readonly mime: string;
  readonly alpha: boolean;
  /** Left out by renderers from before it was there. */
  readonly flagged?: boolean;
}
export interface TextResult {
  readonly index: number;
  readonly text: string;
  readonly score: number;
  /** Left out by renderers from before it was there. */
  readonly kind?: string;
}
export interface MaskResult extends FilePiece {
  readonly index: number;
  readonly label: string;
  readonly score: number;
  readonly width: number;
  readonly height: number;
}
export interface AnimationResult extends FilePiece {
  readonly seed: number;
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly framesPerSecond: number;
  readonly mime: string;
}
export interface FileResult extends FilePiece {
  readonly kind: string;
  readonly mime: string;
  /** The step after which a training had no numbers any more; left out or 0 = it had. */
  readonly brokeOffAt?: number;
}
export interface Finished {
  readonly timings: Timings | null;
  readonly provider: string;
}
export interface Heartbeat {}
export interface Timings {
  readonly queuedMs: number;
  readonly loadMs: number;
  readonly encodeMs: number;
  readonly denoiseMs: number;
  readonly decodeMs: number;
  readonly totalMs: number;
  readonly unetCalls: number;
}

/** The oneof of the proto; `event` names the member that is set. */
export type RenderEvent = { readonly seq: number } & (
  | { readonly event: 'accepted'; readonly accepted: Accepted }
  | { readonly event: 'started'; readonly started: Started }
  | { readonly event: 'step'; readonly step: Step }
  | { readonly event: 'preview'; readonly preview: Preview }
  | { readonly event: 'picture'; readonly picture: Picture }
  | { readonly event: 'finished'; readonly finished: Finished }
  | { readonly event: 'heartbeat'; readonly heartbeat: Heartbeat }
  | { readonly event: 'text'; readonly text: TextResult }
  | { readonly event: 'mask'; readonly mask: MaskResult }
  | { readonly event: 'animation'; readonly animation: AnimationResult }
  | { readonly event: 'file'; readonly file: FileResult }
  | { readonly event: 'interim'; readonly interim: Interim }
);

export interface DescribeRequest {}
export interface Description {
  readonly name: string;
  readonly version: string;
  readonly device: Device | null;
  readonly models: readonly Model[];
  readonly samplers: readonly SamplerInfo[];
  readonly limits: Limits | null;
  readonly tasks: readonly string[];
  /** Left out by renderers from before it was there. */
  readonly draws?: readonly string[];
  /** Renderers that know of none leave it out. */
  readonly upscalers?: readonly UpscalerInfo[];
  readonly describers?: readonly SeerInfo[];
  readonly segmenters?: readonly SeerInfo[];
  readonly restorers?: readonly SeerInfo[];
  readonly preprocessors?: readonly PreprocessorInfo[];
  /** Renderers that bring no models leave it out. */
  readonly pullable?: readonly PullableModel[];
  /** Renderers that know of none leave it out. */
  readonly animators?: readonly AnimatorInfo[];
}
export interface AnimatorInfo {
  readonly name: string;
  readonly frames: number;
  readonly defaultWidth: number;
  readonly defaultHeight: number;
  readonly licence: string;
}
export interface PullableModel {
  readonly name: string;
  readonly title: string;
  readonly bytes: number;
  readonly licence: string;
  readonly licenceLink: string;
}
export interface PreprocessorInfo {
  readonly method: string;
  readonly model: string;
  readonly licence: string;
}
export interface UpscalerInfo {
  readonly name: string;
  readonly scale: number;
  readonly licence: string;
  /** Left out by renderers from before it was there. */
  readonly denoises?: boolean;
}
export interface SeerInfo {
  readonly name: string;
  readonly kind: string;
  readonly licence: string;
  readonly words?: boolean;
}
export interface Device {
  readonly provider: string;
  readonly reason: string;
  readonly threads: number;
}
export interface Model {
  readonly name: string;
  readonly family: string;
  readonly defaultWidth: number;
  readonly defaultHeight: number;
  readonly adapters: readonly AdapterInfo[];
  readonly demonstration: boolean;
  readonly windowTokens: number;
  readonly defaults?: Defaults | null;
  readonly needs?: readonly string[];
  readonly words?: readonly string[];
  readonly notes?: readonly Note[];
  /** Renderers that know of none leave it out. */
  readonly imageAdapters?: readonly ImageAdapterInfo[];
  readonly controlNetworks?: readonly ControlNetworkInfo[];
}
export interface ControlNetworkInfo {
  readonly name: string;
  readonly kind: string;
  readonly licence: string;
}
export interface ImageAdapterInfo {
  readonly name: string;
  readonly kind: string;
  readonly licence: string;
}
export interface Note {
  readonly text: string;
  readonly said: string;
}
export interface Defaults {
  readonly sampler: string;
  readonly karras: boolean;
  readonly steps: number;
  readonly guidance: number;
  readonly clipSkip: number;
  readonly spacing?: string;
}
export interface AdapterInfo {
  readonly name: string;
  readonly kind: string;
  readonly weight?: number;
  readonly switchable?: boolean;
  readonly triggers?: readonly string[];
  readonly notes?: readonly Note[];
}
export interface SamplerInfo {
  readonly name: string;
  readonly hasKarras: boolean;
  readonly stepsMax?: number;
  readonly hasSpacing?: boolean;
}
export interface Limits {
  readonly sideMin: number;
  readonly sideMax: number;
  readonly sideMultiple: number;
  readonly pixelsMax: number;
  readonly stepsMax: number;
  readonly countMax: number;
  readonly guidanceMax: number;
  readonly promptCharsMax: number;
  readonly adaptersMax: number;
  readonly queueMax: number;
  readonly graceMs: number;
  /** Left out, or 0, by renderers from before it was there. */
  readonly modelsMax?: number;
}

export interface WatchRequest {}
export type RendererPhase =
  | 'RENDERER_PHASE_UNSPECIFIED'
  | 'RENDERER_PHASE_STARTING'
  | 'RENDERER_PHASE_READY'
  | 'RENDERER_PHASE_DRAINING';
export interface RendererState {
  readonly phase: RendererPhase;
  readonly resident: readonly ResidentModel[];
  readonly rendering: number;
  readonly waiting: number;
  readonly memoryMib: number;
  readonly engineStarts: number;
}
export interface ResidentModel {
  readonly model: string;
  readonly adapters: readonly AdapterUse[];
  readonly stepMs: number;
}
