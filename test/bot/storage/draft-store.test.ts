import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openStorage } from '#bot/storage/storage.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const DRAFT = { memberId: 'ada', call: 'style create', values: { prompt: 'a cat 🎨', steps: 3 }, parentId: null };

it('a draft is kept for a quarter of an hour, through a restart, and then forgotten', async () => {
  let now = 1_800_000_000_000;
  const options = { file: join(scratchFolder(), 'easel.sqlite'), clock: { now: () => now, sleep: async () => {} } };
  let storage = await openStorage(options);
  onTestFinished(() => storage.close());
  const id = await storage.drafts.keep(DRAFT);
  await storage.close();
  storage = await openStorage(options);
  expect(await storage.drafts.find(id)).toEqual(DRAFT);
  expect(await storage.drafts.find('%')).toBeNull();
  now += 15 * 60_000 + 1;
  expect(await storage.drafts.find(id)).toBeNull();
  await storage.drafts.keep(DRAFT);
  now -= 15 * 60_000;
  expect(await storage.drafts.find(id)).toBeNull();
});

it('what a member takes along is the newest of it, given once, and forgotten as a draft is', async () => {
  let now = 1_800_000_000_000;
  const clock = { now: () => now, sleep: async () => {} };
  const storage = await openStorage({ file: join(scratchFolder(), 'easel.sqlite'), clock });
  onTestFinished(() => storage.close());
  const { drafts } = storage;
  await drafts.leave('ada', 'a cat');
  await drafts.leave('ada', 'a dog 🎨');
  expect(await drafts.collect('bob')).toBeNull();
  expect([await drafts.collect('ada'), await drafts.collect('ada')]).toEqual(['a dog 🎨', null]);
  await drafts.leave('ada', 'a cat');
  now += 15 * 60_000 + 1;
  expect(await drafts.collect('ada')).toBeNull();
});
