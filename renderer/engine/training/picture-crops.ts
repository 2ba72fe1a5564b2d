import { type BucketPlace, type Corner, cropNumbers, type Sides } from '#renderer/engine/training/buckets.ts';
import type { RandomNumbers } from '#renderer/engine/training/random-numbers.ts';

/** Which part of a picture is seen, and what SDXL is told of that. */
export interface PictureCrop {
  readonly corner: Corner;
  readonly isMirrored: boolean;
  /** Height and width as given, top and left of the crop, height and width as trained. */
  readonly sizes: readonly number[];
}

/** What is asked of the crops of a picture. */
export interface CropWish {
  readonly flips: boolean;
  /** So many are drawn of the picture, and as many of the mirrored one. Null = one, in the middle. */
  readonly count: number | null;
  /** What they are drawn by. */
  readonly random: RandomNumbers;
}

/**
 * The crops that a picture is seen in. In the middle, with the numbers of kohya's scripts, or by chance wherever its
 * bucket lies within it, as with their `random_crop`; there it is the corner itself that is told, as diffusers does:
 * that of what is seen, which is another one where the picture is mirrored.
 */
export function cropsOf(
  picture: Sides,
  place: BucketPlace,
  { flips, count, random }: CropWish,
): readonly PictureCrop[] {
  const { bucket, resized, crop } = place;
  const sizes = (left: number, top: number) => [picture.height, picture.width, top, left, bucket.height, bucket.width];
  return (flips ? [false, true] : [false]).flatMap((isMirrored) => {
    if (count === null) {
      const [left, top] = cropNumbers(bucket, picture);
      return [{ corner: crop, isMirrored, sizes: sizes(left, top) }];
    }
    return randomCorners(place, count, random).map((corner) => {
      const seenLeft = isMirrored ? resized.width - bucket.width - corner.left : corner.left;
      return { corner, isMirrored, sizes: sizes(seenLeft, corner.top) };
    });
  });
}

/**
 * Corners at which the bucket lies within the resized picture: each is as likely as the others, and they are spread
 * over all of them. Where there are no more than are wanted it is each once.
 */
export function randomCorners(
  { bucket, resized }: Pick<BucketPlace, 'bucket' | 'resized'>,
  count: number,
  random: RandomNumbers,
): readonly Corner[] {
  const across = resized.width - bucket.width + 1;
  const all = across * (resized.height - bucket.height + 1);
  const drawn = Math.min(count, all);
  return Array.from({ length: drawn }, (_, i) => {
    const at = Math.min(all - 1, Math.floor(((i + random.fraction()) * all) / drawn));
    return { left: at % across, top: Math.floor(at / across) };
  });
}

/** Crops of one picture, and as many of the mirrored one: their latents are kept, so they have a bound. */
export const CROPS_MAX = 10;

/** Pixels of all crops together, of which latents take about 1 GiB. */
const PIXELS_MAX = 2 ** 31;

/** No more crops of a picture than it is seen, nor than there is room for, and at least one. */
export function cropCount({ seen, pictures, flips, resolution }: CropShare): number {
  const kinds = flips ? 2 : 1;
  const roomFor = Math.floor(PIXELS_MAX / (resolution * resolution * kinds * pictures));
  return Math.max(1, Math.min(CROPS_MAX, Math.ceil(seen / kinds), roomFor));
}

/** What decides how many crops a picture has. */
export interface CropShare {
  /** How often a training comes to the picture until its end. */
  readonly seen: number;
  /** How many there are. */
  readonly pictures: number;
  readonly flips: boolean;
  readonly resolution: number;
}
