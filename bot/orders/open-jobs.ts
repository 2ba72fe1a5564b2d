import type { Job, JobId, JobView } from '#bot/domain/job.ts';

/** The jobs that are open, as far as an order concerns them; whoever dispatches keeps them, here or elsewhere. */
export interface OpenJobs {
  /** Null when it is not open. */
  view(id: JobId): JobView | null;
  /** Counts one more open job of the member, or throws the sentence that says which bound is reached. */
  admit(memberId: string, options: { readonly sitsHere: boolean }): void;
  /** The member has one open job less. */
  dismiss(memberId: string): void;
  /** Jobs that the member has open in this server. */
  openOf(memberId: string, serverId: string): number;
  /** Milliseconds that those are expected to take. */
  openMs(memberId: string, serverId: string): number;
  /** A job that has just been stored as queued, and counted. */
  open(job: Job): void;
}
