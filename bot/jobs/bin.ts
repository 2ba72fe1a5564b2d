import { removeFiles } from '#bot/dispatch/stored-results.ts';
import { IDLE, type Job, type JobId, type JobView, type Member } from '#bot/domain/job.ts';
import type { KeepingContext } from '#bot/jobs/keeping.ts';
import type { JobsOf } from '#bot/ports/bin.ts';
import type { JobBin } from '#bot/ports/job-bin.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import type { TrainedStore } from '#bot/ports/trained.ts';
import { failure } from '#bot/text/say.ts';

/** Who deletes a message by hand is not told to bots. */
const SOMEBODY = 'somebody';

/** What the bin needs of the job service. */
export type BinContext = KeepingContext & {
  /** The ledger's word. Throws `not-found` for a job that is deleted. */
  readonly find: (id: JobId) => Promise<Job>;
  /** Throws `denied` for who is neither owner nor moderator. */
  readonly mustBeAllowed: (job: Job, member: Member) => void;
  readonly cancel: JobService['cancel'];
  readonly trained: Pick<TrainedStore, 'bringBack'>;
};

/** Deleting puts a job into the ledger's bin; its files lie where they are until it is swept. */
export function jobBin(context: BinContext): JobBin {
  return { ...deleting(context), ...takingBack(context), ...deletedByHand(context) };
}

function deleting(context: BinContext): Pick<JobBin, 'remove' | 'removeAllOf' | 'countOf' | 'erase'> {
  const { ledger, liveJobs, pictures, clock, log } = context;
  return {
    async remove(id, member) {
      const job = await endedJob(context, id, member);
      if (!(await ledger.remove(id, { memberId: member.id, at: clock.now() }))) return;
      logDeletion(context, job, member.id);
      liveJobs.tell({ ...job, state: { kind: 'deleted' }, delivered: false });
    },
    async removeAllOf(member, where) {
      const jobs = await ledger.removeAll({ ...where, ownerId: member.id }, { memberId: member.id, at: clock.now() });
      for (const job of jobs) {
        logDeletion(context, job, member.id);
        liveJobs.tell({ ...job, state: { kind: 'deleted' }, delivered: false });
      }
      return jobs.length;
    },
    countOf: (member, where) => ledger.count({ ...where, ownerId: member.id }),
    async erase(id, member) {
      const job = await endedJob(context, id, member);
      const gone = await ledger.erase(id);
      if (!gone) return;
      await removeFiles(gone.files, { store: pictures, log });
      liveJobs.tell({ ...job, state: { kind: 'deleted' } });
    },
  };
}

function takingBack(context: BinContext): Pick<JobBin, 'takeBack' | 'takeBackLast'> {
  const { ledger, liveJobs, keeping, trained, clock, log } = context;
  const since = () => clock.now() - keeping.binMs;
  const takeBack = async (id: JobId, member: Member): Promise<JobView> => {
    const binned = await ledger.binned(id);
    const mayBack = binned?.memberId === SOMEBODY ? member.isModerator : binned?.memberId === member.id;
    if (binned && !mayBack) throw failure('denied', 'job.not-deleted-by-you');
    // What was trained has its name again before it is there: nobody else can take that in between.
    if (binned && binned.at > since()) await trained.bringBack(id, member);
    const job = await ledger.takeBack(id, since());
    if (!job) throw failure('not-found', 'job.not-in-bin');
    log.info({ jobId: id, by: member.id }, 'a deleted job was taken back');
    liveJobs.tell(job);
    return { job, progress: IDLE };
  };
  return {
    takeBack,
    async takeBackLast(member, { platform, serverId }) {
      const whose = member.isModerator ? [member.id, SOMEBODY] : [member.id];
      const ids = await ledger.lastBinned(whose, { platform, serverId, since: since() });
      const views: JobView[] = [];
      for (const id of ids) views.push(await takeBack(id, member));
      return views;
    },
  };
}

function deletedByHand(context: BinContext): Pick<JobBin, 'messagesDeleted' | 'channelDeleted'> {
  const { ledger, liveJobs, cancel, clock, log } = context;
  const cancelOpen = (job: Job) =>
    cancel(job.id, { id: job.ownerId, name: job.ownerName, isModerator: false }).catch((error) =>
      log.debug({ jobId: job.id, err: error }, 'not cancelled'),
    );
  return {
    async messagesDeleted(messageIds) {
      for (const messageId of messageIds) {
        const job = await ledger.findByMessage(messageId);
        if (!job || job.state.kind === 'deleted') continue;
        if (isOpen(job)) await cancelOpen(job);
        else if (await ledger.remove(job.id, { memberId: SOMEBODY, at: clock.now() })) {
          logDeletion(context, job, SOMEBODY);
          await ledger.markDelivered(job.id);
        }
      }
    },
    async channelDeleted({ platform, serverId, channelId }) {
      const open = liveJobs.all().filter(({ job }) => job.place.platform === platform && isShownIn(channelId, job));
      for (const { job } of open) await cancelOpen(job);
      const shown: JobsOf = { platform, serverId, shownIn: channelId };
      for (const job of await ledger.removeAll(shown, { memberId: SOMEBODY, at: clock.now() })) {
        logDeletion(context, job, SOMEBODY);
        await ledger.markDelivered(job.id);
      }
    },
  };
}

/** Where it was asked for, or in a thread of that channel. */
function isShownIn(channelId: string, { place, panel }: Job): boolean {
  return place.channelId === channelId || panel?.channelId === channelId;
}

async function endedJob({ find, mustBeAllowed }: BinContext, id: JobId, member: Member): Promise<Job> {
  const job = await find(id);
  mustBeAllowed(job, member);
  if (isOpen(job)) throw failure('invalid', 'job.open');
  return job;
}

function isOpen({ state }: Job): boolean {
  return state.kind === 'queued' || state.kind === 'rendering';
}

/** Who deleted what. What others do to a member's pictures is worth a warning, so that it can be looked up. */
function logDeletion({ log }: BinContext, job: Job, by: string) {
  const { id, ownerId, place, panel } = job;
  const about = { jobId: id, by, ownerId, ...place, messageId: panel?.messageId ?? null };
  if (by === ownerId) log.info(about, 'a job was put into the bin by its owner');
  else log.warn(about, 'a job was put into the bin by somebody else');
}
