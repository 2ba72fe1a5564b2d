import { crossAttentions } from '#renderer/engine/checkpoint/cross-attentions.ts';
import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildClipVision } from '#renderer/engine/graph/nets/clip-vision.ts';
import { parseClipVisionConfig } from '#renderer/engine/graph/nets/clip-vision-config.ts';
import { buildImageAdapter, type ImageProjection } from '#renderer/engine/graph/nets/image-adapter.ts';
import { elements } from '#renderer/engine/tensor.ts';
import { compareExactly } from '#test/golden/check/compare.ts';
import { goldenUNetShapes } from '#test/golden/check/image-prompts/golden-adapters.ts';
import { UNREAD } from '#test/golden/check/networks.ts';
import {
  type Finding,
  type GoldenCase,
  type GoldenFile,
  type GoldenPart,
  recordedAt,
} from '#test/golden/check/part.ts';
import { compareCounts } from '#test/golden/check/parts/controlnet.ts';
import { UNETS } from '#test/renderer/engine/checkpoint/full-size.ts';

interface FullEncoder {
  readonly config: { readonly hidden_size: number; readonly projection_dim: number };
  readonly n_params: number;
  readonly n_keys: number;
}

type Published = 'base_vit_h' | 'base_vit_bigG' | 'full_vit_h' | 'plus';

/** Numbers of each published adapter of a family, in all and as bytes, and of its attentions alone. */
type FullAdapters = Readonly<Record<Published, number>> & {
  readonly cross_attentions: number;
  readonly numbers: readonly [first: number, last: number];
  readonly kv_params: number;
  /** Where each attention is; a text for SDXL. */
  readonly order: readonly string[] | string;
  readonly bytes_fp16: Readonly<Record<Published, number>>;
};

type Encoders = Readonly<Record<'vit_h' | 'vit_bigG', FullEncoder>>;

/** CLIP vision models and IP-Adapters of the published sizes, built without weights; control.json. */
export const FULL_IMAGE_PROMPT_PARTS: readonly GoldenPart[] = [
  {
    format: 'control',
    key: 'full.clip_vision',
    cases: (file) =>
      Object.entries(recordedAt<Readonly<Record<string, FullEncoder>>>(file, 'full.clip_vision')).map(
        ([name, recorded]): GoldenCase => ({ name, run: async () => [encoderCounts(recorded)] }),
      ),
  },
  {
    format: 'control',
    key: 'full.ip_adapter',
    cases: (file) =>
      (['sd15', 'sdxl'] as const).map((family) => ({ name: family, run: async () => adapterCounts(file, family) })),
  },
];

function encoderCounts(recorded: FullEncoder): Finding {
  const config = parseClipVisionConfig(recorded.config);
  return compareCounts(
    wantedWeights((weights) => buildClipVision(config, weights, UNREAD)),
    recorded,
  );
}

function adapterCounts(file: GoldenFile, family: 'sd15' | 'sdxl'): Finding[] {
  const recorded = recordedAt<FullAdapters>(file, `full.ip_adapter.${family}`);
  const own = crossAttentions(goldenUNetShapes(UNETS[family].config));
  const attentions = own.map(({ channels }, i) => ({ number: 2 * i + 1, channels }));
  const contextWidth = own[0]!.contextWidth;
  const projections = projectionsOf(recordedAt<Encoders>(file, 'full.clip_vision'), family);
  const findings = Object.entries(projections).flatMap(([name, projection]) => {
    const shapes = wantedWeights((weights) =>
      buildImageAdapter({ projection, contextWidth, attentions }, weights, UNREAD),
    );
    const numbers = numbersOf(shapes);
    const ofAttentions = numbersOf(new Map([...shapes].filter(([key]) => key.startsWith('ip_adapter.'))));
    return [
      compareExactly(`${name} numbers`, numbers, recorded[name as Published]),
      compareExactly(`${name} bytes`, 2 * numbers, recorded.bytes_fp16[name as Published]),
      compareExactly(`${name} keys and values`, ofAttentions, recorded.kv_params),
    ];
  });
  const ends = [attentions[0]!.number, attentions.at(-1)!.number];
  const isListed = typeof recorded.order !== 'string';
  const places = own.map(({ path }) => path.replace(/\.transformer_blocks\.\d+\.attn2$/, ''));
  return [
    compareExactly('attentions', [own.length, ends], [recorded.cross_attentions, recorded.numbers]),
    ...(isListed ? [compareExactly('order', places, recorded.order)] : []),
    ...findings,
  ];
}

/** How wide each family's `plus` thinks, as its authors chose it. */
const PLUS_WIDTHS = { sd15: 768, sdxl: 1280 };

/** `base` reads an encoder's embedding, the others its tokens. */
function projectionsOf(
  { vit_h, vit_bigG }: Encoders,
  family: 'sd15' | 'sdxl',
): Readonly<Record<Published, ImageProjection>> {
  const base = ({ config }: FullEncoder) => ({ kind: 'base', inputs: config.projection_dim, tokens: 4 }) as const;
  const inputs = vit_h.config.hidden_size;
  const width = PLUS_WIDTHS[family];
  return {
    base_vit_h: base(vit_h),
    base_vit_bigG: base(vit_bigG),
    full_vit_h: { kind: 'full', inputs, inner: inputs },
    plus: { kind: 'plus', inputs, tokens: 16, width, inner: 4 * width, layers: 4 },
  };
}

function numbersOf(shapes: ReadonlyMap<string, readonly number[]>): number {
  return [...shapes.values()].reduce((sum, shape) => sum + elements(shape), 0);
}
