import {
  type BucketPlace,
  bucketsOf,
  cropNumbers,
  placeInBucket,
  placeWithoutEnlarging,
} from '#renderer/engine/training/buckets.ts';
import { compareExactly, compareNumbers } from '#test/golden/check/compare.ts';
import type { Finding, GoldenPart } from '#test/golden/check/part.ts';
import { numberPart } from '#test/golden/check/training/number-part.ts';
import { hashedPicture } from '#test/golden/check/training/training-batches.ts';

/** Pictures of the recorded runs, and the sizes that pictures are trained in; training.json. */
export const PICTURE_PARTS: readonly GoldenPart[] = [
  numberPart('pictures', checkPictures),
  numberPart('buckets', checkBuckets),
];

interface PictureRecord {
  readonly uint8_sums: readonly number[];
  readonly first_pixels: readonly (readonly (readonly number[])[])[];
}

function checkPictures({ uint8_sums, first_pixels }: PictureRecord): readonly Finding[] {
  return uint8_sums.flatMap((sum, k) => {
    const levels = hashedPicture(k, false).data.map((value) => Math.round((value + 1) * 127.5));
    const first = [0, 1, 2].map((c) => [...levels.slice(c * 4096, c * 4096 + 4)]);
    return [
      compareNumbers(`sum ${k}`, [levels.reduce((total, value) => total + value, 0)], [sum], 0),
      compareExactly(`first pixels ${k}`, first, first_pixels[k]),
    ];
  });
}

interface BucketRecord {
  readonly resolution: readonly [number, number];
  readonly min: number;
  readonly max: number;
  readonly steps: number;
  readonly list: readonly (readonly [number, number])[];
  readonly upscale: readonly PlaceRecord[];
  readonly no_upscale: readonly PlaceRecord[];
}

interface PlaceRecord {
  readonly image: readonly [number, number];
  readonly bucket: readonly number[];
  readonly resized: readonly number[];
  readonly centre_crop_left_top: readonly number[];
  readonly sdxl_crop_ltrb: readonly number[];
}

function checkBuckets(records: readonly BucketRecord[]): readonly Finding[] {
  return records.flatMap((record, at) => {
    const [width, height] = record.resolution;
    const rule = { resolution: { width, height }, least: record.min, most: record.max, step: record.steps };
    const buckets = bucketsOf(rule);
    const places = (list: readonly PlaceRecord[], place: (picture: BucketPlace['bucket']) => BucketPlace) =>
      list.flatMap((wanted) => comparePlace(`${at} ${wanted.image}`, place(sides(wanted.image)), wanted));
    return [
      compareExactly(
        `${at} list`,
        buckets.map((one) => [one.width, one.height]),
        record.list,
      ),
      ...places(record.upscale, (picture) => placeInBucket(picture, buckets)),
      ...places(record.no_upscale, (picture) => placeWithoutEnlarging(picture, rule)),
    ];
  });
}

function sides([width, height]: readonly [number, number]): BucketPlace['bucket'] {
  return { width, height };
}

function comparePlace(what: string, { bucket, resized, crop }: BucketPlace, wanted: PlaceRecord): readonly Finding[] {
  const found = [bucket.width, bucket.height, resized.width, resized.height, crop.left, crop.top];
  return [
    compareExactly(what, found, [...wanted.bucket, ...wanted.resized, ...wanted.centre_crop_left_top]),
    compareNumbers(`${what} crop`, cropNumbers(bucket, sides(wanted.image)), wanted.sdxl_crop_ltrb, 1e-5),
  ];
}
