import { segmenterConfig } from '#renderer/engine/checkpoint/segmenter-file.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { SamConfig } from '#renderer/engine/graph/nets/sam-config.ts';
import { buildSamEncoder } from '#renderer/engine/graph/nets/sam-encoder.ts';
import { wholePicture } from '#renderer/engine/graph/nets/sam-prompt.ts';
import {
  openSegmenter,
  type PromptPoint,
  type Segmenter,
  type SegmentPrompt,
} from '#renderer/engine/networks/open-segmenter.ts';
import { graphOptions } from '#renderer/engine/networks/options.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import type { WeightEntry, WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { compareNumbers, compareTensor } from '#test/golden/check/compare.ts';
import { ON_CPU } from '#test/golden/check/networks.ts';
import {
  type Finding,
  type GoldenCase,
  type GoldenFile,
  type GoldenPart,
  isRecorded,
  recordedAt,
} from '#test/golden/check/part.ts';
import { type GoldenTensor, withParameters } from '#test/renderer/engine/graph/golden.ts';

const RELATIVE = { bound: 1e-4, relative: true };

type Shapes = Readonly<Record<string, readonly number[]>>;
type Pair = readonly [number, number];

export interface GoldenSam {
  readonly config: {
    readonly img_size: number;
    readonly num_heads: number;
    readonly transformer: { readonly num_heads: number };
  };
  readonly tiny: { readonly keys: Shapes };
  readonly dense_pe: GoldenTensor;
  readonly prompt: {
    readonly points: readonly (readonly Pair[])[];
    readonly labels: readonly (readonly number[])[];
    readonly boxes: readonly (readonly number[])[];
  };
}

interface GoldenFound {
  readonly sparse: GoldenTensor;
  readonly dense: GoldenTensor;
  readonly low_res: GoldenTensor;
  readonly iou: readonly (readonly number[])[];
}

/** Segment Anything's networks, as its authors' program has them; control.json. */
export const SAM_PART: GoldenPart = {
  format: 'control',
  key: 'sam',
  cases(file) {
    const sam = recordedAt<GoldenSam>(file, 'sam');
    const has = (name: string) => isRecorded(file, `sam.${name}`);
    const encoder = (name: string): GoldenCase => ({ name, run: () => compareEncoder(file, sam, name) });
    const cases: readonly GoldenCase[] = [
      ...['image_encoder', 'image_encoder_global', 'image_encoder_window8'].map(encoder),
      { name: 'dense_pe', run: () => comparePlaces(file, sam) },
      {
        name: 'prompts',
        run: () =>
          withSegmenter(file, sam, async (network) => {
            const features = await network.look(file.recipe.input('in:sam', [1, 3, network.side, network.side]));
            const findings: Finding[] = [];
            for (const [name, prompt] of Object.entries(promptsOf(file, sam)).filter(([name]) => has(name))) {
              findings.push(...(await comparePrompt(file, { name, network, features, prompt })));
            }
            return findings;
          }),
      },
    ];
    return cases.filter(({ name }) => has(name === 'prompts' ? 'prompt' : name));
  },
};

function configOf(sam: GoldenSam, weights: WeightMap): SamConfig {
  return segmenterConfig(weights, { heads: sam.config.transformer.num_heads });
}

/** Opens the small network of the file. */
export function withSegmenter(
  file: GoldenFile,
  sam: GoldenSam,
  use: (network: Segmenter) => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  return withParameters(
    new Map(Object.entries(sam.tiny.keys)),
    async (weights) => {
      const network = await openSegmenter(configOf(sam, weights), weights, ON_CPU);
      return use(network).finally(() => network.release());
    },
    file.recipe.parameter,
  );
}

/** The encoder alone: with windows, with none, and with one as large as the picture. */
function compareEncoder(file: GoldenFile, sam: GoldenSam, name: string): Promise<readonly Finding[]> {
  const { out } = recordedAt<{ out: GoldenTensor }>(file, `sam.${name}`);
  const isShort = name !== 'image_encoder';
  const side = sam.config.img_size;
  const [, grid = 0] = sam.tiny.keys['image_encoder.pos_embed']!;
  const shapes = Object.entries(sam.tiny.keys)
    .filter(([key]) => key.startsWith('image_encoder.') && !(isShort && /\.blocks\.[2-9]/.test(key)))
    .map(([key, shape]) => {
      const isTable = isShort && /rel_pos_[hw]$/.test(key);
      return [key, isTable ? [2 * grid - 1, shape[1]!] : shape] as const;
    });
  return withParameters(
    new Map(shapes),
    async (weights) => {
      const { encoder } = configOf(sam, weights);
      const session = await openSession(buildSamEncoder(encoder, weights, graphOptions(ON_CPU)), ON_CPU);
      const { features } = await session.run({ pixels: file.recipe.input('in:sam', [1, 3, side, side]) });
      await session.release();
      return [compareTensor('', features!, out, RELATIVE)];
    },
    file.recipe.parameter,
  );
}

/** What tells the picture's places apart lies in rows here, and as an image in the record. */
function comparePlaces(file: GoldenFile, sam: GoldenSam): Promise<readonly Finding[]> {
  const key = 'prompt_encoder.pe_layer.positional_encoding_gaussian_matrix';
  const all = new Map(Object.entries(sam.tiny.keys));
  return withParameters(
    new Map([[key, all.get(key)!]]),
    async (weights) => {
      const entries = new Map([...all].map(([name, shape]) => [name, { shape } as WeightEntry]));
      const { decoder } = configOf(sam, entries);
      const graph = Graph.over(weights, { ...graphOptions(ON_CPU), name: 'places' });
      const { grid, channels } = decoder;
      const image = graph.op('Transpose', [wholePicture(graph, decoder)], { perm: [0, 2, 1] });
      const kept = graph.op('Add', [image, graph.input('zero', 'float', [1])]);
      graph.output('places', graph.op('Reshape', [kept, graph.ints([1, channels, grid, grid])]), [
        1,
        channels,
        grid,
        grid,
      ]);
      const session = await openSession(graph.build(), ON_CPU);
      const { places } = await session.run({ zero: { dims: [1], data: new Float32Array(1) } });
      await session.release();
      return [compareTensor('', places!, sam.dense_pe, RELATIVE)];
    },
    file.recipe.parameter,
  );
}

function promptsOf(file: GoldenFile, { prompt, config }: GoldenSam): Readonly<Record<string, SegmentPrompt>> {
  const marks = (labels: readonly (readonly number[])[]) =>
    prompt.points.map((row, i) => row.map(([x, y], j): PromptPoint => ({ x, y, mark: markOf(labels[i]![j]!) })));
  const boxes = prompt.boxes.map(([left, top, right, bottom]): PromptPoint[] => [
    { x: left!, y: top!, mark: 'topLeft' },
    { x: right!, y: bottom!, mark: 'bottomRight' },
  ]);
  const points = marks(prompt.labels);
  // The padding point is nowhere: its place is half a pixel before the first, which makes it 0.
  const filled = (rows: readonly (readonly PromptPoint[])[]) =>
    rows.map((row) => [...row, { x: -0.5, y: -0.5, mark: 'none' } as const]);
  const both = points.map((row, i) => [...row, ...boxes[i]!]);
  const side = config.img_size / 4;
  const mask = file.recipe.input('in:sammask', [2, 1, side, side], 4);
  const none = null;
  return {
    case_points: { points: filled(points), mask: none },
    case_boxes: { points: boxes, mask: none },
    case_points_boxes: { points: both, mask: none },
    case_mask: { points: [[], []], mask },
    case_all: { points: both, mask },
    case_one_point: { points: filled([points[0]!.slice(0, 1)]), mask: none },
    case_padded: {
      points: filled(
        marks([
          [1, -1],
          [0, -1],
        ]),
      ),
      mask: none,
    },
  };
}

function markOf(label: number): PromptPoint['mark'] {
  return label < 0 ? 'none' : label === 0 ? 'outside' : 'inside';
}

async function comparePrompt(
  file: GoldenFile,
  {
    name,
    network,
    features,
    prompt,
  }: { readonly name: string; readonly network: Segmenter; readonly features: Tensor; readonly prompt: SegmentPrompt },
): Promise<readonly Finding[]> {
  const expected = recordedAt<GoldenFound>(file, `sam.${name}`);
  const found = await network.find(features, prompt);
  return [
    compareTensor(`${name} sparse`, found.sparse, expected.sparse, RELATIVE),
    compareTensor(`${name} dense`, found.dense, expected.dense, RELATIVE),
    compareTensor(`${name} low_res`, found.masks, expected.low_res, RELATIVE),
    compareNumbers(`${name} iou`, found.scores.data, expected.iou.flat(), 1e-4),
  ];
}
