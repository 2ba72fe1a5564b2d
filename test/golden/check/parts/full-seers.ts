import { segmenterConfig } from '#renderer/engine/checkpoint/segmenter-file.ts';
import { deepBooruConfig } from '#renderer/engine/checkpoint/tagger-files.ts';
import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { parseBlipConfig } from '#renderer/engine/graph/nets/blip-config.ts';
import { buildBlipText } from '#renderer/engine/graph/nets/blip-text.ts';
import { buildBlipVision } from '#renderer/engine/graph/nets/blip-vision.ts';
import { parseClipVisionConfig } from '#renderer/engine/graph/nets/clip-vision-config.ts';
import { buildDeepBooru, DEEPBOORU_CONVOLUTIONS } from '#renderer/engine/graph/nets/deepbooru.ts';
import type { SamConfig } from '#renderer/engine/graph/nets/sam-config.ts';
import { buildSamDecoder } from '#renderer/engine/graph/nets/sam-decoder.ts';
import { buildSamEncoder } from '#renderer/engine/graph/nets/sam-encoder.ts';
import type { WeightEntry } from '#renderer/engine/weights/weight-map.ts';
import { compareExactly } from '#test/golden/check/compare.ts';
import { UNREAD } from '#test/golden/check/networks.ts';
import { type Finding, type GoldenFile, type GoldenPart, recordedAt } from '#test/golden/check/part.ts';
import { onePart } from '#test/golden/check/parts/control-parts.ts';
import { compareCounts } from '#test/golden/check/parts/controlnet.ts';
import { fakeWeights } from '#test/golden/check/parts/full-controls.ts';
import { checkerShapes } from '#test/golden/check/parts/safety.ts';
import { stepShapes } from '#test/golden/check/step-shapes.ts';

type Shapes = ReadonlyMap<string, readonly number[]>;

interface Counts {
  readonly n_params: number;
  /** Of the state dict, and all numbers in it: more than parameters where some stand in it twice, or are no parameters. */
  readonly n_keys: number;
  readonly n_state: number;
  readonly keys?: Readonly<Record<string, readonly number[]>>;
}

/** Segment Anything, BLIP, DeepDanbooru and the safety checker of the published sizes, built without weights; control.json. */
export const FULL_SEER_PARTS: readonly GoldenPart[] = [
  {
    format: 'control',
    key: 'sam.full',
    cases: (file) =>
      Object.entries(recordedAt<Readonly<Record<keyof typeof SEGMENTERS, Counts>>>(file, 'sam.full')).map(
        ([name, recorded]) => ({ name, run: async () => segmenterFindings(name as keyof typeof SEGMENTERS, recorded) }),
      ),
  },
  onePart<Counts>('blip.full_base', async (recorded) => captionerFindings({}, recorded)),
  onePart<Counts>('blip.full_large', async (recorded) => captionerFindings(LARGE_EYE, recorded)),
  onePart<Counts>('booru.full', async (recorded) => {
    const given = new Map(Object.entries(recorded.keys ?? {}));
    const config = deepBooruConfig(fakeWeights(given));
    const side = { height: 512, width: 512 };
    const shapes = wantedWeights((weights) => buildDeepBooru(config, weights, { ...UNREAD, ...side }));
    return [
      compareExactly('convolutions', config.length, DEEPBOORU_CONVOLUTIONS),
      compareExactly('shapes', sorted(shapes), sorted(given)),
      compareCounts(shapes, recorded),
    ];
  }),
  onePart<readonly Step[]>('booru.plan_128', planFindings),
  onePart<Counts>('safety.full', async (recorded, file) => [
    compareExactly(
      'keys of the small one',
      [...checkerShapes(parseClipVisionConfig(recordedAt(file, 'safety.config')), CONCEPTS).keys()].sort(),
      [...recordedAt<readonly string[]>(file, 'safety.keys')].sort(),
    ),
    compareCounts(checkerShapes(parseClipVisionConfig(CLIP_L), CONCEPTS), recorded),
  ]),
];

/** How wide, how deep, and in which layers it looks at the whole picture, as published. */
const SEGMENTERS = {
  vit_b: { width: 768, heads: 12, layers: 12, whole: [2, 5, 8, 11] },
  vit_l: { width: 1024, heads: 16, layers: 24, whole: [5, 11, 17, 23] },
  vit_h: { width: 1280, heads: 16, layers: 32, whole: [7, 15, 23, 31] },
} as const;

function segmenterConfigOf({ width, heads, layers, whole }: (typeof SEGMENTERS)[keyof typeof SEGMENTERS]): SamConfig {
  const [grid, patch, channels, window] = [64, 16, 256, 14];
  const tableRows = Array.from({ length: layers }, (_, i) => 2 * (whole.some((at) => at === i) ? grid : window) - 1);
  return {
    encoder: { side: grid * patch, patch, width, inner: 4 * width, heads, tableRows, channels },
    decoder: {
      ...{ grid, channels, layers: 2, inner: 2048, heads: 8, crossWidth: 128, maskChannels: 16 },
      ...{ masks: 4, scoreInner: 256, scoreDepth: 3 },
    },
  };
}

/** As many keys and numbers, the recorded shapes, and the same network again when its shapes are all that is known. */
function segmenterFindings(name: keyof typeof SEGMENTERS, recorded: Counts): Finding[] {
  const config = segmenterConfigOf(SEGMENTERS[name]);
  const shapes: Shapes = new Map([
    ...wantedWeights((weights) => buildSamEncoder(config.encoder, weights, UNREAD)),
    ...wantedWeights((weights) => buildSamDecoder(config.decoder, weights, UNREAD)),
  ]);
  const { n_keys, n_state, keys = {} } = recorded;
  return [
    compareCounts(shapes, { n_keys, n_params: n_state }),
    compareExactly('from shapes alone', segmenterConfig(fakeWeights(shapes)), config),
    ...recordedShapes(shapes, keys),
  ];
}

/** Those that are recorded. */
function recordedShapes(shapes: Shapes, keys: NonNullable<Counts['keys']>): Finding[] {
  return Object.entries(keys).length === 0
    ? []
    : [
        compareExactly(
          'shapes',
          Object.keys(keys).map((key) => [key, shapes.get(key)]),
          Object.entries(keys),
        ),
      ];
}

/** BLIP with ViT-L, as published. */
const LARGE_EYE = { hidden_size: 1024, intermediate_size: 4096, num_hidden_layers: 24, num_attention_heads: 16 };

/** The last products are those of the table of words, which stands in a file twice. */
const TIED = ['text_decoder.cls.predictions.decoder.weight', 'text_decoder.cls.predictions.decoder.bias'];

function captionerFindings(vision_config: object, { n_params, n_keys, keys = {} }: Counts): Finding[] {
  const config = parseBlipConfig({ vision_config, text_config: {} });
  const shapes: Shapes = new Map([
    ...wantedWeights((weights) => buildBlipVision(config, weights, UNREAD)),
    ...wantedWeights((weights) => buildBlipText(config.text, weights, UNREAD)),
  ]);
  const own = Object.fromEntries(Object.entries(keys).filter(([key]) => !TIED.includes(key)));
  return [compareCounts(shapes, { n_params, n_keys: n_keys - TIED.length }), ...recordedShapes(shapes, own)];
}

/** What a layer is called, and the shapes of what it reads, filled up, and of what it gives. */
type Step = readonly [name: string, read: readonly number[], given: readonly number[]];

/** Each convolution of the small network, and the pool, reads and gives what it does in the reference. */
async function planFindings(plan: readonly Step[], file: GoldenFile): Promise<Finding[]> {
  const tiny = recordedAt<{ readonly shapes: Readonly<Record<string, readonly number[]>> }>(file, 'booru.tiny');
  const all = fakeWeights(new Map(Object.entries(tiny.shapes)));
  const config = deepBooruConfig(all);
  const [side, supply] = [128, { has: (key: string) => all.has(key), keys: () => all.keys(), get: supplied }];
  const graph = buildDeepBooru(config, supply, { ...UNREAD, height: side, width: side });
  const steps = stepShapes(graph, { name: 'pixels', image: [3, side, side] });
  const own = new Map(
    steps.map(({ kernels, read, given }) => [kernels?.replace(/\.weight$/, '') ?? 'n_MaxPool_0', [read, given]]),
  );
  return [
    compareExactly('count', own.size, plan.length),
    ...plan.map(([name, read, given]) => compareExactly(name, own.get(name), [read, given])),
  ];
}

function supplied(_: string, shape: readonly number[]): WeightEntry {
  return { file: '/none', offset: 0, bytes: 0, dtype: 'F32', shape };
}

/** The safety checker's CLIP. */
const CLIP_L = {
  ...{ hidden_size: 1024, intermediate_size: 4096, num_hidden_layers: 24, num_attention_heads: 16 },
  ...{ image_size: 224, patch_size: 14, projection_dim: 768, hidden_act: 'quick_gelu' },
};

const CONCEPTS = { special: 3, concepts: 17 };

function sorted(shapes: Shapes): readonly unknown[] {
  return [...shapes].sort(([a], [b]) => (a < b ? -1 : 1));
}
