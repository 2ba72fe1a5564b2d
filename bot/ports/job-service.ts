import type { Job, JobId, JobView, Member, Order, PanelAddress, Place, StoredPicture } from '#bot/domain/job.ts';
import type { PictureArea } from '#bot/domain/picture-area.ts';
import type { BlobRef, TaskOf } from '#bot/domain/task.ts';
import type { DeliveryBook } from '#bot/ports/delivery.ts';
import type { Explanation } from '#bot/ports/explanation.ts';
import type { GalleryQuery, GalleryStretch, Kin, SeenPlace } from '#bot/ports/gallery.ts';
import type { JobBin, JobServers } from '#bot/ports/job-bin.ts';
import type { PanelTerm } from '#bot/ports/leadership.ts';
import type { DrawnBy, RecentQuery } from '#bot/ports/ledger.ts';
import type { OrderPlan } from '#bot/ports/order-plan.ts';
import type { GivenPicture, TakenPicture } from '#bot/ports/picture-intake.ts';
import type { PreferenceStore } from '#bot/ports/preferences.ts';
import type { ReviewService } from '#bot/ports/reviews.ts';
import type { RoleLimitStore } from '#bot/ports/role-limits.ts';
import type { ServerRules } from '#bot/ports/server-rules.ts';
import type { TrainingService } from '#bot/ports/training.ts';
import type { PreprocessMethod } from '#shared/contract/preprocess-methods.ts';
import type { TaskKind } from '#shared/contract/tasks.ts';

/** A request that has come in at a platform's door. */
export interface Submission {
  readonly requestKey: string;
  readonly place: Place;
  readonly member: Member;
  readonly order: Order;
  readonly parentId?: JobId;
  /** What an edit takes over of its parent's pictures where it brings none of that kind; everything when left out. */
  readonly keeps?: readonly PictureKind[];
}

/** What pictures say beside the words: where it starts, what it shall be like, what it follows. */
export const PICTURE_KINDS = ['start', 'like', 'control'] as const satisfies readonly (keyof Order)[];

export type PictureKind = (typeof PICTURE_KINDS)[number];

/** Ways to draw more round a picture. */
export const OUTPAINTINGS = ['zoom-1.5', 'zoom-2', 'left', 'right', 'up', 'down', 'square'] as const;

/** Ways to go on from a picture: a little or much of it changes, or more is drawn round it. */
export const VARIATIONS = ['subtle', 'strong', ...OUTPAINTINGS] as const;

export type Variation = (typeof VARIATIONS)[number];

/** A picture to go on from: one of a job's, or one that was taken in. */
export type PictureWish = { readonly jobId: JobId; readonly pictureIndex: number } | { readonly picture: TakenPicture };

/** Which picture to go on from, and how. `region`: only what is white in the mask is drawn anew; or a part that was found. */
export type VaryWish = PartWish | LargerWish | PictureVaryWish;

/** A thing that a job has found in its picture, by its index: it alone is drawn anew. */
export interface PartWish {
  readonly variation: 'part';
  readonly jobId: JobId;
  readonly part: number;
  readonly prompt: string;
}

/** One of a job's pictures as it is, so many times larger and drawn once more in part. */
export interface LargerWish {
  readonly variation: 'larger';
  readonly jobId: JobId;
  readonly pictureIndex: number;
  readonly scale: number;
}

export type PictureVaryWish = PictureWish & {
  /** What to draw; the job's own words where nothing is said. */
  readonly prompt?: string;
} & (
    | { readonly variation: Variation }
    | { readonly variation: 'region'; readonly mask: GivenPicture | PictureArea; readonly strength?: number }
  );

/** Which picture is made larger, and how much; `scale` 0 = as the renderer's network does it. */
export type UpscaleWish = {
  readonly scale: number;
  /** Name of a network, in any case of letters; left out = the renderer's first. */
  readonly by?: string | undefined;
  /** 0 … 1: how much noise goes; left out = as the network's file has it. */
  readonly denoise?: number | undefined;
} & ({ readonly jobId: JobId; readonly pictureIndex: number } | { readonly image: BlobRef; readonly words: string });

/** In which picture faces are mended, and how near to what they were, 0 … 1. */
export type RestoreWish = { readonly fidelity: number } & (
  | { readonly jobId: JobId; readonly pictureIndex: number }
  | { readonly image: BlobRef; readonly words: string }
);

/** Which picture is made to move, and how much, above 0 and up to 1; 0 = as usual. */
export type AnimateWish = { readonly motion: number } & (
  | { readonly jobId: JobId; readonly pictureIndex: number }
  | { readonly picture: TakenPicture; readonly words: string }
);

/** Of which picture a control picture is made, and how; thresholds are canny's, 0 where none are said. */
export type PreprocessWish = PictureWish & {
  readonly method: PreprocessMethod;
  readonly low: number;
  readonly high: number;
};

/** A picture of a job's, or that was taken in (`words` is what it is called), and what is to be seen in it. */
export type LookWish = (
  | { readonly jobId: JobId; readonly pictureIndex: number }
  | { readonly image: BlobRef; readonly words: string; readonly parentId?: JobId }
) &
  (
    | { readonly task: 'describe' }
    /** What points and box are on; everything that stands out without either. `masksMax` 0 = as the renderer likes. */
    | ({ readonly task: 'segment'; readonly replacing?: Replacing } & Pick<
        TaskOf<'segment'>,
        'points' | 'box' | 'masksMax'
      >)
  );

/** What is to be drawn in the place of one of the things, and which of them was meant, in words; who asked chooses it. */
export interface Replacing {
  readonly order: Omit<Order, 'start'>;
  readonly picture: TakenPicture;
  readonly strength?: number;
  readonly what: string;
}

/** Files of a picture and of masks of its size, white on the thing. */
export interface FoundParts {
  readonly picture: Uint8Array;
  readonly masks: readonly Uint8Array[];
}

/** Seconds of drawing in 24 hours: allowed, drawn, and foreseen of what is open. */
export interface DayOfMember {
  readonly max: number;
  readonly used: number;
  readonly open: number;
}

/** Everything a platform may do with jobs. All methods throw Failure with a sentence for the member. */
export interface JobService extends JobBin, JobServers {
  /** What the roles of servers let their members draw. */
  readonly roleLimits: RoleLimitStore;
  /** Pictures that went further than their panels, and members who want to be told. */
  readonly delivery: DeliveryBook;
  /** How members like to draw. */
  readonly preferences: PreferenceStore;
  /** What moderators look at. */
  readonly reviews: ReviewService;
  /** What servers say about themselves: their settings, and the log of changes. */
  readonly rules: ServerRules;
  /** Settles, checks limits and stores the order. When it returns, the job is durable and shows as queued. */
  submit(submission: Submission): Promise<JobView>;
  /** The same order with a new seed, or with the one after its last picture's, as a child job. Anybody may; the child belongs to who asked. */
  reroll(
    jobId: JobId,
    request: Omit<Submission, 'order' | 'parentId'>,
    how?: { readonly next: boolean },
  ): Promise<JobView>;
  /** From here on the job's seed counts as typed, so that who edits it keeps it; the seed. Owner only. */
  keepSeed(jobId: JobId, member: Member): Promise<number>;
  /** A private job is seen by all from now on. Owner only. */
  publish(jobId: JobId, member: Member): Promise<JobView>;
  /** From a picture, with a new seed. Anybody may; what comes of a job's picture is its child and belongs to who asked. */
  vary(wish: VaryWish, request: Omit<Submission, 'order' | 'parentId'>): Promise<JobView>;
  /** What a draft promised: the same seed with all its steps. Anybody may; the child belongs to who asked. */
  finish(jobId: JobId, request: Omit<Submission, 'order' | 'parentId'>): Promise<JobView>;
  /**
   * A picture made larger: one of a job's, as its child, or one that was taken in. Anybody may; the job belongs to who
   * asked.
   */
  upscale(wish: UpscaleWish, request: Omit<Submission, 'order' | 'parentId'>): Promise<JobView>;
  /** A picture with its faces mended, likewise. */
  restore(wish: RestoreWish, request: Omit<Submission, 'order' | 'parentId'>): Promise<JobView>;
  /** A picture that moves: one of a job's, as its child, or one that was taken in. Anybody may. */
  animate(wish: AnimateWish, request: Omit<Submission, 'order' | 'parentId'>): Promise<JobView>;
  /** What is in a picture, in words or as masks. The job belongs to who asked. */
  look(wish: LookWish, request: Omit<Submission, 'order' | 'parentId'>): Promise<JobView>;
  /** What the order comes to: one for each text that `{a, b}` asks for, with what they cost. Nothing is stored. */
  plan(order: Order, asker: Pick<Submission, 'place' | 'member'>): Promise<OrderPlan>;
  /** How the order would be read and drawn now; nothing is stored. */
  explain(order: Order, asker: Pick<Submission, 'place' | 'member'>): Promise<Explanation>;
  /** The control picture of a picture: one of a job's, as its child, or one that was taken in. Anybody may. */
  preprocess(wish: PreprocessWish, request: Omit<Submission, 'order' | 'parentId'>): Promise<JobView>;
  /** Milliseconds that renderers spent on somebody's done jobs since then. */
  drawnMs(of: DrawnBy): Promise<number>;
  /** What the member had of the 24 hours that their roles limit there; null = they limit nothing. */
  dayOf(asker: Pick<Submission, 'place' | 'member'>): Promise<DayOfMember | null>;
  /** Whether some renderer that is connected has a network for such tasks. */
  offers(kind: TaskKind): boolean;
  /** Training models. */
  readonly training: TrainingService;
  /** Stops a queued or rendering job. Owner or moderator. */
  cancel(jobId: JobId, member: Member): Promise<void>;
  view(jobId: JobId): Promise<JobView | null>;
  /** The job that a request was accepted as, also when it was deleted. */
  findByRequest(requestKey: string): Promise<JobView | null>;
  findByMessage(messageId: string): Promise<JobView | null>;
  /** All jobs of a place's queue as they stand, in dispatch order. */
  queue(): readonly JobView[];
  /** How many jobs this process has had drawn before their turn, for their deadlines. */
  drawnBeforeTurn(): number;
  /** Jobs as they stand, newest first, without the deleted. */
  recent(query: RecentQuery): Promise<readonly JobView[]>;
  /** A stretch of what can be looked at, found by words and settings. */
  gallery(query: GalleryQuery): Promise<GalleryStretch<JobView>>;
  /** Where a job comes from, what came of it, and what was tried with the same sentence, as far as these places go. */
  kin(jobId: JobId, of: { readonly places: readonly SeenPlace[]; readonly limit: number }): Promise<Kin<JobView>>;
  /** Views of every job of the platform as they change; a slow reader gets each job's newest view only. */
  watch(platform: Place['platform'], signal: AbortSignal): AsyncGenerator<JobView, void, undefined>;
  /** In what term of the right to write panels on Discord this bot is; null = another one has the right. */
  panelTerm(): PanelTerm | null;
  bindPanel(jobId: JobId, panel: PanelAddress): Promise<void>;
  /** The panel shows the end: it need not be shown again after a restart. */
  markDelivered(jobId: JobId): Promise<void>;
  /** Ended jobs of the platform whose panel does not show it yet (after a restart). */
  undelivered(platform: Place['platform']): Promise<readonly JobView[]>;
  /** PNG bytes of one of the job's masks; null when it is gone. */
  mask(jobId: JobId, index: number): Promise<Uint8Array | null>;
  /** The picture that the job has found things in, with their masks in order; null when one of them is gone. */
  parts(jobId: JobId): Promise<FoundParts | null>;
  /** Bytes of the job's animation; null when there is none, or it is gone. */
  animation(jobId: JobId): Promise<Uint8Array | null>;
  /** PNG bytes of the job's pictures in order; a picture that is gone is left out. */
  pictures(jobId: JobId): Promise<readonly { readonly picture: StoredPicture; readonly data: Uint8Array }[]>;
  /** A picture of a job in another format, with a manifest of C2PA as the one in the store has, where that is wanted. */
  signed(copy: Uint8Array, file: Uint8Array): Uint8Array;
  /** What has been drawn of a job that did not come to its end, with a manifest as its pictures would have. */
  signedFor(job: Job, file: Uint8Array): Promise<Uint8Array>;
}
