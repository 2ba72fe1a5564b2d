import { preprocessorOf } from '#renderer/engine/checkpoint/preprocessor-file.ts';
import { buildPreprocessor } from '#renderer/engine/graph/nets/preprocessor.ts';
import { resizeFloats } from '#renderer/engine/image/float-resize.ts';
import { positionTable } from '#renderer/engine/networks/position-table.ts';
import { depthLevels } from '#renderer/engine/preprocess/depth-levels.ts';
import { depthPixels } from '#renderer/engine/preprocess/find-depth.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import { compareBytes, compareTensor, type GoldenBytes } from '#test/golden/check/compare.ts';
import { type GoldenNet, runNet } from '#test/golden/check/networks.ts';
import { type GoldenFile, type GoldenPart, recordedAt } from '#test/golden/check/part.ts';
import { listPart, onePart } from '#test/golden/check/parts/control-parts.ts';
import { fakeWeights } from '#test/golden/check/parts/full-controls.ts';
import type { Recipe } from '#test/golden/check/recipe.ts';
import type { GoldenTensor } from '#test/renderer/engine/graph/golden.ts';

/** README.md §5: relative to the mean. */
const BOUND = { bound: 1e-4, relative: true };

/** A small network of which the file says keys, shapes, and what these cannot tell. */
interface GoldenDepth {
  readonly config: Readonly<Record<string, unknown>>;
  readonly keys: Readonly<Record<string, readonly number[]>>;
  readonly out: GoldenTensor;
}

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

/** The network that a user's file with these keys and this configuration is found to be, and a call of it. */
function depthNet(
  { config, keys }: Omit<GoldenDepth, 'out'>,
  [height, width]: Run['hw'],
  recipe: Recipe,
): Omit<GoldenNet, 'name' | 'expected'> {
  const found = preprocessorOf(fakeWeights(new Map(Object.entries(keys))), {
    ...config,
    backbone_config: config.backbone,
  });
  if (found?.kind !== 'depth-anything' && found?.kind !== 'dpt')
    throw new Error('the keys are of no network for depth');
  const isDpt = found.kind === 'dpt';
  const key = `${isDpt ? 'dpt' : 'backbone'}.embeddings.position_embeddings`;
  const dims = keys[key]!;
  const size = { height: height / found.patch, width: width / found.patch };
  const mode = isDpt ? 'bilinear' : 'bicubic';
  return {
    build: (weights, options) => buildPreprocessor(found, weights, options),
    has: (name) => name in keys,
    feeds: {
      pixels: recipe.input('in:depth', [1, 3, height, width]),
      positions: positionTable({ dims, data: recipe.parameter(key, dims) }, { ...size, mode }),
    },
    output: 'depth',
  };
}

/** Metres where the record has them: what its note says beside the plain network's configuration. */
const METRIC = { depth_estimation_type: 'metric', max_depth: 20 };

/** Of the picture that gave this depth, which has its size. */
function sizeOf({ shape: [, height = 0, width = 0] }: GoldenTensor): Run['hw'] {
  return [height, width];
}

/** Networks that find depth, control.json. */
export const DEPTH_PARTS: readonly GoldenPart[] = [
  onePart<GoldenDepth & { readonly runs: readonly Run[] }>('depth.depth_anything', async (golden, { recipe }) => {
    const found = golden.runs.map(async ({ hw, out }) => {
      const depth = await runNet(depthNet(golden, hw, recipe), recipe);
      return compareTensor(hw.join('×'), depth, out, BOUND);
    });
    return Promise.all(found);
  }),
  onePart<Pick<GoldenDepth, 'out'>>('depth.depth_anything_metric', async ({ out }, file) => {
    const { config, keys } = recordedAt<GoldenDepth>(file, 'depth.depth_anything');
    const net = depthNet({ config: { ...config, ...METRIC }, keys }, sizeOf(out), file.recipe);
    return [compareTensor('', await runNet(net, file.recipe), out, BOUND)];
  }),
  ...(['depth.dpt', 'depth.dpt_hybrid'] as const).map((key) =>
    onePart<GoldenDepth>(key, async (golden, { recipe }) => {
      const depth = await runNet(depthNet(golden, sizeOf(golden.out), recipe), recipe);
      return [compareTensor('', depth, golden.out, BOUND)];
    }),
  ),
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
