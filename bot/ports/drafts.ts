import type { JobId } from '#bot/domain/job.ts';
import type { PictureKind } from '#bot/ports/job-service.ts';

/** What somebody asked for and was refused, kept for a while so that it can be mended instead of typed again. */
export interface RefusedOrder {
  readonly memberId: string;
  /** The command: `imagine`, `style create`. */
  readonly call: string;
  /** Its options as given. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The job that it was an edit of. */
  readonly parentId: JobId | null;
  /** What it takes over of that job's pictures; everything when left out. */
  readonly keeps?: readonly PictureKind[];
}

/** Drafts outlive the process; each is forgotten after a quarter of an hour. */
export interface DraftStore {
  /** Its name: letters and digits. */
  keep(draft: RefusedOrder): Promise<string>;
  /** Null when it is forgotten. */
  find(id: string): Promise<RefusedOrder | null>;
  /** Keeps words that a member takes along to the studio, in the place of those before. */
  leave(memberId: string, words: string): Promise<void>;
  /** Gives what a member left, once; null = nothing, or it is forgotten. */
  collect(memberId: string): Promise<string | null>;
}
