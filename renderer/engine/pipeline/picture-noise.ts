import type { ValidRender } from '#renderer/engine/contract/task.ts';
import type { ModelPool } from '#renderer/engine/pipeline/progress.ts';
import type { NoiseSource } from '#renderer/engine/samplers/random.ts';
import { type Tensor, tensor } from '#renderer/engine/tensor.ts';
import { SEEDS } from '#shared/contract/bounds.ts';

/** The numbers that one picture of a render is made of. */
export interface PictureNoise extends NoiseSource {
  /** What its picture says of itself. */
  readonly seed: number;
  /** The noise that it starts from, in place of a draw. */
  start(dims: readonly number[]): Tensor;
}

/**
 * One for each picture. With a variation all draw from the render's seed, and what they start from is mixed with the
 * noise of a seed of their own, as A1111 does it (modules/rng.py); draws of both stay in step, so that a full variation
 * starts as that seed does by itself.
 */
export function pictureNoises(
  { seed, count, variation = null }: Pick<ValidRender, 'seed' | 'count' | 'variation'>,
  noise: ModelPool['noise'],
): readonly PictureNoise[] {
  return Array.from({ length: count }, (_, i) => {
    if (!variation) return plain((seed + i) % SEEDS, noise);
    const [own, other] = [noise(seed), noise((variation.seed + i) % SEEDS)];
    return {
      seed,
      randn(dims) {
        other.randn(dims);
        return own.randn(dims);
      },
      start: (dims) => mixed(own.randn(dims), other.randn(dims), variation.strength),
    };
  });
}

function plain(seed: number, noise: ModelPool['noise']): PictureNoise {
  const source = noise(seed);
  const randn = (dims: readonly number[]) => source.randn(dims);
  return { seed, randn, start: randn };
}

/** Noise that is nearly the same has no angle to turn by. */
const SAME = 0.9995;

/** Turns every column of every channel (1, c, h, w) from one noise towards another (spherical interpolation). */
export function mixed(from: Tensor, to: Tensor, share: number): Tensor {
  const [, channels, height, width] = from.dims as [number, number, number, number];
  const columns = Array.from({ length: channels * width }, (_, i) => ({
    first: Math.floor(i / width) * height * width + (i % width),
    ...{ height, width },
  }));
  const cosines = columns.map((column) => cosineOf(from, to, column));
  const isSame = cosines.reduce((sum, cosine) => sum + cosine, 0) / cosines.length > SAME;
  const result = tensor(from.dims);
  for (const [i, { first }] of columns.entries()) {
    const angle = Math.acos(Math.min(1, Math.max(-1, cosines[i]!)));
    const sine = Math.sin(angle);
    const [low, high] =
      isSame || sine === 0
        ? [1 - share, share]
        : [Math.sin((1 - share) * angle) / sine, Math.sin(share * angle) / sine];
    for (let y = 0, at = first; y < height; y++, at += width)
      result.data[at] = low * from.data[at]! + high * to.data[at]!;
  }
  return result;
}

interface Column {
  readonly first: number;
  readonly height: number;
  readonly width: number;
}

function cosineOf(a: Tensor, b: Tensor, { first, height, width }: Column): number {
  let [product, ofA, ofB] = [0, 0, 0];
  for (let y = 0, at = first; y < height; y++, at += width) {
    product += a.data[at]! * b.data[at]!;
    ofA += a.data[at]! ** 2;
    ofB += b.data[at]! ** 2;
  }
  return product / Math.sqrt(ofA * ofB || 1);
}
