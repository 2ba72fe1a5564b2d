import type { JobId, JobState, Progress } from '#bot/domain/job.ts';

/** What one bot tells the others of a job; the ledger has the rest. */
export type JobNotice =
  /** It was accepted, cancelled, given a panel or other words by a bot that does not dispatch. */
  | { readonly kind: 'written'; readonly id: JobId }
  /** How far the bot that dispatches is with it. Previews stay where they are. */
  | { readonly kind: 'moved'; readonly id: JobId; readonly state: JobState; readonly progress: CarriedProgress }
  /** It is open no more. */
  | { readonly kind: 'ended'; readonly id: JobId }
  /** Notices may have been lost, also at the beginning: what the ledger says counts. */
  | { readonly kind: 'gap' };

/** As much of it as fits into a notice. */
export type CarriedProgress = Omit<Progress, 'preview' | 'arrived' | 'losses'>;

/** Carries notices between the bots of one ledger. They may be lost, which is told, and none comes back to who told it. */
export interface JobFeed {
  /** Never rejects. */
  tell(notice: Exclude<JobNotice, { readonly kind: 'gap' }>): void;
  /** What others tell from now on. One reader a bot. */
  notices(signal: AbortSignal): AsyncGenerator<JobNotice, void, undefined>;
}
