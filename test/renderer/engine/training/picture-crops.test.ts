import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodePng } from '#renderer/engine/image/png.ts';
import type { LatentEncoder } from '#renderer/engine/networks/network.ts';
import { bucketsOf, placeInBucket } from '#renderer/engine/training/buckets.ts';
import { CROPS_MAX, cropCount, cropsOf, randomCorners } from '#renderer/engine/training/picture-crops.ts';
import { createRandomNumbers } from '#renderer/engine/training/random-numbers.ts';
import { bucketRule, encodePictures, isCropped } from '#renderer/engine/training/training-data.ts';

const side = fc.integer({ min: 32, max: 3000 });
const resolution = fc.constantFrom(64, 512, 1024);
const seed = fc.integer();

const placed = (picture: { width: number; height: number }, at: number) =>
  placeInBucket(picture, bucketsOf(bucketRule(at)));

describe('crops by chance', () => {
  it('lie within the resized picture wherever its bucket is smaller, and are told as they are seen', () => {
    fc.assert(
      fc.property(side, side, resolution, seed, fc.boolean(), (width, height, at, decided, flips) => {
        const place = placed({ width, height }, at);
        const { bucket, resized } = place;
        const random = createRandomNumbers(decided, 0);
        const crops = cropsOf({ width, height }, place, { flips, count: CROPS_MAX, random });
        const room = { width: resized.width - bucket.width, height: resized.height - bucket.height };
        expect([room.width >= 0, room.height >= 0, room.width + room.height > 0]).toEqual([
          ...[true, true, isCropped({ width, height }, at)],
        ]);
        const each = Math.min(CROPS_MAX, (room.width + 1) * (room.height + 1));
        expect(crops.map(({ isMirrored }) => isMirrored)).toEqual([
          ...Array<boolean>(each).fill(false),
          ...Array<boolean>(flips ? each : 0).fill(true),
        ]);
        for (const { corner, isMirrored, sizes } of crops) {
          expect([corner.left >= 0, corner.left <= room.width]).toEqual([true, true]);
          expect([corner.top >= 0, corner.top <= room.height]).toEqual([true, true]);
          const left = isMirrored ? room.width - corner.left : corner.left;
          expect(sizes).toEqual([height, width, corner.top, left, bucket.height, bucket.width]);
        }
      }),
    );
  });

  it('are each as likely as any other', () => {
    const place = { bucket: { width: 16, height: 16 }, resized: { width: 18, height: 17 } };
    const seen = new Map<string, number>();
    for (let decided = 0; decided < 3000; decided++)
      for (const { left, top } of randomCorners(place, 4, createRandomNumbers(decided)))
        seen.set(`${left},${top}`, (seen.get(`${left},${top}`) ?? 0) + 1);
    expect([...seen.keys()].toSorted()).toEqual(['0,0', '0,1', '1,0', '1,1', '2,0', '2,1']);
    for (const times of seen.values()) expect(times / 2000).toBeCloseTo(1, 1);
  });

  it('are each of them once where there are few, and the same for the same numbers', () => {
    const place = { bucket: { width: 16, height: 16 }, resized: { width: 18, height: 16 } };
    const all = [0, 1, 2].map((left) => ({ left, top: 0 }));
    expect(randomCorners(place, 10, createRandomNumbers(5))).toEqual(all);
    const wide = { ...place, resized: { width: 300, height: 16 } };
    const drawn = (decided: number) => randomCorners(wide, 10, createRandomNumbers(decided));
    expect(drawn(1)).toEqual(drawn(1));
    expect(drawn(1)).not.toEqual(drawn(2));
  });

  it.each([
    ['often seen', { seen: 500, pictures: 10 }, 10],
    ['seen as often as there are crops and mirrored ones', { seen: 8, pictures: 10 }, 4],
    ['seen once', { seen: 1, pictures: 10 }, 1],
    ['seen by a share', { seen: 0.2, pictures: 10 }, 1],
    ['one of many', { seen: 500, pictures: 1000 }, 4],
    ['one of so many that there is room for one', { seen: 500, pictures: 100_000 }, 1],
  ])('of a picture that is %s', (_, share, count) => {
    expect(cropCount({ ...share, flips: true, resolution: 512 })).toBe(count);
  });

  it.each([
    [{ width: 1920, height: 1080 }, { left: 21, top: 0 }, [1080, 1920, 12, 0, 384, 640]],
    [{ width: 3000, height: 2000 }, { left: 0, top: 21 }, [2000, 3000, 0, 32, 384, 640]],
  ])('or one in the middle, as kohya has it, of %o', (picture, corner, sizes) => {
    const wish = { flips: true, count: null, random: createRandomNumbers(1) };
    expect(cropsOf(picture, placed(picture, 512), wish)).toEqual([
      { corner, isMirrored: false, sizes },
      { corner, isMirrored: true, sizes },
    ]);
  });
});

/** Keeps a picture as it is seen. */
const KEEPING: LatentEncoder = { encode: async (mean) => ({ mean, sample: () => mean }) };

it('a picture is encoded as its crops tell: mirrored ones from their own left edge', async () => {
  const [width, height] = [48, 32];
  const pixels = Uint8Array.from({ length: width * height * 3 }, (_, i) => Math.floor(i / 3) % width);
  const data = await encodePng({ width, height, data: pixels }, {});
  const signal = new AbortController().signal;
  const settings = { encoder: KEEPING, resolution: 32, flips: true, crops: { seed: 3, seen: 100 }, signal };
  const pictures = [1, 2].map((number) => ({ name: String(number), data, caption: '', repeats: 1 }));
  const lefts: number[][] = [];
  const said: string[] = [];
  const encoding = encodePictures(pictures, settings);
  let step = await encoding.next();
  for (; !step.done; step = await encoding.next()) said.push(step.value.kind);
  expect(said).toEqual(Array(40).fill('encoded'));
  for (const { views, bucket } of step.value) {
    expect([bucket.width, bucket.height, views.length]).toEqual([32, 32, 20]);
    lefts.push(views.map(({ sizes }) => sizes[3]!));
    for (const [i, { sizes, latents }] of views.entries()) {
      const row = [...latents.mean.data.subarray(0, 32)].map((value) => Math.round(((value + 1) / 2) * 255));
      const left = sizes[3]!;
      expect(row).toEqual(Array.from({ length: 32 }, (_, x) => (i < 10 ? left + x : 47 - left - x)));
    }
  }
  expect(lefts[0]).not.toEqual(lefts[1]);
});
