import type { JobId, JobView, Member, Order } from '#bot/domain/job.ts';
import { isLivePlace, LIVE_PLACE } from '#bot/domain/live-place.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import { failure } from '#bot/text/say.ts';
import { Failure } from '#shared/failure.ts';
import type { Log } from '#shared/log.ts';

/** Pages that may be live at once. */
const SESSIONS_MAX = 16;

/** Jobs that are swept away at a time. */
const SWEEP_BATCH = 100;

/** Renders that follow somebody's typing: one per page, the newest order only. */
export interface LiveRenders {
  /** Starts a render and gives up the page's one before. Null = something newer was asked for meanwhile. */
  render(session: string, request: { readonly order: Order; readonly requestKey: string }): Promise<JobView | null>;
  /** Gives up the page's render; its picture goes too. */
  stop(session: string): Promise<void>;
  /** Removes live renders that a killed studio left behind: all that were asked for before this time. */
  sweep(before: number): Promise<void>;
  close(): Promise<void>;
}

/** The member that a page's live renders belong to, so that they count apart from what is made to keep. */
export function liveMember(session: string): Member {
  return { id: `live:${session}`, name: 'studio', isModerator: true };
}

/** True for a job that followed somebody's typing. */
export function isLive(view: JobView): boolean {
  return isLivePlace(view.job.place);
}

/** A page's newest render, and the one before if that was finished: its picture may be on its way to the page. */
interface Turn {
  jobId: JobId | null;
  finishedId: JobId | null;
}

/** Nothing is live yet. */
export function createLiveRenders({ jobs, log }: { jobs: JobService; log: Log }): LiveRenders {
  /** By page, oldest first. */
  const turns = new Map<string, Turn>();
  const drops = createDrops(jobs, log);
  let closed = false;

  async function stop(session: string): Promise<void> {
    const turn = turns.get(session);
    turns.delete(session);
    if (turn) await Promise.all([turn.jobId, turn.finishedId].map((id) => drops.drop(id, liveMember(session))));
  }

  return {
    stop,
    async render(session, { order, requestKey }) {
      if (closed) throw failure('unavailable', 'studio.live-closing');
      const member = liveMember(session);
      const before = turns.get(session);
      const turn: Turn = { jobId: null, finishedId: null };
      turns.delete(session);
      turns.set(session, turn);
      if (turns.size > SESSIONS_MAX) void stop(turns.keys().next().value!);
      turn.finishedId = before ? await drops.overtake(before, member) : null; // first, so that the renderer is free
      if (turns.get(session) !== turn) {
        void drops.drop(turn.finishedId, member);
        return null;
      }
      const view = await jobs.submit({ requestKey: `live:${requestKey}`, place: LIVE_PLACE, member, order });
      turn.jobId = view.job.id;
      if (turns.get(session) === turn) return view;
      void drops.drop(view.job.id, member);
      return null;
    },
    async sweep(before) {
      for (let to: number | undefined = before; to !== undefined; ) {
        const views: readonly JobView[] = await jobs.recent({ ...LIVE_PLACE, before: to, limit: SWEEP_BATCH });
        await Promise.all(views.map(({ job }) => drops.drop(job.id, { ...liveMember(''), id: job.ownerId })));
        to = views.length === SWEEP_BATCH ? views.at(-1)!.job.createdAt : undefined;
      }
    },
    async close() {
      closed = true;
      await Promise.all([...turns.keys()].map(stop));
      await drops.settled();
    },
  };
}

/** The ways in which live jobs go, and who waits for those that are going. */
function createDrops(jobs: JobService, log: Log) {
  const going = new Set<Promise<void>>();

  /** False when it had ended by itself. */
  function cancel(jobId: JobId, member: Member): Promise<boolean> {
    return jobs.cancel(jobId, member).then(
      () => true,
      () => false,
    );
  }

  async function remove(jobId: JobId, member: Member): Promise<void> {
    await cancel(jobId, member);
    await jobs.erase(jobId, member).catch((thrown: unknown) => {
      const { code, message } = Failure.from(thrown);
      if (code !== 'not-found') log.warn({ jobId, reason: message }, 'live render stays behind');
    });
  }

  function drop(jobId: JobId | null, member: Member): Promise<void> {
    if (jobId === null) return Promise.resolve();
    const leaving = remove(jobId, member).finally(() => going.delete(leaving));
    going.add(leaving);
    return leaving;
  }

  return {
    drop,
    /** Ends a turn. Returns its job if that was finished, to be dropped one turn later. */
    async overtake({ jobId, finishedId }: Turn, member: Member): Promise<JobId | null> {
      void drop(finishedId, member);
      if (jobId === null || !(await cancel(jobId, member))) return jobId;
      void drop(jobId, member);
      return null;
    },
    async settled() {
      await Promise.all(going);
    },
  };
}
