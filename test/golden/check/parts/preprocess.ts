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
function transparentPicture({ recipe }: GoldenFile): ChannelRaster {
  const [colours, opacity] = [recipe.picture('r3', [16, 16]).data, recipe.picture('r4', [16, 16]).data];
  const pixels = Array.from({ length: 256 }, (_, i) => [...colours.subarray(3 * i, 3 * i + 3), opacity[3 * i]!]);
  return { width: 16, height: 16, channels: 4, data: Uint8Array.from(pixels.flat()) };
}

const edges = (file: GoldenFile) => {
  const bytes = Buffer.from(recordedAt<string>(file, 'preprocess.edge_map.base64'), 'base64');
  return greyMap({ width: 128, height: 96 }, new Uint8Array(bytes));
};

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
    compareBytes('', onWhite(transparentPicture(file)).data, one),
  ]),
  listPart<DetectorCase>('preprocess.canny_detector', async ({ picture, hw, low, high, ...one }, file) => {
    const sizes = { side: one.image_resolution, detectSide: one.detect_resolution };
    const wish = { method: 'canny', ...sizes, low, high, signal: new AbortController().signal } as const;
    const made = await makeControlPicture(file.recipe.picture(picture, hw), wish);
    return [compareBytes('', tripled(made.picture), one, one.image_resolution === one.detect_resolution ? 0 : 1)];
  }),
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
