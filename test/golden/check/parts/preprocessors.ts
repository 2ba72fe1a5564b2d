import { preprocessorOf } from '#renderer/engine/checkpoint/preprocessor-file.ts';
import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import type { GraphOptions, WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildBodyPose } from '#renderer/engine/graph/nets/body-pose.ts';
import { buildLineArt } from '#renderer/engine/graph/nets/line-art.ts';
import { buildPreprocessor, type PreprocessorConfig } from '#renderer/engine/graph/nets/preprocessor.ts';
import { openPreprocessor } from '#renderer/engine/networks/open-preprocessor.ts';
import { graphOptions } from '#renderer/engine/networks/options.ts';
import { makeControlPicture } from '#renderer/engine/preprocess/make-control-picture.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import type { PreprocessMethod } from '#shared/contract/preprocess-methods.ts';
import { compareBytes, compareTensor, type GoldenBytes } from '#test/golden/check/compare.ts';
import { ON_CPU, UNREAD } from '#test/golden/check/networks.ts';
import { type Finding, type GoldenFile, type GoldenPart, recordedAt } from '#test/golden/check/part.ts';
import { listPart, onePart } from '#test/golden/check/parts/control-parts.ts';
import { fakeWeights } from '#test/golden/check/parts/full-controls.ts';
import type { Recipe } from '#test/golden/check/recipe.ts';
import { type GoldenTensor, withParameters } from '#test/renderer/engine/graph/golden.ts';

/** README.md §5: relative to the mean. */
const BOUND = { bound: 1e-4, relative: true };

type Build = (weights: WeightSupply, options: Omit<GraphOptions, 'name'>) => BuiltGraph;

type Shapes = Readonly<Record<string, readonly number[]>>;

/** The published networks an eighth as wide, of which the file says nothing but their outputs. */
const SMALL_LINE_ART = { width: 8, blocks: 3 };
const SMALL_BODY = { blocks: [8, 16, 32, 64], narrowing: 32, features: 16, stage: 16, first: 64 } as const;

/** All outputs of one call. */
async function compared(
  { build, pixels }: { readonly build: Build; readonly pixels: Tensor },
  expected: Readonly<Record<string, GoldenTensor>>,
  recipe: Recipe,
): Promise<readonly Finding[]> {
  const shapes = wantedWeights((weights) => build(weights, UNREAD));
  const run = async (weights: WeightMap) => {
    const session = await openSession(build(weights, graphOptions(ON_CPU)), ON_CPU);
    const found = await session.run({ pixels });
    await session.release();
    return Object.entries(expected).map(([output, tensor]) => compareTensor(output, found[output]!, tensor, BOUND));
  };
  return withParameters(shapes, run, recipe.parameter);
}

/** The shape of the picture that gave this output, so many times as large. */
function pictureFor(output: GoldenTensor | undefined, times = 1): readonly number[] {
  const [, , height = 0, width = 0] = output?.shape ?? [];
  return [1, 3, times * height, times * width];
}

function named(outputs: readonly GoldenTensor[], nameOf: (i: number) => string): Record<string, GoldenTensor> {
  return Object.fromEntries(outputs.map((one, i) => [nameOf(i), one]));
}

interface DetectorCase extends GoldenBytes {
  readonly picture: string;
  readonly hw: readonly [number, number];
  readonly args: {
    readonly detect_resolution: number;
    readonly image_resolution: number;
    readonly safe?: boolean;
    readonly scribble?: boolean;
    readonly apply_filter?: boolean;
  };
}

function methodOf({ safe, scribble, apply_filter: hard }: DetectorCase['args']): PreprocessMethod {
  if (scribble) return 'scribble';
  return safe ? 'softedge-safe' : hard ? 'softedge-hard' : 'softedge';
}

/** From picture to control picture; after a network one level may differ, on the other side of a threshold more. */
async function detected(
  { picture, hw, args, ...expected }: DetectorCase,
  { config, method, recipe }: { config: PreprocessorConfig; method: PreprocessMethod; recipe: Recipe },
): Promise<readonly Finding[]> {
  const shapes = wantedWeights((weights) => buildPreprocessor(config, weights, UNREAD));
  return withParameters(
    shapes,
    async (weights) => {
      const network = await openPreprocessor(config, weights, ON_CPU);
      const sizes = { side: args.image_resolution, detectSide: args.detect_resolution };
      const wish = { method, ...sizes, low: 0, high: 0, signal: new AbortController().signal };
      const made = await makeControlPicture(recipe.picture(picture, hw), wish, network);
      await network.release();
      return [compareBytes('', made.picture.data, expected, 1)];
    },
    recipe.parameter,
  );
}

interface GoldenSides {
  readonly shapes: Shapes;
  readonly outputs: readonly GoldenTensor[];
}

/** The network that a user's file with these keys is found to be. */
function networkOf(shapes: Shapes): PreprocessorConfig {
  const found = preprocessorOf(fakeWeights(new Map(Object.entries(shapes))), {});
  if (!found) throw new Error('the keys are of no preprocessor');
  return found;
}

function builderOf(shapes: Shapes): Build {
  const config = networkOf(shapes);
  return (weights, options) => buildPreprocessor(config, weights, options);
}

/** The same network in front of a whole preprocessor. */
function sidesAt(file: GoldenFile, name: 'hed' | 'pidinet'): PreprocessorConfig {
  return networkOf(recordedAt<GoldenSides>(file, `preprocess.${name}`).shapes);
}

const LINE_ART = { kind: 'lineart', ...SMALL_LINE_ART } as const;

/** Networks that find edges, lines and bodies, control.json. */
export const PREPROCESSOR_PARTS: readonly GoldenPart[] = [
  onePart<GoldenSides>('preprocess.hed', async ({ outputs, shapes }, { recipe }) => {
    const u = recipe.unit('in:hed', pictureFor(outputs[0]));
    const pixels = { dims: u.dims, data: u.data.map((value) => 255 * value) };
    return compared(
      { build: builderOf(shapes), pixels },
      named(outputs, (i) => `side${i + 1}`),
      recipe,
    );
  }),
  onePart<GoldenSides>('preprocess.pidinet', async ({ outputs, shapes }, { recipe }) => {
    const pixels = recipe.unit('in:pidi', pictureFor(outputs[0]));
    return compared(
      { build: builderOf(shapes), pixels },
      named(outputs, (i) => (i < 4 ? `edges${i + 1}` : 'edges')),
      recipe,
    );
  }),
  onePart<{ readonly out: GoldenTensor }>('preprocess.lineart', async ({ out }, { recipe }) => {
    const build: Build = (weights, options) => buildLineArt(SMALL_LINE_ART, weights, options);
    return compared({ build, pixels: recipe.unit('in:line', pictureFor(out)) }, { lines: out }, recipe);
  }),
  onePart<{ readonly paf: GoldenTensor; readonly heat: GoldenTensor }>(
    'preprocess.bodypose',
    async ({ paf, heat }, { recipe }) => {
      const build: Build = (weights, options) => buildBodyPose(SMALL_BODY, weights, options);
      return compared({ build, pixels: recipe.input('in:pose', pictureFor(paf, 8), 0.5) }, { paf, heat }, recipe);
    },
  ),
  listPart<DetectorCase>('preprocess.hed_detector', (one, file) =>
    detected(one, { config: sidesAt(file, 'hed'), method: methodOf(one.args), recipe: file.recipe }),
  ),
  listPart<DetectorCase>('preprocess.pidi_detector', (one, file) =>
    detected(one, { config: sidesAt(file, 'pidinet'), method: methodOf(one.args), recipe: file.recipe }),
  ),
  onePart<DetectorCase>('preprocess.lineart_detector', (one, { recipe }) =>
    detected(one, { config: LINE_ART, method: 'lineart', recipe }),
  ),
];
