import type { FollowedPicture, LikePicture } from '#bot/domain/beside-pictures.ts';
import type { LossAt } from '#bot/domain/loss-curve.ts';
import type { StoredAdapter, StoredFile } from '#bot/domain/stored-file.ts';
import type { BlobRef, Task } from '#bot/domain/task.ts';
import type { Interim, Preview, Timings } from '#shared/contract/messages.ts';
import type { FailureCode } from '#shared/failure.ts';
import type { Message } from '#shared/text/message.ts';

export type JobId = string;

/** Where a job was asked for: the studio's server and channel are "studio", of what follows typing its channel is "live". */
export interface Place {
  readonly platform: 'discord' | 'studio' | 'api';
  readonly serverId: string;
  readonly channelId: string;
  /** The channel that it hangs in, of a thread or a forum's post: what holds there holds here. */
  readonly threadOf?: string;
}

/** Who asks. A moderator may cancel and delete what others made. */
export interface Member {
  readonly id: string;
  readonly name: string;
  readonly isModerator: boolean;
  /** Of the server where they ask; none where left out. */
  readonly roleIds?: readonly string[];
  /** The platform lets only adults into where they ask. */
  readonly isAmongAdults?: boolean;
  /** Servers whose words and bans hold for them besides those of where they ask; none where left out. */
  readonly alsoUnder?: readonly string[];
  /** Where on the platform they came from: what they may draw there holds for what they draw here, too. */
  readonly launchedIn?: Place;
  /** Throws `denied` where the platform does not let them use it; left out where it has asked or need not ask. */
  readonly demandRight?: (command: string) => Promise<void>;
}

/** The picture that an order starts from, and what is to become of it. Absent = not said. */
export interface StartPicture {
  readonly image: BlobRef;
  /** Pixels, as it is shown. */
  readonly width: number;
  readonly height: number;
  /** Of an animation that was given, whose first one this is. */
  readonly frames?: number;
  /** White is drawn anew, black is kept. Not together with margins. */
  readonly mask?: BlobRef;
  /** What is drawn round it: shares of its width and height. */
  readonly margins?: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };
  /** Above 0, up to 1: how much of it may change. */
  readonly strength?: number;
}

/** What was asked, as typed, before presets and defaults. Absent = not said. Enough to ask again, edited. */
export interface Order {
  readonly prompt: string;
  readonly negative?: string;
  readonly style?: string;
  readonly width?: number;
  readonly height?: number;
  readonly ratio?: { readonly width: number; readonly height: number };
  readonly steps?: number;
  readonly guidance?: number;
  readonly seed?: number;
  readonly count?: number;
  readonly start?: StartPicture;
  readonly like?: readonly LikePicture[];
  readonly control?: readonly FollowedPicture[];
  /** Control pictures act on the wanted half alone, so that they count for more than the words. */
  readonly controlGuess?: boolean;
  /** A second pass at so many times the size, and what is enlarged for it: latent or pixels. */
  readonly hires?: number;
  readonly hiresBy?: string;
  /** The model that takes over before the end, and where: the share of noise levels that the first one takes. */
  readonly refiner?: string;
  readonly handover?: number;
  /** A quick look first. */
  readonly draft?: boolean;
  /** Who asks sees it alone, until they publish it. */
  readonly private?: boolean;
}

/** An order with everything settled: the same settled order gives the same pictures. */
export interface SettledOrder {
  readonly order: Order;
  /** The prompt with its choices made, flags and all; absent = it left nothing open. */
  readonly chosen?: string;
  /** The preset that was used; null = none. */
  readonly style: string | null;
  readonly task: Task;
  /** The class that was asked for by a flag; whether it is drawn so is the server's to say. */
  readonly pace?: 'relax' | 'fast';
  /** The task that this is a draft of; absent = it is none. */
  readonly draftOf?: Task;
  /** Things the member should know ("steps lowered to 50"), and problems of the prompt with their places. */
  readonly notices: readonly Message[];
}

/** Where a job's one message is. What its fields mean is up to the platform; a token gives the right to edit until it expires. */
export interface PanelAddress {
  readonly channelId: string;
  readonly messageId: string;
  readonly interactionToken: string | null;
  /** Milliseconds since 1970. */
  readonly tokenExpiresAt: number;
  /**
   * token: nothing but the token can change the message. direct: it lies in a conversation of the bot and one member.
   * Absent = the platform's own right does, too.
   */
  readonly reach?: 'token' | 'direct';
  /** What the message is written in where no server has a language. */
  readonly language?: string;
}

export interface StoredPicture extends StoredFile {
  readonly index: number;
  readonly seed: number;
  readonly width: number;
  readonly height: number;
  /** Some of it may be transparent. */
  readonly alpha: boolean;
}

export interface StoredMask extends StoredFile {
  readonly index: number;
  readonly label: string;
  /** 0 … 1. */
  readonly score: number;
  readonly width: number;
  readonly height: number;
}

export interface StoredAnimation extends StoredFile {
  readonly seed: number;
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly framesPerSecond: number;
}

/** A caption, or a tag. */
export interface StoredText {
  readonly text: string;
  /** 0 … 1. */
  readonly score: number;
  readonly isTag?: true | undefined;
}

/** What a job gave: pictures of any size, captions or tags, masks, an animation, or an adapter. */
export type TaskResult =
  | { readonly kind: 'pictures'; readonly pictures: readonly StoredPicture[] }
  | { readonly kind: 'texts'; readonly texts: readonly StoredText[] }
  | { readonly kind: 'masks'; readonly masks: readonly StoredMask[] }
  | { readonly kind: 'animation'; readonly animation: StoredAnimation }
  | { readonly kind: 'adapter'; readonly adapter: StoredAdapter };

/** Every file of a result. */
export function filesIn(result: TaskResult): readonly StoredFile[] {
  switch (result.kind) {
    case 'pictures':
      return result.pictures;
    case 'texts':
      return [];
    case 'masks':
      return result.masks;
    case 'animation':
      return [result.animation];
    case 'adapter':
      return [result.adapter];
  }
}

/** The pictures among a result. */
export function picturesIn(result: TaskResult): readonly StoredPicture[] {
  return result.kind === 'pictures' ? result.pictures : [];
}

/**
 * The life of a job:
 *
 *   queued -> rendering -> done -> deleted
 *      ^          |  \
 *      +--(died)--+   +-> failed      cancelled <- queued | rendering
 */
export type JobState =
  | { readonly kind: 'queued' }
  | { readonly kind: 'rendering'; readonly attempt: number; readonly rendererId: string }
  | {
      readonly kind: 'done';
      readonly attempt: number;
      readonly result: TaskResult;
      readonly timings: Timings;
    }
  | { readonly kind: 'failed'; readonly code: FailureCode; readonly reason: Message }
  | { readonly kind: 'cancelled'; readonly byId: string }
  | { readonly kind: 'deleted' };

/** One request of a member, from accepted to delivered: what the ledger holds. */
export interface Job {
  readonly id: JobId;
  /** Of the request that it was accepted for: NewJob has it. Left out where nobody asks for it. */
  readonly requestKey?: string;
  readonly place: Place;
  readonly ownerId: string;
  readonly ownerName: string;
  /** The job that this one was rerolled or edited from. */
  readonly parentId: JobId | null;
  readonly settled: SettledOrder;
  readonly state: JobState;
  /** Attempts begun so far. */
  readonly attempts: number;
  readonly panel: PanelAddress | null;
  /** True when the panel shows the end of the job. */
  readonly delivered: boolean;
  readonly createdAt: number;
  readonly finishedAt: number | null;
  /** It was deleted and came back: the message that showed it is gone. */
  readonly restored?: true;
  /** It waits for what is not relaxed. */
  readonly isRelaxed?: true;
  /** Its pictures are for nobody but moderators, until one has released them, or after one has refused them. */
  readonly review?: 'held' | 'refused';
}

/** What is only known while it happens; lost with the process, and nothing depends on it. */
export interface Progress {
  /** Jobs ahead, in the queue or at the renderer that has it already; 0 = next. Null when it does not wait. */
  readonly position: number | null;
  /** Expected milliseconds until done, from measured speed; null = not known yet. */
  readonly etaMs: number | null;
  /** It takes longer than was expected when it began; left out = it does not. */
  readonly isLate?: boolean;
  /** Why a job waits, when it is not simply its turn ("no renderer is connected", "GPU 1 is loading sdxl"). */
  readonly waitingFor: Message | null;
  /** The id of the renderer that it would go to as things stand; null = it does not wait, or nobody can draw it. */
  readonly plannedAt?: string | null;
  readonly rendererName: string | null;
  readonly step: number;
  readonly steps: number;
  /** Of a training: its losses so far, thinned out; left out of others. */
  readonly losses?: readonly LossAt[];
  /** Of a training: what its last step took; left out of others. */
  readonly stepMs?: number;
  /** Of a training that is held; left out of others. */
  readonly isPaused?: boolean;
  /** Of a training: the first of its samples and the newest, by their steps; left out of others. */
  readonly samples?: readonly Preview[];
  /** Of a training: what it would give if it ended now, and hashes of what it would have given before; left out of others. */
  readonly interim?: Interim;
  readonly interimHashes?: readonly string[];
  /** The newest picture of the denoised estimate. */
  readonly preview: Preview | null;
  /** Pictures of several that are there already, in order; the others are still to come. */
  readonly arrived?: readonly { readonly data: Uint8Array; readonly mime: string }[];
}

/** Whether nobody but its owner sees it. */
export function isPrivate({ settled }: Pick<Job, 'settled'>): boolean {
  return settled.order.private === true;
}

/** True while a job waits for its turn, here or at the renderer that will draw it. */
export function isWaiting({ job, progress }: JobView): boolean {
  return job.state.kind === 'queued' || (job.state.kind === 'rendering' && progress.position !== null);
}

/** The progress of a job that is doing nothing. */
export const IDLE: Progress = {
  position: null,
  etaMs: null,
  waitingFor: null,
  rendererName: null,
  step: 0,
  steps: 0,
  preview: null,
  arrived: [],
};

/** A job as it stands now: everything a panel needs, so that the newest view replaces all older ones. */
export interface JobView {
  readonly job: Job;
  readonly progress: Progress;
}
