/** A picture on the starboard of its server. */
export interface StarboardPost {
  readonly channelId: string;
  /** Null = somebody took it away, and it does not come back. */
  readonly messageId: string | null;
  /** Stars that it shows. */
  readonly count: number;
}

/** Ways to tell a member that a picture which took long is there. */
export const REMINDERS = ['off', 'ping', 'message'] as const;

export type Reminder = (typeof REMINDERS)[number];

/** What must be remembered of pictures that went further than their panel, and of who wants to be told. */
export interface DeliveryBook {
  /** Null = it was never there, or so long ago that it is forgotten. */
  starboardPost(serverId: string, jobId: string): Promise<StarboardPost | null>;
  /** Null forgets it. Of more than there is room for the oldest are forgotten. */
  setStarboardPost(serverId: string, jobId: string, post: StarboardPost | null): Promise<void>;
  /** How a member wants to be told; `off` when they never said. */
  reminderOf(memberId: string): Promise<Reminder>;
  setReminder(memberId: string, how: Reminder): Promise<void>;
}
