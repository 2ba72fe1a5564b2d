import type { JobId } from '#bot/domain/job.ts';

/** A preview of a finished picture: what its denoised estimate was at a step. */
export interface KeptPreview {
  readonly step: number;
  readonly mime: string;
  readonly data: Uint8Array;
}

/** Previews of finished pictures, one file a job, which goes when the job's other files go. */
export interface PreviewStore {
  /** Oldest first. What is too large to keep is left out, the newest first. Throws `exhausted` when the disk is full. */
  keep(jobId: JobId, previews: readonly KeptPreview[]): Promise<void>;
  /** None = they were not kept, or are gone. */
  of(jobId: JobId): Promise<readonly KeptPreview[]>;
}
