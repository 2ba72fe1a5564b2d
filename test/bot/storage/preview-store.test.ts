import { expect, it } from 'vitest';
import { openPictureStore } from '#bot/storage/picture-store.ts';
import { createPreviewStore, previewFile } from '#bot/storage/preview-store.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

it('previews of a picture are given back as they were, within a bound, and a damaged file counts as none', async () => {
  const files = openPictureStore({ folder: scratchFolder() });
  const store = createPreviewStore(files);
  const preview = (step: number, bytes: number) => ({ step, mime: 'image/png', data: Buffer.alloc(bytes, step) });
  await store.keep('a', [preview(1, 9), preview(2, 400_000), preview(3, 700_000)]);
  expect(await store.of('a')).toEqual([preview(1, 9), preview(2, 400_000)]);
  await store.keep('b', []);
  await files.put(previewFile('c'), Buffer.from('{"version": 2}'));
  expect([await store.of('b'), await store.of('c'), await store.of('d')]).toEqual([[], [], []]);
});
