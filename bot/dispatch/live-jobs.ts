import { IDLE, type Job, type JobId, type JobView, type Place, type Progress } from '#bot/domain/job.ts';
import { failure } from '#bot/text/say.ts';
import { createMailbox, type Mailbox } from '#shared/async/mailbox.ts';

/** Views that a reader may be behind with before it is given up; more than all open jobs together can be. */
const UNREAD_MAX = 200_000;

/** Trainings that ended whose course is still known. */
const COURSES_MAX = 16;

/** The parts of a job that change while it is open. */
export type JobChange = Partial<Pick<Job, 'state' | 'attempts' | 'panel' | 'delivered' | 'finishedAt' | 'review'>>;

/** All open jobs as they stand, and everybody who watches them. It holds nothing that the ledger does not outlive. */
export interface LiveJobs {
  /** A job that is open now. */
  open(job: Job): void;
  get(id: JobId): JobView | null;
  /** How a training went, while it is open and for some time after; null = it is no training, or forgotten. */
  courseOf(id: JobId): Progress | null;
  all(): readonly JobView[];
  /** Of one member in one server. */
  ofMember(memberId: string, serverId: string): readonly JobView[];
  /** Changes an open job and tells the watchers; nothing when it is not open. */
  change(id: JobId, change: { readonly job?: JobChange; readonly progress?: Partial<Progress> }): void;
  /** The job's last view; it is open no more. False when it was not. */
  end(id: JobId, change: JobChange): boolean;
  /** Tells the watchers about a job that is not open. */
  tell(job: Job): void;
  watch(platform: Place['platform'], signal: AbortSignal): AsyncGenerator<JobView, void, undefined>;
  close(): void;
}

/** No live jobs yet. */
export function createLiveJobs(): LiveJobs {
  const views = new Map<JobId, JobView>();
  const members = createMemberIndex();
  const courses = new Map<JobId, Progress>();
  const watchers = new Map<Mailbox<JobView>, Place['platform']>();
  const publish = (view: JobView) => {
    for (const [watcher, platform] of watchers) {
      if (view.job.place.platform !== platform || watcher.put(view, view.job.id)) continue;
      watcher.close(failure('exhausted', 'attempt.unread', { max: UNREAD_MAX }));
    }
  };
  const replace = ({ job, progress }: JobView) => {
    // Nobody sees what a moderator is to look at first, and so nobody can show it by mistake.
    const view = { job, progress: job.review ? { ...progress, preview: null, arrived: [] } : progress };
    if (!views.has(job.id)) members.add(job);
    views.set(job.id, view);
    publish(view);
  };
  return {
    open: (job) => replace({ job, progress: IDLE }),
    get: (id) => views.get(id) ?? null,
    courseOf: (id) => views.get(id)?.progress ?? courses.get(id) ?? null,
    all: () => [...views.values()],
    ofMember: (memberId, serverId) => members.of(memberId, serverId).map((id) => views.get(id)!),
    change(id, { job, progress }) {
      const view = views.get(id);
      if (view) replace({ job: { ...view.job, ...job }, progress: { ...view.progress, ...progress } });
    },
    end(id, change) {
      const view = views.get(id);
      views.delete(id);
      if (view) members.remove(view.job);
      if (view?.progress.losses && change.state?.kind === 'done') rememberCourse(courses, view);
      if (view) publish({ job: { ...view.job, ...change }, progress: IDLE });
      return view !== undefined;
    },
    tell: (job) => publish({ job, progress: IDLE }),
    async *watch(platform, signal) {
      const watcher = createMailbox<JobView>(UNREAD_MAX);
      for (const view of views.values()) if (view.job.place.platform === platform) watcher.put(view, view.job.id);
      watchers.set(watcher, platform);
      try {
        yield* watcher.read(signal);
      } finally {
        watchers.delete(watcher);
      }
    },
    close() {
      for (const watcher of watchers.keys()) watcher.close();
    },
  };
}

/** Ids of open jobs by their member and server, so that none of the others is looked at when somebody asks for more. */
function createMemberIndex() {
  const ids = new Map<string, Set<JobId>>();
  const keyOf = (memberId: string, serverId: string) => `${serverId}\n${memberId}`;
  return {
    add({ id, ownerId, place }: Job) {
      const key = keyOf(ownerId, place.serverId);
      const own = ids.get(key) ?? new Set();
      ids.set(key, own.add(id));
    },
    remove({ id, ownerId, place }: Job) {
      const key = keyOf(ownerId, place.serverId);
      const own = ids.get(key);
      own?.delete(id);
      if (own?.size === 0) ids.delete(key);
    },
    of: (memberId: string, serverId: string): readonly JobId[] => [...(ids.get(keyOf(memberId, serverId)) ?? [])],
  };
}

function rememberCourse(courses: Map<JobId, Progress>, { job, progress }: JobView): void {
  // The file that came of it is stored.
  const { interim: _, ...course } = progress;
  courses.set(job.id, course);
  for (const id of [...courses.keys()].slice(0, -COURSES_MAX)) courses.delete(id);
}
