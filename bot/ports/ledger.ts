import type { Job, JobId, PanelAddress, Place, SettledOrder, TaskResult } from '#bot/domain/job.ts';
import type { Bin } from '#bot/ports/bin.ts';
import type { GalleryBook } from '#bot/ports/gallery.ts';
import type { Timings } from '#shared/contract/messages.ts';
import type { FailureCode } from '#shared/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** A job that is about to be accepted. The same `requestKey` (a Discord interaction id, say) is accepted once. */
export interface NewJob {
  readonly id: JobId;
  readonly requestKey: string;
  readonly place: Place;
  readonly ownerId: string;
  readonly ownerName: string;
  readonly parentId: JobId | null;
  readonly settled: SettledOrder;
  readonly createdAt: number;
  /** It waits for what is not relaxed. */
  readonly isRelaxed?: boolean;
  /** A moderator looks at it before anybody else does. */
  readonly isHeld?: boolean;
}

/** One attempt of a job as one dispatcher writes about it. */
export interface AttemptRef {
  readonly id: JobId;
  readonly attempt: number;
  /** Of the dispatcher that writes; see RenderRequest. */
  readonly epoch: number;
}

/**
 * The durable book of jobs. What a method has returned is on disk. Every change is fenced: an attempt that is not the
 * newest, or a job that is not in the state the change starts from, changes nothing and says so. A dispatcher that is
 * not the newest changes nothing either: its writes throw `superseded`.
 */
export interface Ledger extends Bin, GalleryBook {
  accept(job: NewJob): Promise<{ readonly outcome: 'accepted' | 'duplicate'; readonly job: Job }>;
  get(id: JobId): Promise<Job | null>;
  /** The job that this request was accepted as. */
  findByRequest(requestKey: string): Promise<Job | null>;
  findByMessage(messageId: string): Promise<Job | null>;
  /** From here on every dispatcher of an older epoch is refused, also for jobs accepted later. */
  takeOver(epoch: number): Promise<void>;
  /** Jobs queued or rendering now, oldest first, in pieces: between two the event loop turns. */
  openInPieces(): AsyncGenerator<readonly Job[], void, undefined>;
  /** queued -> rendering; the new attempt's number, or null when the job is not queued any more. */
  beginAttempt(id: JobId, by: { readonly rendererId: string; readonly epoch: number }): Promise<number | null>;
  /** rendering -> queued, when the attempt died. */
  requeue(attempt: AttemptRef): Promise<boolean>;
  /** rendering -> done; only the newest attempt wins, and only once. `isHeld`: a moderator looks at it first. */
  finish(
    attempt: AttemptRef,
    result: {
      readonly result: TaskResult;
      readonly timings: Timings;
      /** Of a renderer's own time, milliseconds; of steps that several renders took together its share. */
      readonly spentMs?: number;
      readonly at: number;
      readonly isHeld?: boolean;
    },
  ): Promise<boolean>;
  /** rendering -> failed for the newest attempt, queued -> failed where `attempt` is null. */
  fail(
    attempt: Omit<AttemptRef, 'attempt'> & { readonly attempt: number | null },
    failure: { readonly code: FailureCode; readonly reason: Message; readonly at: number },
  ): Promise<boolean>;
  /** queued | rendering -> cancelled. The member's wish, whoever dispatches. */
  cancel(id: JobId, by: { readonly memberId: string; readonly at: number }): Promise<boolean>;
  /** Only where it is done: who may see its pictures from here on; its panel is to be shown anew. Null = it is not. */
  review(id: JobId, to: 'held' | 'released' | 'refused'): Promise<Job | null>;
  /** Done jobs of a server that are held, oldest first. */
  held(serverId: string, limit: number): Promise<readonly Job[]>;
  /** What a job was asked for by has another wording from here on. */
  reword(id: JobId, settled: SettledOrder): Promise<void>;
  bindPanel(id: JobId, panel: PanelAddress): Promise<void>;
  markDelivered(id: JobId): Promise<void>;
  /** Jobs queued or rendering, oldest first. */
  open(): Promise<readonly Job[]>;
  /** Jobs that ended or were deleted but whose panel does not show it yet. */
  undelivered(): Promise<readonly Job[]>;
  /** Milliseconds that renderers spent on done jobs of a member in a server that ended since then; deleted ones too. */
  drawnMs(of: DrawnBy): Promise<number>;
  /** Newest first, without the deleted. */
  recent(query: RecentQuery): Promise<readonly Job[]>;
  close(): Promise<void>;
}

/** Whose time of renderers is counted. */
export interface DrawnBy {
  readonly ownerId: string;
  readonly serverId: string;
  /** Milliseconds since 1970. */
  readonly since: number;
  /** Only requests whose key begins so. */
  readonly requests?: string;
}

/** Which jobs to list; absent = any. */
export interface RecentQuery {
  readonly platform?: Place['platform'];
  readonly serverId?: string;
  readonly channelId?: string;
  readonly ownerId?: string;
  /** Only jobs that were asked for from this one. */
  readonly parentId?: JobId;
  /** Only jobs created before this. */
  readonly before?: number;
  readonly limit: number;
}
