import { decodeColours } from '#renderer/engine/image/decode-picture.ts';
import { pictureFacts } from '#renderer/engine/image/picture-facts.ts';
import { resizeLikePillow } from '#renderer/engine/image/pillow-resize.ts';
import { pixelsOf, type Raster } from '#renderer/engine/image/raster.ts';
import type { LatentDistribution, LatentEncoder } from '#renderer/engine/networks/network.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import {
  type BucketRule,
  bucketsOf,
  type Corner,
  placeInBucket,
  type Sides,
} from '#renderer/engine/training/buckets.ts';
import { type CropWish, cropCount, cropsOf } from '#renderer/engine/training/picture-crops.ts';
import { createRandomNumbers, shuffled } from '#renderer/engine/training/random-numbers.ts';
import type { PictureEncoded } from '#renderer/engine/training/training-order.ts';
import type { CaptionedPicture } from '#renderer/engine/training/training-pictures.ts';

/** A picture as the VAE sees it, once and for all. */
export interface EncodedPicture {
  readonly caption: string;
  readonly repeats: number;
  readonly bucket: Sides;
  /** The ways it can be seen: mirrored, too, where flips are wanted, and cropped in several places where that is. */
  readonly views: readonly TrainedView[];
}

/** One way of seeing a picture. */
export interface TrainedView {
  /** What SDXL is told of sizes (picture-crops.ts). */
  readonly sizes: readonly number[];
  /** What latents are drawn from. */
  readonly latents: LatentDistribution;
}

/** Buckets of a model: multiples of 64 pixels, or of 16 for small ones. */
export function bucketRule(resolution: number): BucketRule {
  const step = resolution >= 512 ? 64 : 16;
  const least = Math.max(step, Math.floor(resolution / 2 / step) * step);
  return { resolution: { width: resolution, height: resolution }, least, most: resolution * 2, step };
}

/** Whether anything of a picture is cropped at a resolution: its bucket has another shape. */
export function isCropped(picture: Sides, resolution: number): boolean {
  const { bucket, resized } = placeInBucket(picture, bucketsOf(bucketRule(resolution)));
  return resized.width > bucket.width || resized.height > bucket.height;
}

/** Of how many pictures nothing is. */
export async function countUncropped(pictures: readonly CaptionedPicture[], resolution: number): Promise<number> {
  const facts = await Promise.all(pictures.map(({ data }) => pictureFacts(data)));
  return facts.filter((one) => one && !isCropped(one, resolution)).length;
}

/** Encodes pictures one after the other, each in the size that is most like its own, and says so after each view. */
export async function* encodePictures(
  pictures: readonly CaptionedPicture[],
  { encoder, signal, ...settings }: EncodeSettings,
): AsyncGenerator<PictureEncoded, readonly EncodedPicture[], undefined> {
  const buckets = bucketsOf(bucketRule(settings.resolution));
  const epoch = pictures.reduce((sum, { repeats }) => sum + repeats, 0);
  const encoded: EncodedPicture[] = [];
  for (const [number, { data, caption, repeats }] of pictures.entries()) {
    signal.throwIfAborted();
    const picture = await decodeColours('picture', data);
    const place = placeInBucket(picture, buckets);
    const fitted = await resizeLikePillow(picture, { ...place.resized, filter: 'lanczos', signal });
    const among = { number, pictures: pictures.length, share: repeats / epoch };
    const views: TrainedView[] = [];
    for (const { corner, isMirrored, sizes } of cropsOf(picture, place, cropWish(settings, among))) {
      signal.throwIfAborted();
      const pixels = pixelsOf(cutOut(fitted.data, fitted.width, { ...corner, ...place.bucket }));
      views.push({ sizes, latents: await encoder.encode(isMirrored ? mirrored(pixels) : pixels, signal) });
      yield { kind: 'encoded' };
    }
    encoded.push({ caption, repeats, bucket: place.bucket, views });
  }
  return encoded;
}

export interface EncodeSettings {
  readonly encoder: LatentEncoder;
  readonly resolution: number;
  readonly flips: boolean;
  /** Crops by chance; null = one of each picture, in its middle. */
  readonly crops: RandomCrops | null;
  readonly signal: AbortSignal;
}

/** What decides crops, beside the pictures themselves. */
export interface RandomCrops {
  readonly seed: number;
  /** How many pictures the whole training sees, one after the other. */
  readonly seen: number;
}

interface AmongPictures {
  /** Which it is. */
  readonly number: number;
  readonly pictures: number;
  /** Of all that is seen. */
  readonly share: number;
}

function cropWish(
  { crops, flips, resolution }: Omit<EncodeSettings, 'encoder' | 'signal'>,
  { number, pictures, share }: AmongPictures,
): CropWish {
  const random = createRandomNumbers(crops?.seed ?? 0, number, 4);
  if (!crops) return { flips, count: null, random };
  return { flips, count: cropCount({ seen: crops.seen * share, pictures, flips, resolution }), random };
}

/** Pictures of one size, which go through the networks together. */
export type PictureBatch = readonly EncodedPicture[];

/** The batches of an epoch: every picture as often as it comes, each batch of one size, in an order by lot. */
export function epochBatches(
  pictures: readonly EncodedPicture[],
  { batch, seed, epoch }: { readonly batch: number; readonly seed: number; readonly epoch: number },
): readonly PictureBatch[] {
  const random = createRandomNumbers(seed, epoch, 1);
  const bySize = new Map<string, EncodedPicture[]>();
  for (const picture of pictures) {
    const key = `${picture.bucket.width}x${picture.bucket.height}`;
    const repeated = Array.from({ length: picture.repeats }, () => picture);
    bySize.set(key, [...(bySize.get(key) ?? []), ...repeated]);
  }
  const batches = [...bySize.values()].flatMap((all) => {
    const mixed = shuffled(all, random);
    // The last of a size is filled up: another number of samples would be another graph.
    return Array.from({ length: Math.ceil(mixed.length / batch) }, (_, i) =>
      Array.from({ length: batch }, (__, j) => mixed[(i * batch + j) % mixed.length]!),
    );
  });
  return shuffled(batches, random);
}

/** Batch number `at` of a whole training, which asks for nothing but that number. */
export function batchAt(
  pictures: readonly EncodedPicture[],
  options: { readonly batch: number; readonly seed: number },
  at: number,
): PictureBatch {
  const perEpoch = epochBatches(pictures, { ...options, epoch: 0 }).length;
  return epochBatches(pictures, { ...options, epoch: Math.floor(at / perEpoch) })[at % perEpoch]!;
}

/** A rectangle of pixels (h, w, 3). */
function cutOut(data: Uint8Array, across: number, { left, top, width, height }: Sides & Corner): Raster {
  const cut = new Uint8Array(3 * width * height);
  for (let y = 0; y < height; y++) {
    const from = 3 * ((top + y) * across + left);
    cut.set(data.subarray(from, from + 3 * width), 3 * y * width);
  }
  return { width, height, data: cut };
}

function mirrored({ dims, data }: Tensor): Tensor {
  const width = dims.at(-1)!;
  return { dims, data: data.map((_, i) => data[i - (i % width) + width - 1 - (i % width)]!) };
}
