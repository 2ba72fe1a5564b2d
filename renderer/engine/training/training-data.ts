import { decodeColours } from '#renderer/engine/image/decode-picture.ts';
import { resizeLikePillow } from '#renderer/engine/image/pillow-resize.ts';
import { pixelsOf, type Raster } from '#renderer/engine/image/raster.ts';
import type { LatentDistribution, LatentEncoder } from '#renderer/engine/networks/network.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import {
  type BucketRule,
  bucketsOf,
  cropNumbers,
  placeInBucket,
  type Sides,
} from '#renderer/engine/training/buckets.ts';
import { createRandomNumbers, shuffled } from '#renderer/engine/training/random-numbers.ts';
import type { CaptionedPicture } from '#renderer/engine/training/training-pictures.ts';

/** A picture as the VAE sees it, once and for all. */
export interface EncodedPicture {
  readonly caption: string;
  readonly repeats: number;
  readonly bucket: Sides;
  /** What SDXL is told of sizes: height and width as given, top and left of the crop, height and width as trained. */
  readonly sizes: readonly number[];
  /** What latents are drawn from; of the mirrored picture, too, where flips are wanted. */
  readonly latents: readonly LatentDistribution[];
}

/** Buckets of a model: multiples of 64 pixels, or of 16 for small ones. */
export function bucketRule(resolution: number): BucketRule {
  const step = resolution >= 512 ? 64 : 16;
  const least = Math.max(step, Math.floor(resolution / 2 / step) * step);
  return { resolution: { width: resolution, height: resolution }, least, most: resolution * 2, step };
}

/** Encodes pictures one after the other, each in the size that is most like its own. */
export async function* encodePictures(
  pictures: readonly CaptionedPicture[],
  { encoder, resolution, flips, signal }: EncodeSettings,
): AsyncGenerator<EncodedPicture, void, undefined> {
  const buckets = bucketsOf(bucketRule(resolution));
  for (const { data, caption, repeats } of pictures) {
    signal.throwIfAborted();
    const { bucket, sizes, pixels } = await inBucket(data, buckets, signal);
    const latents = [await encoder.encode(pixels, signal)];
    if (flips) latents.push(await encoder.encode(mirrored(pixels), signal));
    yield { caption, repeats, bucket, sizes, latents };
  }
}

export interface EncodeSettings {
  readonly encoder: LatentEncoder;
  readonly resolution: number;
  readonly flips: boolean;
  readonly signal: AbortSignal;
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

async function inBucket(
  data: Uint8Array,
  buckets: readonly Sides[],
  signal: AbortSignal,
): Promise<{ bucket: Sides; sizes: readonly number[]; pixels: Tensor }> {
  const picture = await decodeColours('picture', data);
  const { bucket, resized, crop } = placeInBucket(picture, buckets);
  const fitted = await resizeLikePillow(picture, { ...resized, filter: 'lanczos', signal });
  const [left, top] = cropNumbers(bucket, picture);
  const sizes = [picture.height, picture.width, top, left, bucket.height, bucket.width];
  return { bucket, sizes, pixels: pixelsOf(cutOut(fitted.data, fitted.width, { ...crop, ...bucket })) };
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

interface Corner {
  readonly left: number;
  readonly top: number;
}

function mirrored({ dims, data }: Tensor): Tensor {
  const width = dims.at(-1)!;
  return { dims, data: data.map((_, i) => data[i - (i % width) + width - 1 - (i % width)]!) };
}
