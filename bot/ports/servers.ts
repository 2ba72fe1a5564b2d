import type { Place } from '#bot/domain/job.ts';

/** A server of a platform. */
export type ServerRef = Pick<Place, 'platform' | 'serverId'>;

/** The servers that the bot is or was in. */
export interface ServerBook {
  /** The bot is in it, also when it had left. */
  enter(server: ServerRef): Promise<void>;
  /** The bot is not in it any more: none of its messages can be written. */
  leave(server: ServerRef, at: number): Promise<void>;
  /** Servers of the platform that the bot is in, as far as anybody said. */
  entered(platform: Place['platform']): Promise<readonly string[]>;
  leftBefore(before: number): Promise<readonly ServerRef[]>;
  /**
   * Forgets its styles, and gives up its jobs: they are claimed, see Bin. False, and nothing is changed, when it was
   * not left by `leftBefore`, or when a job of it is open.
   */
  forget(server: ServerRef, leftBefore: number): Promise<boolean>;
}
