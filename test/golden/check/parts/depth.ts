import { buildDepthAnything, type DepthAnythingConfig } from '#renderer/engine/graph/nets/depth-anything.ts';
import { buildDpt, type DptConfig } from '#renderer/engine/graph/nets/dpt.ts';
import { resizeFloats } from '#renderer/engine/image/float-resize.ts';
import { positionTable } from '#renderer/engine/networks/position-table.ts';
import { depthLevels } from '#renderer/engine/preprocess/depth-levels.ts';
import { depthPixels } from '#renderer/engine/preprocess/find-depth.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import { compareBytes, compareTensor, type GoldenBytes } from '#test/golden/check/compare.ts';
import { type GoldenNet, runNet } from '#test/golden/check/networks.ts';
import { type GoldenFile, type GoldenPart, recordedAt } from '#test/golden/check/part.ts';
import { listPart, onePart } from '#test/golden/check/parts/control-parts.ts';
import type { Recipe } from '#test/golden/check/recipe.ts';
import type { GoldenTensor } from '#test/renderer/engine/graph/golden.ts';

/** README.md §5: relative to the mean. */
const BOUND = { bound: 1e-4, relative: true };

export const SMALL_DEPTH_ANYTHING: DepthAnythingConfig = {
  ...{ width: 32, inner: 64, heads: 2, layers: 4, patch: 14, taken: [1, 2, 3, 4] },
  ...{ stages: [8, 16, 24, 24], fusion: 16, head: 8, depthMax: null },
};

export const SMALL_DPT: DptConfig = {
  ...{ width: 32, inner: 64, heads: 4, layers: 4, patch: 16, taken: [1, 2, 3, 4] },
  ...{ stages: [8, 16, 24, 24], fusion: 16, head: 32, bit: null },
};

export const SMALL_HYBRID: DptConfig = {
  ...SMALL_DPT,
  taken: [3, 4],
  stages: [32, 64, 24, 24],
  bit: { first: 16, widths: [32, 64, 128], inner: [8, 16, 32], depths: [2, 1, 2], groups: 8 },
};

/** Tokens of the table of positions along a side, in all of them. */
const TABLE = 4;

interface Run {
  readonly hw: readonly [number, number];
  readonly out: GoldenTensor;
}

interface PixelsCase {
  readonly picture: string;
  readonly hw: readonly [number, number];
  readonly args: {
    readonly size: { readonly height: number; readonly width: number };
    readonly keep_aspect_ratio?: boolean;
    readonly ensure_multiple_of?: number;
    readonly image_mean?: Triple;
    readonly image_std?: Triple;
  };
  readonly pil: GoldenTensor;
}

type Triple = readonly [number, number, number];
const HALF: Triple = [0.5, 0.5, 0.5];

function positions(key: string, size: { height: number; width: number; mode: 'bicubic' | 'bilinear' }, recipe: Recipe) {
  const dims = [1, 1 + TABLE * TABLE, 32];
  return positionTable({ dims, data: recipe.parameter(key, dims) }, size);
}

function depthAnything(
  config: DepthAnythingConfig,
  hw: Run['hw'],
  recipe: Recipe,
): Omit<GoldenNet, 'name' | 'expected'> {
  const key = 'backbone.embeddings.position_embeddings';
  const table = positions(key, { height: hw[0] / 14, width: hw[1] / 14, mode: 'bicubic' }, recipe);
  return {
    build: (weights, options) => buildDepthAnything(config, weights, options),
    feeds: { pixels: recipe.input('in:depth', [1, 3, ...hw]), positions: table },
    output: 'depth',
  };
}

/** Of the picture that gave this depth, which has its size. */
function sizeOf({ shape: [, height = 0, width = 0] }: GoldenTensor): Run['hw'] {
  return [height, width];
}

function dpt(config: DptConfig, hw: Run['hw'], recipe: Recipe): Omit<GoldenNet, 'name' | 'expected'> {
  const key = 'dpt.embeddings.position_embeddings';
  const table = positions(key, { height: hw[0] / 16, width: hw[1] / 16, mode: 'bilinear' }, recipe);
  return {
    build: (weights, options) => buildDpt(config, weights, options),
    has: (name) => /layers\.0\.downsample\.conv\.weight$/.test(name),
    feeds: { pixels: recipe.input('in:depth', [1, 3, ...hw]), positions: table },
    output: 'depth',
  };
}

/** Networks that find depth, control.json. */
export const DEPTH_PARTS: readonly GoldenPart[] = [
  onePart<{ readonly runs: readonly Run[] }>('depth.depth_anything', async ({ runs }, { recipe }) => {
    const found = runs.map(async ({ hw, out }) => {
      const depth = await runNet(depthAnything(SMALL_DEPTH_ANYTHING, hw, recipe), recipe);
      return compareTensor(hw.join('×'), depth, out, BOUND);
    });
    return Promise.all(found);
  }),
  onePart<{ readonly out: GoldenTensor }>('depth.depth_anything_metric', async ({ out }, { recipe }) => {
    const config = { ...SMALL_DEPTH_ANYTHING, depthMax: 20 };
    return [compareTensor('', await runNet(depthAnything(config, sizeOf(out), recipe), recipe), out, BOUND)];
  }),
  onePart<{ readonly out: GoldenTensor }>('depth.dpt', async ({ out }, { recipe }) => {
    return [compareTensor('', await runNet(dpt(SMALL_DPT, sizeOf(out), recipe), recipe), out, BOUND)];
  }),
  onePart<{ readonly out: GoldenTensor }>('depth.dpt_hybrid', async ({ out }, { recipe }) => {
    return [compareTensor('', await runNet(dpt(SMALL_HYBRID, sizeOf(out), recipe), recipe), out, BOUND)];
  }),
  listPart<PixelsCase>('depth.dpt_preprocess', async ({ picture, hw, args, pil }, { recipe }) => {
    const { size, keep_aspect_ratio: keepsAspect = false, ensure_multiple_of: multiple = 1 } = args;
    const { image_mean: mean = HALF, image_std: deviation = HALF } = args;
    const found = await depthPixels(recipe.picture(picture, hw), { ...size, keepsAspect, multiple, mean, deviation });
    // README.md §5: one level.
    return [compareTensor('', found, pil, { bound: 1.001 / 255 / Math.min(...deviation) })];
  }),
  onePart<GoldenBytes>('depth.depth_to_picture_midas', async (golden, file) => [
    compareBytes('', depthLevels(rawDepth(file).data), golden),
  ]),
  onePart<GoldenTensor>('depth.depth_resized_bicubic', async (golden, file) => [
    compareTensor('', toPicture(file, golden), { ...golden, shape: [1, 1, ...golden.shape] }, BOUND),
  ]),
  onePart<GoldenBytes>('depth.depth_pipeline', async (golden, file) => [
    // README.md §5: one level.
    compareBytes('', depthLevels(toPicture(file, golden).data), golden, 1),
  ]),
];

/** A map as a network might say it, which the record does not name: 2 … 22. */
function rawDepth(file: GoldenFile): Tensor {
  const { shape } = recordedAt<GoldenBytes>(file, 'depth.depth_to_picture_midas');
  const { dims, data } = file.recipe.input('in:rawdepth', [1, 1, ...shape], 1);
  return { dims, data: data.map((value) => 12 + 10 * value) };
}

/** At the size of the recorded picture. */
function toPicture(file: GoldenFile, { shape }: Pick<GoldenBytes, 'shape'>): Tensor {
  const [height = 0, width = 0] = shape;
  return resizeFloats(rawDepth(file), { width, height, mode: 'bicubic' });
}
