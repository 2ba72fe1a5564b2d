import type { Job, JobId, Place } from '#bot/domain/job.ts';
import type { StoredFile } from '#bot/domain/stored-file.ts';

/** Who put something into the bin, and when. */
export interface Binning {
  readonly memberId: string;
  readonly at: number;
}

/** Which jobs: all of the platform for which everything that is given holds. */
export interface JobsOf {
  readonly platform: Place['platform'];
  readonly serverId?: string;
  /** The channel that they were asked for in, or that their panels are in. */
  readonly shownIn?: string;
  readonly ownerId?: string;
}

/** A job that is gone for good, with the files that it leaves. */
export interface Leftover {
  readonly id: JobId;
  readonly files: readonly Pick<StoredFile, 'file'>[];
}

/**
 * The bin of the ledger. What is in it has the state `deleted` and comes back as it was, until it is claimed; what is
 * claimed waits only for its files to be removed. Every change is fenced by the state that it starts from.
 */
export interface Bin {
  /** done | failed | cancelled -> deleted. The member's wish, whoever dispatches. */
  remove(id: JobId, by: Binning): Promise<boolean>;
  /** The same for all of these that have ended; the jobs as they were. */
  removeAll(which: JobsOf, by: Binning): Promise<readonly Job[]>;
  /** How many of these are over and not deleted. */
  count(which: JobsOf): Promise<number>;
  /** Who put it there; null = it is not in the bin. */
  binned(id: JobId): Promise<Binning | null>;
  /** What one of these put into the bin at once, the last time after `since` that they did. */
  lastBinned(memberIds: readonly string[], which: JobsOf & { readonly since: number }): Promise<readonly JobId[]>;
  /** deleted -> what it was, without a message; null when it is not in the bin, or went there by `since`. */
  takeBack(id: JobId, since: number): Promise<Job | null>;
  /** done | failed | cancelled -> claimed, past the bin. */
  erase(id: JobId): Promise<Leftover | null>;
  /** The same for up to `limit` jobs of a platform, or of one of its servers, that ended before this; how many. */
  expire(
    platform: Place['platform'],
    options: { readonly before: number; readonly limit: number; readonly serverId?: string },
  ): Promise<number>;
  /** Claims up to `limit` jobs that went into the bin, and were accepted, by `before`. */
  claim(before: number, limit: number): Promise<readonly Leftover[]>;
  /** Forgets claimed jobs; from here on their requests are as if they never came. */
  forget(ids: readonly JobId[]): Promise<void>;
}
