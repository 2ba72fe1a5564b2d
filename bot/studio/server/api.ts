import type { Order } from '#bot/domain/job.ts';
import type { PresetSettings } from '#bot/domain/preset.ts';
import type { Explanation } from '#bot/ports/explanation.ts';
import type { RendererCard } from '#bot/studio/server/operator-api.ts';
import type { RichText } from '#shared/text/rich.ts';

/** What the studio's server and its page say to each other, as JSON. Types only: both sides import it. */
export interface PictureCard {
  readonly index: number;
  readonly seed: number;
  readonly width: number;
  readonly height: number;
}

/** A thing that was found in a picture; its mask lies at `/api/jobs/<id>/masks/<index>`, white on the thing. */
export interface MaskCard {
  readonly index: number;
  /** A number where everything was looked for; else empty. */
  readonly label: string;
  /** 0 … 1. */
  readonly score: number;
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
  /** Where it was asked for. */
  readonly origin: 'studio' | 'discord' | 'api';
  /** Who asked for it there; null = whoever sits here. */
  readonly by: string | null;
  readonly createdAt: number;
  readonly state: 'queued' | 'rendering' | 'done' | 'failed' | 'cancelled' | 'deleted';
  readonly order: Order;
  readonly style: string | null;
  /** Null where nothing was drawn. */
  readonly settled: SettledCard | null;
  /** Where the job stands, in one line. */
  readonly status: string;
  readonly notices: readonly RichText[];
  readonly step: number;
  readonly steps: number;
  /** Which machine draws it; null = none yet, or none any more. */
  readonly renderer: string | null;
  readonly pictures: readonly PictureCard[];
  /** Prompts that a described picture could be drawn from; `POST /api/jobs/<id>/draw` with `picture` draws one. */
  readonly suggestions: readonly string[];
  /** The surest first, or the largest where everything was looked for. */
  readonly masks: readonly MaskCard[];
  /** Its picture can be made larger: it has one, and a renderer has a network for that. */
  readonly canUpscale: boolean;
  /** Its faces can be mended, likewise. */
  readonly canRestore: boolean;
  /** It can be made to move, likewise. */
  readonly canAnimate: boolean;
  /** Its one picture moves: a WebP of many frames lies where another's picture does. */
  readonly moves: boolean;
  /** The newest estimate as a data: address. Null = no newer one than this page was sent before. */
  readonly preview: string | null;
  /** The step that it shows. */
  readonly previewStep: number | null;
  /** Milliseconds of sampling alone; null = not finished. */
  readonly denoiseMs: number | null;
}

export interface JobPage {
  readonly jobs: readonly JobCard[];
  /** Ask for `before` this to go on; null = that was all. */
  readonly next: number | null;
}

/** A stretch of what was found in the gallery: `POST /api/gallery`. */
export interface GalleryCard {
  /** All that there is, of which `works` is a stretch. */
  readonly total: number;
  /** Newest first; `others` of the same sentence stand behind it where groups were asked for. */
  readonly works: readonly { readonly card: JobCard; readonly others: number }[];
  /** Some server of Discord shows its pictures here. */
  readonly hasDiscord: boolean;
}

/** Where a job comes from, what came of it, and what was tried with the same sentence, itself included. */
export interface KinCard {
  readonly parent: JobCard | null;
  readonly children: readonly JobCard[];
  readonly alike: readonly JobCard[];
}

export interface StyleCard extends PresetSettings {
  readonly name: string;
  readonly description: string;
  /** Comes with Easel; editing it makes this place's own. */
  readonly readyMade: boolean;
  /** Where a picture of it lies that this machine drew when nobody drew anything; null = not drawn yet. */
  readonly picture: string | null;
}

/** What a style was after a change, the newest first: `GET /api/styles/<name>/versions`. */
export interface StyleVersionCard {
  readonly version: number;
  readonly at: number;
  /** What became another, in one line. */
  readonly what: string;
}

export interface StyleList {
  readonly styles: readonly StyleCard[];
  /** The style that is used when none is chosen; null = plain. */
  readonly defaultStyle: string | null;
}

/** A picture that was handed in: what a command is given for it, and its size in pixels. */
export interface KeptPicture {
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
  /** More than one: it moved, and its first one is kept. */
  readonly frames: number;
}

/** Something that a command can be given, so that the page can ask for it. */
export interface OptionCard {
  readonly name: string;
  /** The name in the reader's language. */
  readonly label: string;
  readonly kind: 'text' | 'integer' | 'number' | 'seed' | 'boolean' | 'choice' | 'picture';
  readonly description: string;
  readonly required: boolean;
  readonly charactersMax: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  /** `/api/complete` knows what it may become. */
  readonly completes: boolean;
}

/** A command as the page offers it. */
export interface CommandCard {
  /** `style create`: run by `POST /api/commands/style/create`. */
  readonly call: string;
  readonly description: string;
  readonly answers: CommandReply['answer'];
  /** The key that runs it; null = none. */
  readonly key: string | null;
  readonly options: readonly OptionCard[];
}

/** What a command answers. */
export type CommandReply =
  | { readonly answer: 'panel'; readonly job: JobCard }
  | {
      readonly answer: 'card';
      readonly heading: RichText;
      readonly paragraphs: readonly RichText[];
      readonly fields: readonly { readonly name: RichText; readonly value: RichText }[];
      readonly notices: readonly RichText[];
      /** The style that the card is about. */
      readonly style: string | null;
      /** A text file that goes with it. */
      readonly file: { readonly name: string; readonly text: string } | null;
    }
  | { readonly answer: 'sentence'; readonly sentence: string };

/** Something that a typed name may become. */
export interface CompletionCard {
  readonly value: string;
  readonly label: string;
}

/** A model as the page offers it. */
export interface ModelCard {
  readonly name: string;
  readonly adapters: readonly { readonly name: string; readonly triggers: readonly string[] }[];
  /** The only words that it knows, what it draws best first; none = it does not say. */
  readonly words: readonly string[];
  /** What of them may be offered for words that it does not know. */
  readonly alike: Readonly<Record<string, string>>;
  /** Names for /imagine's `control`: networks that read a control picture for it. */
  readonly controls: readonly string[];
  /** It can be given pictures that the new one shall be like. */
  readonly likesPictures: boolean;
  /** It makes style and layout in places of their own, so that either can be taken alone. */
  readonly keepsStyleApart: boolean;
}

/** What can be asked for, within the limits that every job must keep. */
export interface OfferCard {
  readonly models: readonly ModelCard[];
  readonly samplers: readonly { readonly name: string; readonly stepsMax: number }[];
  readonly stepsMax: number;
  readonly countMax: number;
  readonly guidanceMax: number;
  /** Networks that can enlarge a picture between two passes. */
  readonly upscalers: readonly string[];
  /** True when the bundled demonstration model is all there is. */
  readonly demonstration: boolean;
}

/** What the page learns when it opens. */
export interface StudioFacts {
  /** None: there is no token, and somebody may want to know how to add one. */
  readonly discord: 'none' | 'connecting' | 'connected';
  readonly suggestions: readonly string[];
  /** Small pictures are drawn for choices when nothing else is to be done. */
  readonly sketches: boolean;
  /** What whoever reads the page may do; `all` = sits at the machine. */
  readonly access: 'look' | 'draw' | 'all';
  /** Others can be let in: `POST /api/access`. */
  readonly canShare: boolean;
  /** There are servers whose rules they may look after: `GET /api/rules`. */
  readonly canRule: boolean;
}

export interface ClusterCard {
  readonly renderers: readonly RendererCard[];
  /** Null until a renderer has told. */
  readonly offer: OfferCard | null;
  /** Some renderer finds what a click on a picture is on: `POST /api/segment`. */
  readonly findsThings: boolean;
  /** Ways in which some renderer makes a control picture of another one. */
  readonly methods: readonly string[];
}

/** Why a draft could not be drawn. */
export interface ProblemCard {
  readonly sentence: string;
  /** The stretch of the prompt that it is about (UTF-16 offsets); null = something else. */
  readonly from: number | null;
  readonly to: number | null;
}

/** A draft as it would be drawn now. */
export interface ReadingCard {
  /** Null = no renderer has told yet, or the style or model that is named cannot be had. */
  readonly model: string | null;
  /** Tokens in each of the text encoder's windows; null = no renderer could count. */
  readonly windows: readonly number[] | null;
  readonly windowTokens: number;
  /** Null = it could not be drawn. */
  readonly settled: Pick<SettledCard, 'sampler' | 'steps' | 'guidance' | 'width' | 'height'> | null;
  readonly problems: readonly ProblemCard[];
}

/** A draft taken apart: `POST /api/explain` with the fields of a draft. */
export interface ExplainCard extends Pick<Explanation, 'chosen' | 'reading'> {
  readonly problems: readonly RichText[];
  readonly notices: readonly RichText[];
}

/**
 * What a draft comes to before anything of it is drawn: `POST /api/plan` with the fields of a draft. Of several prompts
 * each is asked for by itself.
 */
export interface PlanCard {
  /** One for each text that `{a, b}` asks for; usually one. */
  readonly prompts: readonly string[];
  readonly pictures: number;
  /** Milliseconds until all are drawn, when nothing else is; null = nobody's speed is known. */
  readonly expectedMs: number | null;
}

/** A preview as it was seen. */
export interface PreviewCard {
  readonly step: number;
  /** A data: address. */
  readonly address: string;
}

/** The name of a sketch that is drawn; null = not yet; false = it cannot be. */
export type SketchCard = string | null | false;

/** What every refusal looks like: one sentence for people. */
export interface ApiRefusal {
  readonly error: string;
}
