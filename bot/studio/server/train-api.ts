// What the studio's server and its page say to each other of training models. Types only, as in api.ts.

/** A picture as the page has it between requests. */
export interface TrainPictureCard {
  readonly name: string;
  readonly image: { readonly sha256: string; readonly bytes: number; readonly mime: string };
  readonly caption: string;
  readonly repeats: number;
}

/** What came of files: `POST /api/train-files?name=…` with the bytes of one. */
export interface TrainFilesCard {
  readonly pictures: readonly TrainPictureCard[];
  readonly refused: readonly { readonly name: string; readonly reason: string }[];
}

/**
 * What is to be trained: `POST /api/train/plan`, `/api/train/describe` and `/api/train/start`; what was, with a name
 * that is free: `GET /api/train/<name>/wish`.
 */
export interface TrainWishCard {
  readonly kind: 'style' | 'subject' | 'words';
  readonly name: string;
  readonly about: string;
  /** As usual where left out, like what follows. */
  readonly model?: string;
  readonly steps?: number;
  readonly trainText?: boolean;
  readonly precision?: 'float32' | 'float16';
  readonly randomCrop?: boolean;
  readonly pictures: readonly TrainPictureCard[];
}

export interface TrainPlanCard {
  readonly model: string;
  readonly steps: number;
  /** Null where nothing was measured. */
  readonly seconds: number | null;
  /** At least; null = little. */
  readonly memoryGib: number | null;
  readonly captions: readonly string[];
  readonly notices: readonly string[];
}

/** What came of ending or deleting something, as a sentence. */
export interface TrainOutcome {
  readonly said: string;
  /** What was deleted comes back by taking this job back; left out where it cannot. */
  readonly jobId?: string;
}

/** Something that was trained, or is being trained: `GET /api/train`. */
export interface TrainedCard {
  readonly name: string;
  readonly kind: TrainWishCard['kind'];
  readonly word: string;
  readonly isDone: boolean;
  /** The step after which its losses were no numbers: it is what was before. Null = they were. */
  readonly brokeOffAt: number | null;
  /** The step of what can be tried of it before it ends; null = nothing, or it has ended. */
  readonly interimStep: number | null;
  readonly isPaused: boolean;
  readonly step: number;
  readonly of: number;
  /** Expected, until it is done; null = not known. */
  readonly secondsLeft: number | null;
  /** It takes longer than was expected when it began. */
  readonly isLate: boolean;
  readonly losses: readonly { readonly step: number; readonly loss: number }[];
  /** Steps of samples, the first and the newest, each at `/api/train/<name>/samples?step=`. */
  readonly sampleSteps: readonly number[];
  /** What it is trained with; null = it is forgotten. */
  readonly how: TrainHowCard | null;
}

/** What a training was asked for. */
export interface TrainHowCard {
  readonly model: string;
  readonly rank: number;
  readonly rate: number;
  readonly seed: number;
  readonly pictures: number;
  readonly trainText: boolean;
  readonly randomCrop: boolean;
  /** Null = as usual. */
  readonly precision: string | null;
  /** Of a step as measured; null = it was not. */
  readonly stepMs: number | null;
  /** Of the file; null = there is none yet. */
  readonly bytes: number | null;
  /** What samples show, and how often. */
  readonly samplePrompts: readonly string[];
  readonly sampleEvery: number;
}

export interface TrainList {
  readonly canDescribe: boolean;
  /** Models that can be trained, the usual one first. */
  readonly models: readonly string[];
  readonly trained: readonly TrainedCard[];
}
