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

/** Where a member's pictures of one channel go. */
export interface MemberThread {
  readonly serverId: string;
  readonly channelId: string;
  readonly memberId: string;
}

/** What must be remembered of pictures that went further than their panel, of who wants to be told, and of threads of members. */
export interface DeliveryBook {
  /** Null = it was never there, or so long ago that it is forgotten. */
  starboardPost(serverId: string, jobId: string): Promise<StarboardPost | null>;
  /** Null forgets it. Of more than there is room for the oldest are forgotten. */
  setStarboardPost(serverId: string, jobId: string, post: StarboardPost | null): Promise<void>;
  /** How a member wants to be told; `off` when they never said. */
  reminderOf(memberId: string): Promise<Reminder>;
  setReminder(memberId: string, how: Reminder): Promise<void>;
  /** The thread that was opened for a member's pictures of a channel; null = none is known. */
  threadOf(of: MemberThread): Promise<string | null>;
  setThread(of: MemberThread, threadId: string): Promise<void>;
  /** Forgets a member's threads in a server, or in all where none is named. */
  forgetThreads(memberId: string, serverId?: string): Promise<void>;
}
