import { faceNetwork } from '#renderer/engine/checkpoint/face-file.ts';
import { faceWeights } from '#renderer/engine/checkpoint/face-names.ts';
import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildCodeFormer, type CodeFormerConfig, FACE_SIDE } from '#renderer/engine/graph/nets/codeformer.ts';
import { buildParseNet } from '#renderer/engine/graph/nets/parsenet.ts';
import { buildRetinaFace } from '#renderer/engine/graph/nets/retinaface.ts';
import { pixelsOf, rasterOf } from '#renderer/engine/image/raster.ts';
import { graphOptions } from '#renderer/engine/networks/options.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import { elements, type Tensor, tensor } from '#renderer/engine/tensor.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { compareBytes, compareExactly, compareTensor, type GoldenBytes } from '#test/golden/check/compare.ts';
import { ON_CPU, UNREAD } from '#test/golden/check/networks.ts';
import { type Finding, type GoldenFile, type GoldenPart, recordedAt } from '#test/golden/check/part.ts';
import { onePart } from '#test/golden/check/parts/control-parts.ts';
import { fakeWeights } from '#test/golden/check/parts/full-controls.ts';
import { type GoldenTensor, withParameters } from '#test/renderer/engine/graph/golden.ts';

const RELATIVE = { bound: 1e-4, relative: true };

type Shapes = Readonly<Record<string, readonly number[]>>;
type Pair = readonly [number, number];

interface GoldenRestorer {
  readonly keys: Shapes;
  readonly lq_feat: GoldenTensor;
  readonly logits: GoldenTensor;
  readonly codes: readonly number[];
  readonly picture: GoldenBytes & { readonly picture: string; readonly hw: Pair; readonly w: number };
}

/** The recorded runs: how faithful, and whether codes are adapted. */
const RUNS = [
  { name: 'out_w0', fidelity: 0, adapts: false },
  { name: 'out_w0_adain', fidelity: 0, adapts: true },
  { name: 'out_w0.5_adain', fidelity: 0.5, adapts: true },
  { name: 'out_w1.0_adain', fidelity: 1, adapts: true },
  { name: 'out_w0.7', fidelity: 0.7, adapts: false },
] as const;

/** CodeFormer, small. */
export const RESTORER_PART: GoldenPart = {
  format: 'control',
  key: 'faces.codeformer',
  cases: (file) => [
    { name: 'plain', run: () => compareRestorer(file, false) },
    { name: 'adapted', run: () => compareRestorer(file, true) },
  ],
};

function compareRestorer(file: GoldenFile, adapts: boolean): Promise<readonly Finding[]> {
  const golden = recordedAt<GoldenRestorer & Record<string, GoldenTensor>>(file, 'faces.codeformer');
  return withNetwork(file, golden.keys, async (weights) => {
    const found = faceNetwork(weights);
    if (found?.kind !== 'restorer') return [compareExactly('kind', found?.kind, 'restorer')];
    const graph = buildCodeFormer(found.config, weights, { ...graphOptions(ON_CPU), adapts });
    const session = await openSession(graph, ON_CPU);
    const run = (face: Tensor, fidelity: number) =>
      session.run({ face, fidelity: tensor([1], Float32Array.of(fidelity)) });
    const face = file.recipe.input('in:face', [1, 3, FACE_SIDE, FACE_SIDE], 1);
    const findings: Finding[] = [];
    for (const { name, fidelity } of RUNS.filter((one) => one.adapts === adapts && golden[one.name])) {
      const { restored, features, logits } = await run(face, fidelity);
      findings.push(compareTensor(name, restored!, golden[name]!, RELATIVE));
      if (findings.length > 1) continue;
      findings.push(compareTensor('features', features!, golden.lq_feat, RELATIVE));
      findings.push(compareTensor('logits', logits!, golden.logits, RELATIVE));
      findings.push(compareExactly('codes', bestOf(logits!), golden.codes));
    }
    if (adapts) {
      const { picture, hw, w } = golden.picture;
      const { restored } = await run(pixelsOf(file.recipe.picture(picture, hw)), w);
      findings.push(compareBytes('picture', rasterOf(restored!).data, golden.picture, 1));
    }
    await session.release();
    return findings;
  });
}

function bestOf({ dims, data }: Tensor): number[] {
  const [, places = 0, codes = 0] = dims;
  return Array.from({ length: places }, (_, i) => {
    const row = data.subarray(i * codes, (i + 1) * codes);
    return row.indexOf(row.reduce((most, value) => Math.max(most, value)));
  });
}

function withNetwork(
  file: GoldenFile,
  keys: Shapes,
  use: (weights: WeightMap) => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  const shapes = Object.entries(keys).filter(([key]) => !key.endsWith('num_batches_tracked'));
  return withParameters(new Map(shapes), (weights) => use(faceWeights(weights)), file.recipe.parameter);
}

interface GoldenDetector {
  readonly n_params: number;
  readonly n_keys: number;
  readonly n_state: number;
  readonly keys_not_body: Shapes;
  readonly loc: GoldenTensor;
  readonly conf: GoldenTensor;
  readonly landmarks: GoldenTensor;
}

/** RetinaFace with ResNet-50, whole: 110 MB of numbers. */
export const DETECTOR_PART = onePart<GoldenDetector>('faces.retinaface', async (golden, file) => {
  const keys = { ...resnetShapes(), ...golden.keys_not_body };
  return withNetwork(file, keys, async (weights) => {
    const found = faceNetwork(weights);
    if (found?.kind !== 'detector') return [compareExactly('kind', found?.kind, 'detector')];
    const session = await openSession(buildRetinaFace(found.config, weights, graphOptions(ON_CPU)), ON_CPU);
    const [height, width] = [96, 128];
    const pixels = file.recipe.input('in:retina', [1, 3, height, width], 100);
    const { boxes, scores, landmarks } = await session.run({ pixels });
    await session.release();
    return [
      compareExactly('keys and numbers', countsOf(withCounters(Object.entries(keys))), [
        golden.n_keys,
        golden.n_params,
        golden.n_state,
      ]),
      compareTensor('boxes', boxes!, golden.loc, RELATIVE),
      compareTensor('scores', scores!, golden.conf, RELATIVE),
      compareTensor('landmarks', landmarks!, golden.landmarks, RELATIVE),
    ];
  });
});

/** With how many batches each norm has seen, which nobody here reads. */
function withCounters(shapes: Iterable<readonly [string, readonly number[]]>) {
  const all = new Map(shapes);
  const norms = [...all.keys()].filter((key) => key.endsWith('.running_mean'));
  for (const key of norms) all.set(key.replace(/running_mean$/, 'num_batches_tracked'), []);
  return all;
}

/** Keys, numbers that are trained, and all. */
function countsOf(all: ReadonlyMap<string, readonly number[]>): readonly number[] {
  const numbers = (which: (key: string) => boolean) =>
    [...all].reduce((sum, [key, shape]) => (which(key) ? sum + elements(shape) : sum), 0);
  const isTrained = (key: string) => !/\.(running_(mean|var)|num_batches_tracked)$/.test(key);
  return [all.size, numbers(isTrained), numbers(() => true)];
}

/** The body's keys, which the record leaves out: torchvision's ResNet-50 without its last layer. */
function resnetShapes(): Shapes {
  const shapes: Record<string, readonly number[]> = { 'body.conv1.weight': [64, 3, 7, 7] };
  const norm = (key: string, channels: number) => {
    for (const part of ['weight', 'bias', 'running_mean', 'running_var']) shapes[`${key}.${part}`] = [channels];
  };
  norm('body.bn1', 64);
  let inputs = 64;
  for (const [i, count] of [3, 4, 6, 3].entries()) {
    const inner = 64 * 2 ** i;
    for (let j = 0; j < count; j++) {
      const at = `body.layer${i + 1}.${j}`;
      const convs = [
        [inner, inputs, 1, 1],
        [inner, inner, 3, 3],
        [4 * inner, inner, 1, 1],
      ] as const;
      for (const [k, shape] of convs.entries()) {
        shapes[`${at}.conv${k + 1}.weight`] = shape;
        norm(`${at}.bn${k + 1}`, shape[0]);
      }
      if (j === 0) {
        shapes[`${at}.downsample.0.weight`] = [4 * inner, inputs, 1, 1];
        norm(`${at}.downsample.1`, 4 * inner);
      }
      inputs = 4 * inner;
    }
  }
  return shapes;
}

interface GoldenParser {
  readonly config: { readonly in_size: number };
  readonly keys: Shapes;
  readonly out_mask: GoldenTensor;
}

/** ParseNet, small. */
export const PARSER_PART = onePart<GoldenParser>('faces.parsenet', (golden, file) =>
  withNetwork(file, golden.keys, async (weights) => {
    const found = faceNetwork(weights);
    if (found?.kind !== 'parser') return [compareExactly('kind', found?.kind, 'parser')];
    const side = golden.config.in_size;
    const session = await openSession(buildParseNet({ ...found.config, side }, weights, graphOptions(ON_CPU)), ON_CPU);
    const { places } = await session.run({ face: file.recipe.input('in:parse', [1, 3, side, side], 1) });
    await session.release();
    return [compareTensor('', places!, golden.out_mask, RELATIVE)];
  }),
);

interface PublishedParser {
  readonly n_params: number;
  readonly n_keys: number;
  readonly n_state: number;
  readonly keys_head: Shapes;
}

/** facexlib's defaults, of which the published file is: 512 pixels, halved until 32. */
const PUBLISHED_PARSER = { side: 512, channels: [64, 128, 256, 256, 256], blocks: 10, classes: 19 };

/** As many keys and numbers as the published ParseNet, and the shapes of those that are recorded. */
export const PUBLISHED_PARSER_PART = onePart<PublishedParser>('faces.parsenet_full', async (golden) => {
  const wanted = withCounters(wantedWeights((weights) => buildParseNet(PUBLISHED_PARSER, weights, UNREAD)));
  // Nobody here reads the face that it draws as well.
  wanted.set('out_img_conv.conv2d.weight', [3, PUBLISHED_PARSER.channels[0]!, 3, 3]);
  wanted.set('out_img_conv.conv2d.bias', [3]);
  const head = Object.keys(golden.keys_head).map((key) => [key, wanted.get(key)]);
  return [
    compareExactly('keys and numbers', countsOf(wanted), [golden.n_keys, golden.n_params, golden.n_state]),
    compareExactly('shapes', head, Object.entries(golden.keys_head)),
  ];
});

interface PublishedRestorer {
  readonly n_params: number;
  readonly n_keys: number;
  readonly keys: Shapes;
}

/** What the published file is found to be, by its keys and shapes, and that this network wants all of them. */
export const PUBLISHED_FACES_PART = onePart<PublishedRestorer>('faces.codeformer_full', async (golden) => {
  const weights = faceWeights(fakeWeights(new Map(Object.entries(golden.keys))));
  const found = faceNetwork(weights);
  if (found?.kind !== 'restorer') return [compareExactly('kind', found?.kind, 'restorer')];
  const config: CodeFormerConfig = {
    ...{ channels: [64, 128, 128, 256, 256, 512], blocks: 2, codeWidth: 256, codes: 1024, width: 512, heads: 8 },
    ...{ inner: 1024, layers: 9, fused: [32, 64, 128, 256] },
  };
  const wanted = wantedWeights((supply) => buildCodeFormer(found.config, supply, { ...UNREAD, adapts: true }));
  const numbers = [...wanted.values()].reduce((sum, shape) => sum + elements(shape), 0);
  const shapes = [...weights].map(([key, { shape }]) => [key, shape] as const);
  return [
    compareExactly('config', sorted(found.config), sorted(config)),
    compareExactly('keys and numbers', [Object.keys(golden.keys).length, numbers], [golden.n_keys, golden.n_params]),
    compareExactly('shapes', [...wanted].sort(), shapes.sort()),
  ];
});

function sorted(config: object | undefined): unknown {
  return Object.entries(config ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
}
