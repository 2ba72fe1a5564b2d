import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { describe, expect, it } from 'vitest';
import { sharedCommits } from '#bot/storage/shared-commits.ts';
import { openDatabase } from '#bot/storage/sqlite.ts';
import { openStorage } from '#bot/storage/storage.ts';
import type { Tables } from '#bot/storage/tables.ts';
import { newJob } from '#test/fakes/new-job.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const folder = scratchFolder();

describe('writes that are asked for at once', () => {
  it('share a commit, at most 32, in their order; one alone has none around it', async () => {
    const database = openDatabase(join(folder, 'writes.sqlite'));
    const writers: Kysely<Tables>[] = [];
    const write = sharedCommits(database, async (writer, value: number) => {
      writers.push(writer);
      return value;
    });
    const all = Array.from({ length: 40 }, (_, i) => i);
    expect(await Promise.all(all.map(write))).toEqual(all);
    expect(new Set(writers.slice(0, 32)).size).toBe(1);
    expect(new Set(writers.slice(32)).size).toBe(1);
    expect(writers[0]).not.toBe(writers[32]);
    await write(1);
    expect(writers.at(-1)).toBe(database);
    await database.destroy();
  });

  it('are each tried by itself where one of them throws', async () => {
    const database = openDatabase(join(folder, 'failing.sqlite'));
    const write = sharedCommits(database, async (_, value: number) => {
      if (value === 2) throw new Error('two');
      return value;
    });
    const settled = await Promise.allSettled([1, 2, 3].map(write));
    expect(settled.map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason)))).toEqual([
      1,
      'Error: two',
      3,
    ]);
    await database.destroy();
  });

  it('go on behind one that throws before it gives a promise', async () => {
    const database = openDatabase(join(folder, 'throwing.sqlite'));
    const write = sharedCommits(database, (_, value: number): Promise<number> => {
      if (value === 2) throw new Error('two');
      return Promise.resolve(value);
    });
    const alone = write(2);
    await expect(alone).rejects.toThrow('two');
    await expect(write(1)).resolves.toBe(1);
    const settled = await Promise.allSettled([1, 2, 3].map(write));
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    await database.destroy();
  });
});

describe('jobs that are accepted at once', () => {
  it('are all kept in their order, a repeated request once, and one that cannot be written harms no other', async () => {
    const { ledger, close } = await openStorage({ file: join(folder, 'jobs.sqlite') });
    await ledger.accept(newJob('there'));
    const again = { ...newJob('c'), id: 'd' };
    const sameId = { ...newJob('there'), requestKey: 'another' };
    const asked = [newJob('a'), newJob('b'), newJob('c'), again, sameId, newJob('e')];
    const settled = await Promise.allSettled(asked.map((job) => ledger.accept(job)));
    expect(settled.map((one) => (one.status === 'fulfilled' ? one.value.outcome : 'refused'))).toEqual([
      ...['accepted', 'accepted', 'accepted', 'duplicate', 'refused', 'accepted'],
    ]);
    expect((await ledger.open()).map(({ id }) => id)).toEqual(['there', 'a', 'b', 'c', 'e']);
    await close();
  });
});
