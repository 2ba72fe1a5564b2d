import sharp from 'sharp';
import { expect, it } from 'vitest';
import { picturesToTrain } from '#bot/image/training-pictures.ts';
import { claimingSide } from '#test/fakes/huge-png.ts';
import { zipped } from '#test/fakes/zipped.ts';

const stored = new Map<string, Uint8Array>();
const blobs = {
  async put(data: Uint8Array, mime: string) {
    const sha256 = Buffer.from(data).toString('base64').slice(-80);
    stored.set(sha256, data);
    return { sha256, bytes: data.length, mime };
  },
};

const picture = (background: string, width = 64, height = width) =>
  sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toBuffer();

it('takes pictures of files and archives with their words, and tells the others one by one', async () => {
  const frames = await sharp([await picture('#111'), await picture('#222')], { join: { animated: true } })
    .webp()
    .toBuffer();
  const archive = await zipped({
    '3_red car/a.png': await picture('#c00'),
    'b.png': await picture('#0c0'),
    'b.txt': Buffer.from('a green hill\nmore'),
    '__MACOSX/b.png': Buffer.from('x'),
    'twice.png': await picture('#c00'),
    'tiny.png': await picture('#00c', 16),
    'narrow.png': await picture('#00c', 64, 64 * 16 + 1),
    'huge.png': claimingSide(await picture('#0cc'), 6400),
    'broken.jpg': Buffer.from('no picture'),
    'moves.webp': frames,
    'alone.txt': Buffer.from('of nothing'),
    'notes/list.PDF': Buffer.from('no picture'),
  });
  const { pictures, refused } = await picturesToTrain(
    [
      { name: 'own.png', data: await picture('#cc0', 2000) },
      { name: 'all.zip', data: archive },
    ],
    blobs,
  );
  const widths = await Promise.all(
    pictures.map(async ({ image }) => (await sharp(stored.get(image.sha256)).metadata()).width),
  );
  expect(pictures.map(({ name, caption, repeats }, i) => [name, caption, repeats, widths[i]])).toEqual([
    ['own.png', '', 1, 1024],
    ['a.png', 'red car', 3, 64],
    ['b.png', 'a green hill', 1, 64],
  ]);
  expect(refused.map(({ name, reason: { key } }) => [name, key])).toEqual([
    ['twice.png', 'training.twice'],
    ['tiny.png', 'training.small'],
    ['narrow.png', 'training.narrow'],
    ['huge.png', 'train.huge'],
    ['broken.jpg', 'training.broken'],
    ['moves.webp', 'training.animated'],
    ['alone.txt', 'training.no-picture'],
    ['list.PDF', 'training.format'],
  ]);
  await expect(picturesToTrain([{ name: 'a.zip', data: archive.subarray(0, 500) }], blobs)).rejects.toMatchObject({
    said: { key: 'train.zip-damaged' },
  });
});
