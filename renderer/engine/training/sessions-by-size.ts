import type { Session } from '#renderer/engine/runtime/session.ts';

/** Sessions that are open at once; pictures of more sizes take turns. */
const OPEN_MAX = 4;

/** Sessions that are for one size each, opened when they are first asked for. */
export interface SessionsBySize {
  of(sizes: Readonly<Record<string, number>>): Promise<Session>;
  release(): Promise<void>;
}

/** `open` makes one; the one that was not asked for longest is given back where there are too many. */
export function createSessionsBySize(
  open: (sizes: Readonly<Record<string, number>>) => Promise<Session>,
): SessionsBySize {
  const sessions = new Map<string, Promise<Session>>();
  return {
    async of(sizes) {
      const key = JSON.stringify(sizes);
      const known = sessions.get(key);
      sessions.delete(key);
      if (!known && sessions.size >= OPEN_MAX) {
        const [oldest, session] = [...sessions][0]!;
        sessions.delete(oldest);
        await (await session).release();
      }
      const session = known ?? open(sizes);
      sessions.set(key, session);
      try {
        return await session;
      } catch (error) {
        // A failure is not remembered: the next call tries again.
        sessions.delete(key);
        throw error;
      }
    },
    async release() {
      const all = [...sessions.values()];
      sessions.clear();
      for (const session of all) await (await session.catch(() => null))?.release();
    },
  };
}
