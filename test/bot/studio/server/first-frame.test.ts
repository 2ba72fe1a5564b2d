import sharp from 'sharp';
import { expect, it } from 'vitest';
import { firstFrame } from '#bot/studio/server/first-frame.ts';
import { tinyFilm } from '#test/fakes/tiny-film.ts';

it.each([
  [
    'opaque',
    [
      [200, 30, 10],
      [10, 30, 200],
    ],
  ],
  [
    'transparent',
    [
      [200, 30, 10, 128],
      [10, 30, 200, 255],
    ],
  ],
])('the first frame of an animated WebP is a picture of its own: %s', async (_what, colours) => {
  const film = await tinyFilm({ width: 6, height: 4, colours });
  const still = firstFrame(film)!;
  const { pages = 1 } = await sharp(still).metadata();
  const { data, info } = await sharp(still).raw().toBuffer({ resolveWithObject: true });
  expect([pages, info.width, info.height, [...data.subarray(0, info.channels)]]).toEqual([1, 6, 4, colours[0]]);
});

it('there is none in what is no animation, or is cut off', async () => {
  const film = await tinyFilm({
    width: 6,
    height: 4,
    colours: [
      [200, 30, 10],
      [10, 30, 200],
    ],
  });
  expect(
    firstFrame(
      await sharp({ create: { width: 2, height: 2, channels: 3, background: 'red' } })
        .webp()
        .toBuffer(),
    ),
  ).toBe(null);
  for (let length = 0; length < 60; length++) expect(firstFrame(film.subarray(0, length))).toBe(null);
});
