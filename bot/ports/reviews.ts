import type { Job, JobId, JobView, Member, StoredPicture } from '#bot/domain/job.ts';
import type { RuleAsker } from '#bot/ports/server-rules.ts';

/** A job that a moderator is to look at. */
export interface Review {
  /** As it stands; who may see its pictures is up to who shows it. */
  readonly view: JobView;
  /** Held = nobody has seen it yet, or too many have reported it. */
  readonly isHeld: boolean;
  /** Members that have reported it. */
  readonly reports: number;
}

/** What a moderator decides of pictures. */
export type ReviewDecision = 'released' | 'refused';

/** A job that somebody has reported just now, and how many members have. */
export interface ReportNews {
  readonly job: Job;
  readonly reports: number;
}

/** Pictures that moderators look at. All methods but the last two throw `denied` for others than moderators. */
export interface ReviewService {
  /** Of a server, oldest first; held ones before those that were only reported. */
  list(asker: RuleAsker, limit: number): Promise<readonly Review[]>;
  /** PNG bytes of a job's pictures, whoever else may see them. */
  pictures(
    asker: RuleAsker,
    jobId: JobId,
  ): Promise<readonly { readonly picture: StoredPicture; readonly data: Uint8Array }[]>;
  /** Shows the pictures to all, or takes them from their message; it is in the log and can be taken back there. */
  decide(asker: RuleAsker, jobId: JobId, decision: ReviewDecision): Promise<JobView>;
  /** Asks moderators to look at it; from the server's number of reports on nobody else sees it meanwhile. */
  report(jobId: JobId, member: Member): Promise<{ readonly isHeld: boolean }>;
  /** Reports from now on after which everybody still sees the picture, until the signal. */
  watchReports(signal: AbortSignal): AsyncGenerator<ReportNews, void, undefined>;
}
