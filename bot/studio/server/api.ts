import type { Order } from '#bot/domain/job.ts';
import type { PresetSettings } from '#bot/domain/preset.ts';

/** What the studio's server and its page say to each other, as JSON. Types only: both sides import it. */
export interface PictureCard {
  readonly index: number;
  readonly seed: number;
  readonly width: number;
  readonly height: number;
}

/** Settings that a job settled on, enough to make its picture again. */
export interface SettledCard {
  readonly model: string;
  readonly sampler: string;
  readonly steps: number;
  readonly guidance: number;
  readonly width: number;
  readonly height: number;
  readonly seed: number;
  readonly count: number;
}

/** A job as the page shows it; the newest card of a job replaces all older ones. */
export interface JobCard {
  readonly id: string;
  /** Rendered while somebody typed: it is shown once and belongs to no gallery. */
  readonly live: boolean;
  readonly parentId: string | null;
  readonly createdAt: number;
  readonly state: 'queued' | 'rendering' | 'done' | 'failed' | 'cancelled' | 'deleted';
  readonly order: Order;
  readonly style: string | null;
  /** Null where nothing was drawn. */
  readonly settled: SettledCard | null;
  /** Where the job stands, in one line. */
  readonly status: string;
  readonly notices: readonly string[];
  readonly step: number;
  readonly steps: number;
  readonly pictures: readonly PictureCard[];
  /** The newest estimate as a data: address. Null = no newer one than this page was sent before. */
  readonly preview: string | null;
  /** Milliseconds of sampling alone; null = not finished. */
  readonly denoiseMs: number | null;
}

export interface JobPage {
  readonly jobs: readonly JobCard[];
  /** Ask for `before` this to go on; null = that was all. */
  readonly next: number | null;
}

export interface StyleCard extends PresetSettings {
  readonly name: string;
  readonly description: string;
  /** Comes with Easel; editing it makes this place's own. */
  readonly readyMade: boolean;
}

export interface StyleList {
  readonly styles: readonly StyleCard[];
  /** The style that is used when none is chosen; null = plain. */
  readonly defaultStyle: string | null;
}

/** A style as the dialog sends it; null = as the model likes it. */
export interface TypedStyle extends Omit<PresetSettings, 'adapters'> {
  readonly name: string;
  readonly description: string;
  /** `lcm, blueprint:0.8` */
  readonly adapters: string;
}

/** A style was created or changed: under which name, and what was changed on the way. */
export interface StyleChange extends StyleList {
  readonly name: string;
  readonly notices: readonly string[];
}

export interface RendererCard {
  readonly id: string;
  readonly name: string;
  readonly device: string;
  readonly state: 'ready' | 'drawing' | 'starting' | 'draining' | 'down';
  /** Why it is down. */
  readonly reason: string | null;
  readonly resident: readonly { readonly model: string; readonly adapters: string; readonly stepMs: number }[];
  readonly rendering: number;
  readonly waiting: number;
  readonly memoryMib: number;
}

/** What can be asked for, within the limits that every job must keep. */
export interface OfferCard {
  readonly models: readonly { readonly name: string; readonly adapters: readonly string[] }[];
  readonly samplers: readonly string[];
  readonly stepsMax: number;
  readonly countMax: number;
  readonly guidanceMax: number;
  /** True when the bundled demonstration model is all there is. */
  readonly demonstration: boolean;
}

/** What the page learns when it opens. */
export interface StudioFacts {
  /** None: there is no token, and somebody may want to know how to add one. */
  readonly discord: 'none' | 'connecting' | 'connected';
  readonly suggestions: readonly string[];
}

export interface ClusterCard {
  readonly renderers: readonly RendererCard[];
  /** Null until a renderer has told. */
  readonly offer: OfferCard | null;
}

/** Tokens in each of the text encoder's windows. */
export interface TokenCard {
  /** Null = no renderer could count. */
  readonly windows: readonly number[] | null;
  readonly windowTokens: number;
}

/** What every refusal looks like: one sentence for people. */
export interface ApiRefusal {
  readonly error: string;
}
