import { resizeFloats } from '#renderer/engine/image/float-resize.ts';
import { greyOf } from '#renderer/engine/image/grey.ts';
import { type OpencvFilter, resizeLikeOpencv } from '#renderer/engine/image/opencv-resize.ts';
import { type PillowFilter, resizeLikePillow } from '#renderer/engine/image/pillow-resize.ts';
import { compareBytes, compareTensor, type GoldenBytes } from '#test/golden/check/compare.ts';
import { type GoldenPart, recordedAt } from '#test/golden/check/part.ts';
import type { GoldenTensor } from '#test/renderer/engine/graph/golden.ts';

type Size = readonly [height: number, width: number];

type ResizeCase = GoldenBytes & { readonly picture: string; readonly hw: Size; readonly to: Size } & (
    | { readonly library: 'pillow'; readonly filter: PillowFilter }
    | { readonly library: 'opencv'; readonly filter: OpencvFilter }
  );

interface GreyCase {
  readonly picture: string;
  readonly hw: Size;
  readonly pillow_L: GoldenBytes;
  readonly opencv_RGB2GRAY: GoldenBytes;
}

interface TorchCase {
  readonly mode: 'nearest' | 'bilinear' | 'bicubic';
  readonly antialias: boolean;
  readonly align_corners: boolean | null;
  readonly to: Size;
  readonly out: GoldenTensor;
}

/** OpenCV's own code for these two differs by processor; it is not followed to the last bit. */
const LEVELS: Readonly<Partial<Record<OpencvFilter, number>>> = { linear: 1, cubic: 1 };

/** What torch's resizings were made from: a picture of floats that README.md does not name. */
const FLOATS = { name: 'in:resize', dims: [1, 3, 20, 28] };

/** Pictures of 8 bits at another size. */
export const RESIZE_CASES: GoldenPart = {
  format: 'control',
  key: 'resize.cases',
  cases: (file) =>
    recordedAt<readonly ResizeCase[]>(file, 'resize.cases').map((one) => ({
      name: `${one.library} ${one.filter} ${one.hw.join('×')} to ${one.to.join('×')}`,
      async run() {
        const picture = file.recipe.picture(one.picture, one.hw);
        const [height, width] = one.to;
        if (one.library === 'pillow') {
          const { data } = await resizeLikePillow(picture, { height, width, filter: one.filter });
          return [compareBytes('', data, one)];
        }
        const { data } = await resizeLikeOpencv(picture, { height, width, filter: one.filter });
        return [compareBytes('', data, one, LEVELS[one.filter] ?? 0)];
      },
    })),
};

/** Floats at another size. */
export const TORCH_RESIZE_CASES: GoldenPart = {
  format: 'control',
  key: 'resize.torch',
  cases: (file) =>
    recordedAt<readonly TorchCase[]>(file, 'resize.torch').map(({ mode, antialias, align_corners, to, out }) => ({
      name: `${mode} to ${to.join('×')}${antialias ? ', smooth' : ''}${align_corners ? ', by corners' : ''}`,
      async run() {
        const [height, width] = to;
        const how = { height, width, mode, antialias, alignCorners: align_corners ?? false };
        const found = resizeFloats(file.recipe.unit(FLOATS.name, FLOATS.dims), how);
        return [compareTensor('', found, out, { bound: 1e-5 })];
      },
    })),
};

/** Pillow's, OpenCV's and torch's ways to another size, control.json. */
export const RESIZE_PARTS: readonly GoldenPart[] = [
  RESIZE_CASES,
  {
    format: 'control',
    key: 'resize.gray',
    cases: (file) =>
      recordedAt<readonly GreyCase[]>(file, 'resize.gray').map((one) => ({
        name: one.picture,
        async run() {
          const { data } = greyOf(file.recipe.picture(one.picture, one.hw));
          return [compareBytes('pillow', data, one.pillow_L), compareBytes('opencv', data, one.opencv_RGB2GRAY)];
        },
      })),
  },
  TORCH_RESIZE_CASES,
];
