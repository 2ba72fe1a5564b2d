import type { Member, Place } from '#bot/domain/job.ts';

/** What a key is good for: new pictures; words and masks of given ones; the owner's jobs and the queue. */
export const KEY_SCOPES = ['draw', 'look', 'jobs'] as const;

export type KeyScope = (typeof KEY_SCOPES)[number];

/** A member's key for other programs. Its jobs are the member's, in the place where it was made, by the rules of that place. */
export interface ApiKey {
  /** Stands in the key itself and in the names of its requests; no secret. */
  readonly id: string;
  /** Told apart by it among those of its owner in one server. */
  readonly name: string;
  readonly ownerId: string;
  readonly ownerName: string;
  /** Where it was made: of a server of Discord, or the studio's. */
  readonly home: Place;
  readonly scopes: readonly KeyScope[];
  readonly requestsPerMinute: number;
  /** Of renderers, in 24 hours; null = as many as the owner may have. */
  readonly secondsPerDay: number | null;
  readonly createdAt: number;
  /** Null = until it is taken back. */
  readonly expiresAt: number | null;
}

/** A key as it is kept: with the hash of its secret, never with the secret. */
export interface StoredKey extends ApiKey {
  /** SHA-256, lower-case hex. */
  readonly hash: string;
}

/** Where keys are kept. */
export interface KeyStore {
  all(): Promise<readonly StoredKey[]>;
  /** Everything that holds from now on; changes come one after the other. */
  change(how: (keys: readonly StoredKey[]) => readonly StoredKey[]): Promise<void>;
}

/** What somebody wants of a new key. */
export type KeyWish = Pick<ApiKey, 'name' | 'scopes' | 'requestsPerMinute' | 'secondsPerDay'> & {
  /** Null = it does not run out. */
  readonly days: number | null;
};

/** Who has keys: a member in one server. */
export interface KeyOwner {
  readonly member: Pick<Member, 'id' | 'name'>;
  readonly place: Place;
}

/** Keys for other programs. All methods throw Failure with a sentence for who asks. */
export interface ApiKeys {
  /** Makes a key; `token` is what a program shows, and is told this once. Throws `already-exists`, `exhausted`. */
  create(owner: KeyOwner, wish: KeyWish): Promise<{ readonly key: ApiKey; readonly token: string }>;
  /** Those of a member in this server, the newest first. */
  list(owner: KeyOwner): readonly ApiKey[];
  /** Holds at once, also for requests under way. Throws `not-found`. */
  revoke(owner: KeyOwner, name: string): Promise<void>;
  /** The key that a program shows. Throws `denied`, in the same words for all that is not one. */
  check(token: string): ApiKey;
  /** Aborts when the key is taken back. */
  until(id: ApiKey['id']): AbortSignal;
}

/** Says who the owner of a key is where it was made, as it stands now. */
export interface Members {
  /** With today's roles and rights. Throws `denied` for who is not there any more, `unavailable` when nobody can be asked. */
  memberOf(key: Pick<ApiKey, 'ownerId' | 'ownerName' | 'home'>): Promise<Member>;
}
