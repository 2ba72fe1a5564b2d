import { z } from 'zod';
import { type DeliveryBook, type MemberThread, REMINDERS } from '#bot/ports/delivery.ts';
import type { Notes } from '#bot/storage/notes.ts';
import { createTurn } from '#shared/async/turn.ts';

const POSTS_MAX = 1000;

const post = z.object({
  jobId: z.string(),
  channelId: z.string(),
  messageId: z.string().nullable(),
  count: z.number(),
});
const starboard = z.object({ version: z.literal(1), posts: z.array(post) });
const reminder = z.enum(REMINDERS);

/** Channels of a server in which a member's thread is remembered. */
const THREADS_MAX = 50;

const thread = z.object({ channelId: z.string(), threadId: z.string() });
const threads = z.object({ version: z.literal(1), threads: z.array(thread) });

/** The name of the note that holds a server's starboard, the newest post last. */
export function starboardNote(serverId: string): string {
  return `starboard ${serverId}`;
}

/** The name of the note that holds the threads of one member in a server, the newest last; `*` stands for all. */
export function threadsNote(serverId: string, memberId: string): string {
  return `threads ${serverId} ${memberId}`;
}

/** The book as notes: one for the starboard of a server, one for a member who wants to be told, one for their threads. */
export function createDeliveryBook(notes: Notes): DeliveryBook {
  /** Changes come one after the other: each reads what the one before has written. */
  const turn = createTurn();

  async function threadsOf({ serverId, memberId }: Omit<MemberThread, 'channelId'>) {
    const value = await notes.read(threadsNote(serverId, memberId));
    return value === null ? [] : threads.parse(JSON.parse(value)).threads;
  }

  async function postsOf(serverId: string) {
    const value = await notes.read(starboardNote(serverId));
    return value === null ? [] : starboard.parse(JSON.parse(value)).posts;
  }

  return {
    async starboardPost(serverId, jobId) {
      const found = (await turn(() => postsOf(serverId))).find((each) => each.jobId === jobId);
      return found ? { channelId: found.channelId, messageId: found.messageId, count: found.count } : null;
    },
    setStarboardPost: (serverId, jobId, changed) =>
      turn(async () => {
        const others = (await postsOf(serverId)).filter((each) => each.jobId !== jobId);
        const posts = [...others, ...(changed ? [{ jobId, ...changed }] : [])].slice(-POSTS_MAX);
        await notes.write(starboardNote(serverId), JSON.stringify({ version: 1, posts }));
      }),
    async reminderOf(memberId) {
      const found = reminder.safeParse(await notes.read(`remind ${memberId}`));
      return found.success ? found.data : 'off';
    },
    setReminder: (memberId, how) => notes.write(`remind ${memberId}`, how),
    async threadOf(of) {
      return (await turn(() => threadsOf(of))).find(({ channelId }) => channelId === of.channelId)?.threadId ?? null;
    },
    setThread(of, threadId) {
      const { serverId, channelId, memberId } = of;
      return turn(async () => {
        const others = (await threadsOf(of)).filter((each) => each.channelId !== channelId);
        const kept = [...others, { channelId, threadId }].slice(-THREADS_MAX);
        await notes.write(threadsNote(serverId, memberId), JSON.stringify({ version: 1, threads: kept }));
      });
    },
    forgetThreads: (memberId, serverId = '*') => notes.removeAll(threadsNote(serverId, memberId)),
  };
}
