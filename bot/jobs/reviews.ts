import type { LiveJobs } from '#bot/dispatch/live-jobs.ts';
import { IDLE, type Job, type JobId, picturesIn } from '#bot/domain/job.ts';
import type { PictureStore } from '#bot/ports/blobs.ts';
import type { Ledger } from '#bot/ports/ledger.ts';
import type { ReportNews, Review, ReviewService } from '#bot/ports/reviews.ts';
import type { Report, RuleStore } from '#bot/ports/rules.ts';
import type { AuditService, RuleAsker, ServerRules } from '#bot/ports/server-rules.ts';
import { moderatingAuthor } from '#bot/rules/rule-asker.ts';
import { failure } from '#bot/text/say.ts';
import { createMailbox, type Mailbox } from '#shared/async/mailbox.ts';
import type { Log } from '#shared/log.ts';

/** Reported jobs of a server, and members that are counted for one. */
const REPORTS_MAX = 1000;
const REPORTERS_MAX = 100;

/** What reviewing takes. */
export interface ReviewContext {
  readonly ledger: Ledger;
  readonly ruleStore: RuleStore;
  readonly rules: Pick<ServerRules, 'settings'>;
  readonly pictures: PictureStore;
  readonly liveJobs: LiveJobs;
  readonly log: Log;
}

/** Reports are rules of a server, so that the log has them; what is held is in the ledger beside the job. */
export function createReviews(context: ReviewContext): ReviewService {
  const { ledger, ruleStore, pictures } = context;
  const watchers = new Set<Mailbox<ReportNews>>();
  return {
    async list(asker, limit) {
      moderatingAuthor(asker);
      const reports = await reportsOf(context, asker.serverId);
      const held = await ledger.held(asker.serverId, limit);
      const reported: Review[] = [];
      for (const [jobId, { reporterIds }] of reports) {
        if (held.length + reported.length >= limit) break;
        const job = await ledger.get(jobId);
        if (job?.state.kind === 'done' && job.review === undefined)
          reported.push({ view: { job, progress: IDLE }, isHeld: false, reports: reporterIds.length });
      }
      const ofHeld = held.map((job) => ({
        view: { job, progress: IDLE },
        isHeld: true,
        reports: reports.get(job.id)?.reporterIds.length ?? 0,
      }));
      return [...ofHeld, ...reported];
    },
    async pictures(asker, jobId) {
      const { state } = await jobFor(context, asker, jobId);
      const stored = state.kind === 'done' ? picturesIn(state.result) : [];
      const found = stored.map(async (picture) => ({ picture, data: await pictures.get(picture.file) }));
      return (await Promise.all(found)).flatMap(({ picture, data }) => (data ? [{ picture, data }] : []));
    },
    async decide(asker, jobId, decision) {
      const by = moderatingAuthor(asker);
      const { serverId } = asker;
      await jobFor(context, asker, jobId);
      const job = await reviewed(context, jobId, decision);
      if (!job) throw failure('not-found', 'job.gone');
      const rule = { serverId, key: jobId, by };
      await ruleStore.change(
        [
          { ...rule, kind: 'review', value: decision },
          { ...rule, kind: 'report', value: null },
        ],
        { max: Number.MAX_SAFE_INTEGER },
      );
      return { job, progress: IDLE };
    },
    async report(jobId, member) {
      const { isHeld, news } = await report(context, jobId, member);
      if (news) for (const watcher of watchers) watcher.put(news, jobId);
      return { isHeld };
    },
    async *watchReports(signal) {
      const watcher = createMailbox<ReportNews>(REPORTS_MAX);
      watchers.add(watcher);
      try {
        yield* watcher.read(signal);
      } finally {
        watchers.delete(watcher);
      }
    },
  };
}

/** The log, in which taking a decision back sends the pictures to moderators again. */
export function undoingReviews(audit: AuditService, context: ReviewContext): AuditService {
  return {
    ...audit,
    async undo(asker, id) {
      const entry = await audit.undo(asker, id);
      if (entry.kind === 'review') await reviewed(context, entry.key, entry.before ?? 'held');
      return entry;
    },
  };
}

async function report(
  context: ReviewContext,
  jobId: JobId,
  member: Parameters<ReviewService['report']>[1],
): Promise<{ readonly isHeld: boolean; readonly news?: ReportNews }> {
  const { ledger, ruleStore, rules, log } = context;
  const job = await ledger.get(jobId);
  if (job?.state.kind !== 'done') throw failure('not-found', 'review.not-there');
  if (job.review) return { isHeld: true };
  const { serverId } = job.place;
  const before = (await reportsOf(context, serverId)).get(jobId)?.reporterIds ?? [];
  const reporterIds = [...new Set([...before, member.id])].slice(0, REPORTERS_MAX);
  const by = { id: member.id, name: member.name };
  await ruleStore.change([{ serverId, kind: 'report', key: jobId, value: { reporterIds }, by }], { max: REPORTS_MAX });
  log.warn({ jobId, ...job.place, reports: reporterIds.length }, 'a job was reported');
  const max = (await rules.settings.of(job.place))['reports-hide'];
  if (max === 0 || reporterIds.length < max)
    return { isHeld: false, ...(reporterIds.length > before.length && { news: { job, reports: reporterIds.length } }) };
  await reviewed(context, jobId, 'held');
  return { isHeld: true };
}

async function reportsOf({ ruleStore }: ReviewContext, serverId: string): Promise<ReadonlyMap<JobId, Report>> {
  const all = await ruleStore.list(serverId, 'report');
  return new Map(all.toSorted((a, b) => a.updatedAt - b.updatedAt).map(({ key, value }) => [key, value]));
}

/** Throws `not-found` for a job of another server. */
async function jobFor({ ledger }: ReviewContext, asker: RuleAsker, jobId: JobId): Promise<Job> {
  moderatingAuthor(asker);
  const job = await ledger.get(jobId);
  if (!job || job.place.serverId !== asker.serverId) throw failure('not-found', 'job.gone');
  return job;
}

async function reviewed(
  { ledger, liveJobs }: ReviewContext,
  jobId: JobId,
  to: 'held' | 'released' | 'refused',
): Promise<Job | null> {
  const job = await ledger.review(jobId, to);
  if (job) liveJobs.tell(job);
  return job;
}
