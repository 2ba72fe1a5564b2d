import type { Member, Place } from '#bot/domain/job.ts';

/** How a member likes to draw. */
export interface Preferences {
  /** Words and flags that go with every prompt of theirs; '' = none. */
  readonly suffix: string;
  /** What a flag of their own stands for, by its name. */
  readonly options: Readonly<Record<string, string>>;
  /** Whoever draws something again is asked for other words first. */
  readonly remix: boolean;
}

/** What holds for who has said nothing. */
export const NO_PREFERENCES: Preferences = { suffix: '', options: {}, remix: false };

/** Preferences by member, who has the same in every server of a platform. */
export interface PreferenceStore {
  get(platform: Place['platform'], memberId: Member['id']): Promise<Preferences>;
  /** In place of what was there; NO_PREFERENCES leaves nothing. */
  put(platform: Place['platform'], memberId: Member['id'], preferences: Preferences): Promise<void>;
}
