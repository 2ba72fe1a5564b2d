import { expect, it } from 'vitest';
import { openSketchStore } from '#bot/storage/sketch-store.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

it('sketches outlive the process, and of too many the oldest go', async () => {
  const folder = scratchFolder();
  const store = openSketchStore({ folder, max: 2 });
  for (const key of ['a', 'b', 'c']) await store.put(key, Buffer.from(key));
  expect(['a', 'b', 'c'].map(store.has)).toEqual([false, true, true]);
  expect([await store.get('a'), await store.get('b')]).toEqual([null, Buffer.from('b')]);
  const again = openSketchStore({ folder, max: 2 });
  expect(Buffer.from((await again.get('c'))!).toString()).toBe('c');
});
