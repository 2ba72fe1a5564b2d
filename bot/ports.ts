import type {
  Job,
  JobId,
  JobView,
  Member,
  Order,
  PanelAddress,
  Place,
  SettledOrder,
  StoredPicture,
} from '#bot/jobs/job.ts';
import type { Preset, PresetSettings } from '#bot/presets/preset.ts';
import type { FailureCode } from '#shared/failure.ts';
import type {
  AttachRequest,
  Description,
  Prompt,
  RenderEvent,
  RendererState,
  RenderRequest,
  Timings,
} from '#shared/rpc/messages.ts';

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
}

/**
 * The durable book of jobs. What a method has returned is on disk. Every change is fenced: an attempt that is not the
 * newest, or a job that is not in the state the change starts from, changes nothing and says so.
 */
export interface Ledger {
  accept(job: NewJob): Promise<{ readonly outcome: 'accepted' | 'duplicate'; readonly job: Job }>;
  get(id: JobId): Promise<Job | null>;
  /** The job that this request was accepted as. */
  findByRequest(requestKey: string): Promise<Job | null>;
  findByMessage(messageId: string): Promise<Job | null>;
  /** queued -> rendering; the new attempt's number, or null when the job is not queued any more. */
  beginAttempt(id: JobId, rendererId: string): Promise<number | null>;
  /** rendering -> queued, when the attempt died. */
  requeue(id: JobId, attempt: number): Promise<boolean>;
  /** rendering -> done; only the newest attempt wins, and only once. */
  finish(
    id: JobId,
    attempt: number,
    result: { readonly pictures: readonly StoredPicture[]; readonly timings: Timings; readonly at: number },
  ): Promise<boolean>;
  /** queued | rendering -> failed. */
  fail(
    id: JobId,
    failure: { readonly code: FailureCode; readonly reason: string; readonly at: number },
  ): Promise<boolean>;
  /** queued | rendering -> cancelled. */
  cancel(id: JobId, by: { readonly memberId: string; readonly at: number }): Promise<boolean>;
  /** done | failed | cancelled -> deleted. */
  remove(id: JobId): Promise<boolean>;
  bindPanel(id: JobId, panel: PanelAddress): Promise<void>;
  markDelivered(id: JobId): Promise<void>;
  /** Jobs queued or rendering, oldest first. */
  open(): Promise<readonly Job[]>;
  /** Jobs that ended but whose panel does not show it yet. */
  undelivered(): Promise<readonly Job[]>;
  /** Newest first, without the deleted. */
  recent(query: RecentQuery): Promise<readonly Job[]>;
  close(): Promise<void>;
}

/** Which jobs to list; absent = any. */
export interface RecentQuery {
  readonly platform?: Place['platform'];
  readonly serverId?: string;
  readonly channelId?: string;
  /** Only jobs created before this. */
  readonly before?: number;
  readonly limit: number;
}

/** What each renderer said about itself last, so that orders can be settled before it has come back. */
export interface DescriptionStore {
  remember(rendererId: string, description: Description): Promise<void>;
  /** Null when it never said anything. */
  recall(rendererId: string): Promise<Description | null>;
}

/** Styles by server. Names are unique within a server. */
export interface PresetStore {
  list(serverId: string): Promise<readonly Preset[]>;
  get(serverId: string, name: string): Promise<Preset | null>;
  /** Throws already-exists. */
  create(preset: Preset): Promise<void>;
  /** False when there is none of that name. */
  update(
    serverId: string,
    name: string,
    change: Partial<PresetSettings> & { readonly description?: string; readonly at: number },
  ): Promise<boolean>;
  remove(serverId: string, name: string): Promise<boolean>;
  /** The style used where a member names none; null = plain. Undefined = never chosen. */
  defaultOf(serverId: string): Promise<string | null | undefined>;
  setDefault(serverId: string, name: string | null): Promise<void>;
}

/** Where finished pictures lie. A file is whole or not there. */
export interface PictureStore {
  /** Throws `exhausted` with a sentence for the operator when the disk is full. */
  put(file: string, data: Uint8Array): Promise<void>;
  /** Null when it is gone. */
  get(file: string): Promise<Uint8Array | null>;
  remove(file: string): Promise<void>;
}

/** A renderer as the dispatcher sees it. */
export interface RendererSnapshot {
  /** Stable for as long as the renderer is configured. */
  readonly id: string;
  readonly address: string;
  /** Down: not reachable, with the reason; the rest is what was known last. */
  readonly up: boolean;
  readonly downReason: string | null;
  readonly description: Description | null;
  readonly state: RendererState | null;
}

/** All renderers, whether started by us or dialled. */
export interface Cluster {
  snapshot(): readonly RendererSnapshot[];
  /** The snapshot at once and after every change; a slow reader gets the newest only. */
  changes(signal: AbortSignal): AsyncGenerator<readonly RendererSnapshot[], void, undefined>;
  render(rendererId: string, request: RenderRequest, signal: AbortSignal): AsyncGenerator<RenderEvent, void, undefined>;
  attach(rendererId: string, request: AttachRequest, signal: AbortSignal): AsyncGenerator<RenderEvent, void, undefined>;
  /** Best effort; says whether the renderer knew the job. */
  cancel(rendererId: string, jobId: JobId): Promise<boolean>;
  /** Tokens in each of the text encoder's windows, from any renderer that has the model. Null when none answers. */
  countTokens(model: string, prompt: Prompt): Promise<readonly number[] | null>;
  close(): Promise<void>;
}

/** A request that has come in at a platform's door. */
export interface Submission {
  readonly requestKey: string;
  readonly place: Place;
  readonly member: Member;
  readonly order: Order;
  readonly parentId?: JobId;
}

/** Everything a platform may do with jobs. All methods throw Failure with a sentence for the member. */
export interface JobDesk {
  /** Settles, checks limits and stores the order. When it returns, the job is durable and shows as queued. */
  submit(submission: Submission): Promise<JobView>;
  /** The same order with a new seed, as a child job. Anybody may; the child belongs to who asked. */
  reroll(jobId: JobId, request: Omit<Submission, 'order' | 'parentId'>): Promise<JobView>;
  /** Stops a queued or rendering job. Owner or moderator. */
  cancel(jobId: JobId, member: Member): Promise<void>;
  /** Forgets a finished job and its pictures. Owner or moderator. */
  remove(jobId: JobId, member: Member): Promise<void>;
  view(jobId: JobId): Promise<JobView | null>;
  findByMessage(messageId: string): Promise<JobView | null>;
  /** All jobs of a place's queue as they stand, in dispatch order. */
  queue(): readonly JobView[];
  /** Jobs as they stand, newest first, without the deleted. */
  recent(query: RecentQuery): Promise<readonly JobView[]>;
  /** Views of every job of the platform as they change; a slow reader gets each job's newest view only. */
  watch(platform: Place['platform'], signal: AbortSignal): AsyncGenerator<JobView, void, undefined>;
  bindPanel(jobId: JobId, panel: PanelAddress): Promise<void>;
  /** The panel shows the end: it need not be shown again after a restart. */
  markDelivered(jobId: JobId): Promise<void>;
  /** Ended jobs of the platform whose panel does not show it yet (after a restart). */
  undelivered(platform: Place['platform']): Promise<readonly JobView[]>;
  /** PNG bytes of the job's pictures in order; a picture that is gone is left out. */
  pictures(jobId: JobId): Promise<readonly { readonly picture: StoredPicture; readonly data: Uint8Array }[]>;
}
