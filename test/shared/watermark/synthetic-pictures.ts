import sharp from 'sharp';
import type { BytePixels } from '#shared/watermark/luminance.ts';

export interface SizedPixels extends BytePixels {
  readonly channels: 3;
}

/** What a picture can be made of, the hardest for a mark among it: nothing at all, and nothing but noise. */
export const KINDS = ['flat', 'white', 'black', 'gradient', 'noise', 'shapes', 'waves', 'scene'] as const;

export type Kind = (typeof KINDS)[number];

/** A picture without a mark, another one for each seed. */
export function syntheticPicture(
  kind: Kind,
  { width, height, seed }: Readonly<Record<'width' | 'height' | 'seed', number>>,
): SizedPixels {
  const random = randomNumbers(seed);
  const shade = shadeOf(kind, random);
  const data = new Uint8Array(width * height * 3);
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at += 3) shade(x / width, y / height, data.subarray(at, at + 3));
  return { width, height, channels: 3, data };
}

/** A picture after somebody has sent it: in a lossy format, at half its size where that is wanted. */
export async function sent(
  { width, height, data }: SizedPixels,
  { format, scale }: { readonly format: 'webp' | 'jpeg'; readonly scale: 1 | 0.5 },
): Promise<SizedPixels> {
  const image = sharp(data, { raw: { width, height, channels: 3 } });
  const [w, h] = [Math.round(width * scale), Math.round(height * scale)];
  const file = await image.resize(w, h, { fit: 'fill' }).toFormat(format, { quality: 80 }).toBuffer();
  return { width: w, height: h, channels: 3, data: new Uint8Array(await sharp(file).raw().toBuffer()) };
}

/** Peak signal-to-noise ratio of two pictures of one size. dB. */
export function psnr(a: Uint8Array, b: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at]! - b[at]!) ** 2;
  return 10 * Math.log10((255 * 255 * a.length) / sum);
}

type Shade = (x: number, y: number, into: Uint8Array) => void;

function shadeOf(kind: Kind, random: () => number): Shade {
  const colour = () => [255 * random(), 255 * random(), 255 * random()] as const;
  const [one, other] = [colour(), colour()];
  const [across, down] = [random(), random()];
  const mixed = (share: number, into: Uint8Array) => {
    for (let i = 0; i < 3; i++) into[i] = one[i]! + (other[i]! - one[i]!) * share;
  };
  switch (kind) {
    case 'flat':
      return (_x, _y, into) => into.set(one);
    case 'white':
      return (_x, _y, into) => into.fill(255);
    case 'black':
      return (_x, _y, into) => into.fill(0);
    case 'gradient':
      return (x, y, into) => mixed((across * x + down * y) / (across + down), into);
    case 'noise':
      return (_x, _y, into) => into.set(colour());
    case 'waves':
      return (x, y, into) => mixed(0.5 + 0.5 * Math.sin(90 * across * x + 90 * down * y), into);
    case 'shapes':
    case 'scene':
      return circles(random, { count: 24, grain: kind === 'scene' ? 24 : 0, colour });
  }
}

/** Discs over one another, each with light on one side; with grain as a photograph has it. */
function circles(
  random: () => number,
  {
    count,
    grain,
    colour,
  }: { readonly count: number; readonly grain: number; readonly colour: () => readonly [number, number, number] },
): Shade {
  const discs = Array.from({ length: count }, () => ({
    ...{ x: random(), y: random(), r2: (random() / 3) ** 2, light: 200 * random() - 100, colour: colour() },
  }));
  const ground = colour();
  return (x, y, into) => {
    const disc = discs.findLast((each) => (x - each.x) ** 2 + (y - each.y) ** 2 < each.r2);
    const light = (disc ? disc.light * (x - disc.x) : 0) + grain * (random() - 0.5);
    for (let i = 0; i < 3; i++) into[i] = Math.min(255, Math.max(0, (disc?.colour ?? ground)[i]! + light));
  };
}

/** A linear congruential generator (Numerical Recipes), 0 up to 1. */
function randomNumbers(seed: number): () => number {
  let state = (Math.imul(seed, 2_654_435_761) ^ 0x5f3759df) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
