import type { JobId, JobView, Member, Order, Place } from '#bot/jobs/job.ts';
import type { JobDesk } from '#bot/ports.ts';
import { Failure } from '#shared/failure.ts';
import type { Log } from '#shared/log.ts';

/** Where live renders happen. Nothing here is kept: what was typed over is cancelled and removed. */
const LIVE_PLACE: Place = { platform: 'studio', serverId: 'studio', channelId: 'live' };

/** Pages that may be live at once. */
const SESSIONS_MAX = 16;

/** Jobs that are swept away at a time. */
const SWEEP_BATCH = 100;

/** Renders that follow somebody's typing: one per page, the newest order only. */
export interface LiveRenders {
  /** Starts a render and gives up the page's one before. */
  render(session: string, request: { readonly order: Order; readonly requestKey: string }): Promise<JobView>;
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
  return view.job.place.channelId === LIVE_PLACE.channelId;
}

/** Nothing is live yet. */
export function createLiveRenders({ desk, log }: { desk: JobDesk; log: Log }): LiveRenders {
  /** The newest turn of each page; oldest page first. */
  const turns = new Map<string, { jobId: JobId | null }>();
  let closed = false;

  async function drop(jobId: JobId, member: Member): Promise<void> {
    await desk.cancel(jobId, member).catch(() => {}); // it may have ended by itself
    await desk.remove(jobId, member).catch((thrown: unknown) => {
      const { code, message } = Failure.from(thrown);
      if (code !== 'not-found') log.warn({ jobId, reason: message }, 'live render stays behind');
    });
  }

  async function stop(session: string): Promise<void> {
    const turn = turns.get(session);
    turns.delete(session);
    if (turn?.jobId) await drop(turn.jobId, liveMember(session));
  }

  return {
    stop,
    async render(session, { order, requestKey }) {
      if (closed) throw new Failure('unavailable', 'Cannot render live: the studio is closing');
      const stopped = stop(session);
      const turn: { jobId: JobId | null } = { jobId: null };
      turns.set(session, turn);
      if (turns.size > SESSIONS_MAX) void stop(turns.keys().next().value!);
      const member = liveMember(session);
      await stopped; // first, so that the renderer is free for the newer one
      if (turns.get(session) !== turn) throw superseded();
      const view = await desk.submit({ requestKey: `live:${requestKey}`, place: LIVE_PLACE, member, order });
      if (turns.get(session) !== turn) {
        void drop(view.job.id, member);
        throw superseded();
      }
      turn.jobId = view.job.id;
      return view;
    },
    async sweep(before) {
      for (let to: number | undefined = before; to !== undefined; ) {
        const views: readonly JobView[] = await desk.recent({ ...LIVE_PLACE, before: to, limit: SWEEP_BATCH });
        await Promise.all(views.map(({ job }) => drop(job.id, { id: job.ownerId, name: 'studio', isModerator: true })));
        to = views.length === SWEEP_BATCH ? views.at(-1)!.job.createdAt : undefined;
      }
    },
    async close() {
      closed = true;
      await Promise.all([...turns.keys()].map(stop));
    },
  };
}

function superseded(): Failure {
  return new Failure('superseded', 'Cannot render this any more: something newer was typed');
}
