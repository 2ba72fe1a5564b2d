import type { JobId, JobView, Member, Place } from '#bot/domain/job.ts';
import type { JobsOf } from '#bot/ports/bin.ts';
import type { ServerRef } from '#bot/ports/servers.ts';

/** Deleting, and taking it back within a day. All methods throw Failure with a sentence for the member. */
export interface JobBin {
  /** Puts a finished job into the bin. Owner or moderator. */
  remove(jobId: JobId, member: Member): Promise<void>;
  /** Takes a job out of the bin, to be shown anew. Who put it there; moderators, where nobody knows who it was. */
  takeBack(jobId: JobId, member: Member): Promise<JobView>;
  /** The same for all that the member put there at once the last time, in this server; moderators also what nobody knows of. */
  takeBackLast(member: Member, place: Place): Promise<readonly JobView[]>;
  /** Puts all finished jobs of the member into the bin; how many. */
  removeAllOf(member: Member, where: Omit<JobsOf, 'ownerId'>): Promise<number>;
  /** How many those are. */
  countOf(member: Member, where: Omit<JobsOf, 'ownerId'>): Promise<number>;
  /** Forgets a finished job at once and for good. Owner or moderator. */
  erase(jobId: JobId, member: Member): Promise<void>;
  /** Somebody deleted these messages: jobs that they showed are cancelled when they are open, and else put into the bin. */
  messagesDeleted(messageIds: readonly string[]): Promise<void>;
  /** The same for all jobs of a channel. */
  channelDeleted(place: Place): Promise<void>;
}

/** How long things of a server are kept. */
export interface KeptFor {
  /** Days after its end in which a job is kept; null = for ever. */
  readonly days: number | null;
  /** Days after the bot has left the server. */
  readonly leftServerDays: number;
  /** Hours in which what was deleted can be taken back. */
  readonly binHours: number;
}

/** The servers that the bot is in, for what is kept of them. */
export interface JobServers {
  /** The bot is in the server, perhaps again: what is kept of it stays. */
  enterServer(server: ServerRef): Promise<void>;
  /** The bot is not in it any more: its open jobs are cancelled, and all that is kept of it goes after the time of grace. */
  leaveServer(server: ServerRef): Promise<void>;
  /** How long things are kept there: what the operator says, or less where the server does. */
  keptFor(place: Place): Promise<KeptFor>;
  /** Servers that the bot was in when anybody looked last. */
  enteredServers(platform: Place['platform']): Promise<readonly string[]>;
}
