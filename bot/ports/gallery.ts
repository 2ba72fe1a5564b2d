import type { Job, JobId, Place } from '#bot/domain/job.ts';

/** A place whose pictures may be looked at. */
export interface SeenPlace extends Pick<Place, 'platform' | 'serverId'>, Partial<Pick<Place, 'channelId'>> {
  /** Only what was asked for in these, and nothing that its owner sees alone; absent, without a channel = all of it. */
  readonly openChannels?: readonly string[];
}

/** Which pictures somebody looks for, and which stretch of them. */
export interface GalleryQuery {
  /** Where they may come from; none = nothing is found. */
  readonly places: readonly SeenPlace[];
  /** Each stands somewhere in the words or settings, in any case. */
  readonly words: readonly string[];
  /** Only these; null = any. */
  readonly ids: readonly JobId[] | null;
  /** Asked for at this time or later; absent = ever. */
  readonly since?: number;
  /** The newest of each sentence stands for the others of it. */
  readonly grouped: boolean;
  /** How many of the newest are passed over. */
  readonly from: number;
  readonly limit: number;
}

/** A stretch of what was found, newest first, and how many there are in all. */
export interface GalleryStretch<One> {
  readonly total: number;
  readonly found: readonly (One & {
    /** Others of the same sentence that it stands for; 0 where nothing is grouped. */
    readonly others: number;
  })[];
}

/** Where a job comes from, what came of it, and what was tried with the same sentence, itself included; newest first. */
export interface Kin<One> {
  readonly parent: One | null;
  readonly children: readonly One[];
  readonly alike: readonly One[];
}

/** What can be looked at of the ledger. */
export interface GalleryBook {
  gallery(query: GalleryQuery): Promise<GalleryStretch<{ readonly job: Job }>>;
  /** Of each kind at most `limit`, from these places alone. */
  kin(id: JobId, of: { readonly places: readonly SeenPlace[]; readonly limit: number }): Promise<Kin<Job>>;
}
