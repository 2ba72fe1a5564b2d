import type { ChannelRaster } from '#renderer/engine/image/channels.ts';
import { greyOf } from '#renderer/engine/image/grey.ts';
import { canny } from '#renderer/engine/preprocess/canny.ts';
import { toControlSize } from '#renderer/engine/preprocess/detect-size.ts';
import { makeControlPicture } from '#renderer/engine/preprocess/make-control-picture.ts';
import { onWhite } from '#renderer/engine/preprocess/on-white.ts';
import {
  blurLevels,
  FLOAT_KERNEL,
  greyMap,
  ridgesOf,
  safeStep,
  scribble,
} from '#renderer/engine/preprocess/soft-edges.ts';
import { compareBytes, compareExactly, compareNumbers, type GoldenBytes } from '#test/golden/check/compare.ts';
import { type GoldenFile, type GoldenPart, recordedAt } from '#test/golden/check/part.ts';
import { listPart, onePart } from '#test/golden/check/parts/control-parts.ts';

type Size = readonly [height: number, width: number];

interface CannyCase extends GoldenBytes {
  readonly picture: string;
  readonly hw: Size;
  readonly low: number;
  readonly high: number;
  readonly gray: boolean;
  readonly L2gradient?: boolean;
}

interface DetectorCase extends GoldenBytes {
  readonly picture: string;
  readonly hw: Size;
  readonly detect_resolution: number;
  readonly image_resolution: number;
  readonly low: number;
  readonly high: number;
}

interface ResizeImageCase extends GoldenBytes {
  readonly picture: string;
  readonly hw: Size;
  readonly resolution: number;
}

/** Recorded of pictures that README.md does not name: colours of r3, the first channel of r4 as opacity. */
function transparentPicture({ recipe }: GoldenFile, { shape }: GoldenBytes): ChannelRaster {
  const [height = 0, width = 0] = shape;
  const [colours, opacity] = [recipe.picture('r3', [height, width]).data, recipe.picture('r4', [height, width]).data];
  const pixels = Array.from({ length: height * width }, (_, i) => [
    ...colours.subarray(3 * i, 3 * i + 3),
    opacity[3 * i]!,
  ]);
  return { width, height, channels: 4, data: Uint8Array.from(pixels.flat()) };
}

const edges = (file: GoldenFile) => {
  const { shape, base64 = '' } = recordedAt<GoldenBytes>(file, 'preprocess.edge_map');
  const [height = 0, width = 0] = shape;
  return greyMap({ width, height }, new Uint8Array(Buffer.from(base64, 'base64')));
};

/** What lines are looked for in: noise, blurred with σ 2 as OpenCV does it, then spread. */
function edgeMap({ recipe }: GoldenFile, { shape }: GoldenBytes): Uint8Array {
  const [height = 0, width = 0] = shape;
  const noise = recipe.uniform('edge', height * width).map((u) => 255 * u);
  const across = blurred(noise, { count: width, stride: 1, width });
  const both = blurred(across, { count: height, stride: width, width });
  return Uint8Array.from(both, (value) => Math.min(255, Math.max(0, 5 * (value - 100))));
}

const BLUR = { sigma: 2, reach: 8 };

/** Along rows (stride 1) or columns, mirrored at the edge without repeating it. */
function blurred(
  levels: Float64Array,
  { count, stride, width }: { readonly count: number; readonly stride: number; readonly width: number },
): Float64Array {
  const weights = Array.from({ length: 2 * BLUR.reach + 1 }, (_, i) =>
    Math.exp(-((i - BLUR.reach) ** 2) / (2 * BLUR.sigma ** 2)),
  );
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const mirrored = (at: number) => (at < 0 ? -at : at >= count ? 2 * (count - 1) - at : at);
  return levels.map((_, i) => {
    const at = stride === 1 ? i % width : Math.floor(i / width);
    return weights.reduce((sum, weight, k) => {
      const from = i + stride * (mirrored(at + k - BLUR.reach) - at);
      return sum + (weight / whole) * levels[from]!;
    }, 0);
  });
}

/** The three equal channels of a grey map. */
function tripled({ data }: ChannelRaster): Uint8Array {
  return Uint8Array.from({ length: 3 * data.length }, (_, i) => data[Math.floor(i / 3)]!);
}

/** What needs no network of control.json's preprocessors. */
export const PREPROCESS_PARTS: readonly GoldenPart[] = [
  listPart<CannyCase>(
    'preprocess.canny',
    async ({ picture, hw, low, high, gray, L2gradient: euclidean = false, ...one }, file) => {
      const given = file.recipe.picture(picture, hw);
      const { data } = await canny(gray ? greyOf(given) : given, { low, high, euclidean });
      return [compareBytes('', data, one)];
    },
  ),
  listPart<ResizeImageCase>('preprocess.resize_image', async ({ picture, hw, resolution, ...one }, file) => {
    const { data } = await toControlSize(file.recipe.picture(picture, hw), { shorterSide: resolution });
    return [compareBytes('', data, one)];
  }),
  onePart<GoldenBytes>('preprocess.hwc3', async (one, file) => [
    compareBytes('', onWhite(transparentPicture(file, one)).data, one),
  ]),
  listPart<DetectorCase>('preprocess.canny_detector', async ({ picture, hw, low, high, ...one }, file) => {
    const sizes = { side: one.image_resolution, detectSide: one.detect_resolution };
    const wish = { method: 'canny', ...sizes, low, high, signal: new AbortController().signal } as const;
    const made = await makeControlPicture(file.recipe.picture(picture, hw), wish);
    return [compareBytes('', tripled(made.picture), one, one.image_resolution === one.detect_resolution ? 0 : 1)];
  }),
  onePart<GoldenBytes>('preprocess.edge_map', async (one, file) => [compareBytes('', edgeMap(file, one), one)]),
  onePart<GoldenBytes>('preprocess.nms', async (one, file) => [compareBytes('', ridgesOf(edges(file)).data, one)]),
  onePart<GoldenBytes>('preprocess.nms_blur', async (one, file) => [
    compareBytes('', blurLevels(ridgesOf(edges(file))).data, one),
  ]),
  onePart<GoldenBytes>('preprocess.scribble', async (one, file) => [compareBytes('', scribble(edges(file)).data, one)]),
  onePart<{ readonly float_sigma3: readonly number[] }>('preprocess.gaussian_kernels', async (one) => [
    compareNumbers('', FLOAT_KERNEL, one.float_sigma3, 1e-8),
  ]),
  listPart<readonly [number, number]>('preprocess.safe_step', async ([strength, step]) => [
    compareExactly('', safeStep(strength), step),
  ]),
];
