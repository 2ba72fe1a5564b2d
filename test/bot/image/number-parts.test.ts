import sharp from 'sharp';
import { expect, it } from 'vitest';
import { numberParts } from '#bot/image/number-parts.ts';

/** Light in a box, black elsewhere. */
function boxed(width: number, height: number, [left, top, right, bottom]: readonly [number, number, number, number]) {
  const data = Uint8Array.from({ length: width * height }, (_, at) => {
    const [x, y] = [at % width, Math.floor(at / width)];
    return x >= left && x < right && y >= top && y < bottom ? 255 : 0;
  });
  return sharp(data, { raw: { width, height, channels: 1 } })
    .png()
    .toBuffer();
}

it('colours each thing, the smaller one where two overlap, and puts their numbers on them', async () => {
  const picture = await sharp({ create: { width: 64, height: 32, channels: 3, background: '#808080' } })
    .png()
    .toBuffer();
  const masks = [await boxed(64, 32, [0, 0, 40, 32]), await boxed(64, 32, [30, 0, 60, 30])];
  const { data } = await sharp(await numberParts({ picture, masks }))
    .raw()
    .toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number) => [...data.subarray(3 * (64 * y + x), 3 * (64 * y + x) + 3)];
  // Nobody's, the first one's, and both ones': the second is smaller.
  expect(at(62, 20)).toEqual([128, 128, 128]);
  expect(at(5, 5)).not.toEqual([128, 128, 128]);
  expect(at(33, 5)).toEqual(at(50, 5));
  expect(at(33, 5)).not.toEqual(at(5, 5));
  // The plates: a 1 has its foot, three dots wide, and a 2 another top.
  const lit = (part: { left: number; right: number }) => {
    const rows = Array.from({ length: 32 }, (_, y) =>
      Array.from({ length: part.right - part.left }, (_, x) => at(part.left + x, y).every((level) => level === 255)),
    );
    return rows.map((row) => row.filter(Boolean).length).filter((count) => count > 0);
  };
  expect(lit({ left: 0, right: 30 })).toEqual([1, 2, 1, 1, 3]);
  expect(lit({ left: 30, right: 60 })).toEqual([3, 1, 3, 1, 3]);
});
