import { createBoard, IDLE } from '#bot/jobs/board.ts';
import { possibleFiles, removePictures } from '#bot/jobs/delivery.ts';
import { type Dispatcher, startDispatcher } from '#bot/jobs/dispatcher.ts';
import { createSpeeds } from '#bot/jobs/estimate.ts';
import { createIntake } from '#bot/jobs/intake.ts';
import type { Job, JobId, JobView, Member } from '#bot/jobs/job.ts';
import { createQueue, type QueueBounds } from '#bot/jobs/queue.ts';
import type { Cluster, DescriptionStore, JobDesk, Ledger, PictureStore, PresetStore } from '#bot/ports.ts';
import type { Clock } from '#shared/clock.ts';
import { Failure } from '#shared/failure.ts';
import type { Log } from '#shared/log.ts';

/** What a desk works with. */
export interface DeskOptions {
  readonly ledger: Ledger;
  readonly presets: PresetStore;
  readonly descriptions: DescriptionStore;
  readonly pictures: PictureStore;
  readonly cluster: Cluster;
  readonly clock: Clock;
  readonly log: Log;
  /** The number of this start: Storage.epoch. */
  readonly epoch: number;
  /** A whole number from 0 to 2^32 - 1. */
  readonly randomSeed: () => number;
  /** A new name for a job: lower-case letters, digits and dashes. */
  readonly newJobId: () => JobId;
  readonly bounds: QueueBounds;
}

/** A desk that somebody must close. */
export interface OpenDesk extends JobDesk {
  /** Stops following renders without ending them; the next start joins them again. */
  close(): Promise<void>;
}

/** Opens the desk: takes up every job that was open when the last process ended, then takes orders. */
export async function openDesk(options: DeskOptions): Promise<OpenDesk> {
  const { ledger, bounds } = options;
  const board = createBoard();
  const queue = createQueue(bounds);
  const dispatcher = startDispatcher({ ...options, board, queue, speeds: createSpeeds() });
  const intake = createIntake({ ...options, board, queue, dispatcher });
  const desk: Desk = { ...options, board, queue, dispatcher };
  await recover(desk);
  return {
    ...intake,
    ...ending(desk),
    ...reading(desk),
    async bindPanel(id, panel) {
      await ledger.bindPanel(id, panel);
      board.change(id, { job: { panel } });
    },
    markDelivered: (id) => ledger.markDelivered(id),
    async close() {
      await dispatcher.close();
      board.close();
    },
  };
}

type Desk = DeskOptions & {
  readonly board: ReturnType<typeof createBoard>;
  readonly queue: ReturnType<typeof createQueue>;
  readonly dispatcher: Dispatcher;
};

async function recover({ ledger, board, queue, dispatcher, pictures, log }: Desk) {
  const jobs = await ledger.open();
  for (const job of jobs) {
    // Stored, but not written down: whoever draws the job again stores it again.
    await removePictures(possibleFiles(job), { store: pictures, log });
    queue.readmit(job.ownerId);
    board.open(job);
  }
  for (const job of jobs) {
    if (job.state.kind === 'rendering') dispatcher.resume(job);
    else dispatcher.enqueue(job);
  }
  if (jobs.length > 0) log.info({ jobs: jobs.length }, 'jobs taken up again');
}

function ending(desk: Desk): Pick<JobDesk, 'cancel' | 'remove'> {
  const { ledger, board, queue, dispatcher, pictures, clock, log } = desk;
  return {
    async cancel(id, member) {
      const job = await find(desk, id);
      mustBeAllowed(job, member, 'cancel');
      const at = clock.now();
      if (!(await ledger.cancel(id, { memberId: member.id, at }))) {
        const { state } = await find(desk, id);
        if (state.kind === 'cancelled') return;
        throw new Failure('invalid', 'This picture cannot be cancelled any more: it has ended');
      }
      dispatcher.stop(job);
      const change = { state: { kind: 'cancelled', byId: member.id }, finishedAt: at } as const;
      if (board.end(id, change)) queue.dismiss(job.ownerId);
    },
    async remove(id, member) {
      const job = await find(desk, id);
      mustBeAllowed(job, member, 'delete');
      if (job.state.kind === 'queued' || job.state.kind === 'rendering')
        throw new Failure('invalid', 'This picture cannot be deleted yet: cancel it first');
      // The files go first: what is left after a crash can be deleted again.
      if (job.state.kind === 'done') await removePictures(job.state.pictures, { store: pictures, log });
      if (await ledger.remove(id)) board.tell({ ...job, state: { kind: 'deleted' } });
    },
  };
}

function reading(
  desk: Desk,
): Pick<JobDesk, 'view' | 'findByMessage' | 'queue' | 'recent' | 'watch' | 'undelivered' | 'pictures'> {
  const { ledger, board, queue, pictures } = desk;
  const viewOf = (job: Job): JobView => board.get(job.id) ?? { job, progress: IDLE };
  return {
    async view(id) {
      const open = board.get(id);
      if (open) return open;
      const job = await ledger.get(id);
      return job && viewOf(job);
    },
    async findByMessage(messageId) {
      const job = await ledger.findByMessage(messageId);
      return job && viewOf(job);
    },
    queue() {
      const waiting = queue.ordered().flatMap(({ job }) => board.get(job.id) ?? []);
      return [...board.all().filter((view) => !waiting.includes(view)), ...waiting];
    },
    recent: async (query) => (await ledger.recent(query)).map(viewOf),
    watch: (platform, signal) => board.watch(platform, signal),
    async undelivered(platform) {
      return (await ledger.undelivered()).filter(({ place }) => place.platform === platform).map(viewOf);
    },
    async pictures(id) {
      const { state } = await find(desk, id);
      if (state.kind !== 'done') return [];
      const all = state.pictures.map(async (picture) => ({ picture, data: await pictures.get(picture.file) }));
      return (await Promise.all(all)).flatMap(({ picture, data }) => (data ? [{ picture, data }] : []));
    },
  };
}

/** The ledger's word, not the board's: whoever wants to change a job must see what is durable. */
async function find({ ledger }: Desk, id: JobId): Promise<Job> {
  const job = await ledger.get(id);
  if (!job || job.state.kind === 'deleted') throw new Failure('not-found', 'This picture is not there any more');
  return job;
}

function mustBeAllowed(job: Job, member: Member, act: string) {
  if (member.isModerator || member.id === job.ownerId) return;
  throw new Failure('denied', `Only ${job.ownerName} or a moderator can ${act} this picture`);
}
