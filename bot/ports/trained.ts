import type { JobId, JobState } from '#bot/domain/job.ts';
import type { StoredAdapter } from '#bot/domain/stored-file.ts';
import type { TrainedRule } from '#bot/ports/rules.ts';
import type { Interim } from '#shared/contract/messages.ts';

/** Something that was trained, or is being trained, for one server. */
export interface TrainedAdapter extends TrainedRule {
  readonly serverId: string;
  /** What prompts of its server call it. */
  readonly name: string;
  readonly ownerId: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** How its training stands. */
  readonly state: JobState['kind'];
  /** What came of it; null as long as nothing has. */
  readonly file: StoredAdapter | null;
  /** What would come of it if it ended now; left out where that is not known, or it has ended. */
  readonly interim?: Interim;
  /** Of files that would have come of it before; left out where none is known. */
  readonly interimHashes?: readonly string[];
}

/** What the members of servers trained. No server sees another's. */
export interface TrainedStore {
  /** Of a server, by name; those whose job was deleted or failed are left out. */
  list(serverId: string): Promise<readonly TrainedAdapter[]>;
  /** Keeps the name for a training that begins. Throws exhausted where the server has as many as it may have. */
  put(
    serverId: string,
    name: string,
    rule: TrainedRule,
    by: { readonly id: string; readonly name: string },
  ): Promise<void>;
  remove(serverId: string, name: string, by: { readonly id: string; readonly name: string }): Promise<void>;
  /** Says whether its training is held; nothing where there is none of that name. */
  setPaused(
    training: { readonly serverId: string; readonly name: string; readonly isPaused: boolean },
    by: { readonly id: string; readonly name: string },
  ): Promise<void>;
  /** Whether the training that this job is was held by somebody. */
  isPaused(serverId: string, jobId: JobId): Promise<boolean>;
  /**
   * Keeps the name again that was removed with a training which comes out of the bin; nothing for other jobs. Throws
   * `invalid` where something else has the name by now.
   */
  bringBack(jobId: JobId, by: { readonly id: string; readonly name: string }): Promise<void>;
}
