import { describe, expect, it, onTestFinished } from 'vitest';
import type { JobFeed, JobNotice } from '#bot/ports/job-feed.ts';

/** The server between the bots. */
export interface FeedServer {
  /** A bot that joins those that are there. */
  join(name: string): JobFeed & { close(): Promise<void> };
  restart(): Promise<void>;
}

/** What every way to tell other bots of jobs does. */
export function jobFeedContract(name: string, start: () => Promise<FeedServer>): void {
  describe(`${name}, as a feed between bots`, () => {
    const join = (server: FeedServer, bot: string) => {
      const feed = server.join(bot);
      onTestFinished(() => feed.close());
      const leaving = new AbortController();
      onTestFinished(() => leaving.abort());
      const heard = feed.notices(leaving.signal);
      const next = async () => (await heard.next()).value as JobNotice;
      return { feed, next };
    };

    it('begins with a gap, tells others in order, and nobody hears themselves', async () => {
      const server = await start();
      const [one, two] = [join(server, 'one'), join(server, 'two')];
      expect([await one.next(), await two.next()]).toEqual([{ kind: 'gap' }, { kind: 'gap' }]);
      one.feed.tell({ kind: 'written', id: 'a' });
      expect(await two.next()).toMatchObject({ kind: 'written', id: 'a' });
      one.feed.tell({ kind: 'ended', id: 'a' });
      two.feed.tell({ kind: 'ended', id: 'b' });
      expect(await two.next()).toMatchObject({ kind: 'ended', id: 'a' });
      expect(await one.next()).toMatchObject({ kind: 'ended', id: 'b' });
    });

    it('sends of several notices of one kind about a job the newest', async () => {
      const server = await start();
      const [one, two] = [join(server, 'one'), join(server, 'two')];
      await Promise.all([one.next(), two.next()]);
      for (const step of [1, 2, 3])
        one.feed.tell({ kind: 'moved', id: 'a', state: { kind: 'queued' }, progress: { step } as never });
      one.feed.tell({ kind: 'ended', id: 'z' });
      expect(await two.next()).toMatchObject({ kind: 'moved', id: 'a', progress: { step: 3 } });
      expect(await two.next()).toMatchObject({ kind: 'ended', id: 'z' });
    });

    it('says that there was a gap when the server was away, and goes on', { timeout: 30_000 }, async () => {
      const server = await start();
      const [one, two] = [join(server, 'one'), join(server, 'two')];
      await Promise.all([one.next(), two.next()]);
      await server.restart();
      expect(await two.next()).toEqual({ kind: 'gap' });
      one.feed.tell({ kind: 'written', id: 'after' });
      expect(await two.next()).toMatchObject({ kind: 'written', id: 'after' });
    });

    it('ends with its signal', async () => {
      const feed = (await start()).join('one');
      const leaving = new AbortController();
      const heard = feed.notices(leaving.signal);
      await heard.next();
      leaving.abort();
      expect((await heard.next()).done).toBe(true);
      await feed.close();
    });
  });
}
