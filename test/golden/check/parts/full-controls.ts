import { understandControl } from '#renderer/engine/checkpoint/control-file.ts';
import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildAdapter } from '#renderer/engine/graph/nets/t2i-adapter.ts';
import { parseAdapterConfig } from '#renderer/engine/graph/nets/t2i-adapter-config.ts';
import { featureName } from '#renderer/engine/graph/nets/unet-steering.ts';
import { openAdapter } from '#renderer/engine/networks/open-t2i-adapter.ts';
import { scale } from '#renderer/engine/tensor.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { compareExactly, compareTensor } from '#test/golden/check/compare.ts';
import { ON_CPU, UNREAD, unetConditions } from '#test/golden/check/networks.ts';
import {
  type Finding,
  type GoldenCase,
  type GoldenFile,
  type GoldenPart,
  recordedAt,
} from '#test/golden/check/part.ts';
import { compareCounts, controlNetShapes, predicted } from '#test/golden/check/parts/controlnet.ts';
import { type GoldenTensor, withParameters } from '#test/renderer/engine/graph/golden.ts';

type Config = Readonly<Record<string, unknown>>;
type Shapes = ReadonlyMap<string, readonly number[]>;

interface FullControlNet {
  readonly config: Config;
  readonly n_params: number;
  readonly n_keys: number;
  readonly down_residuals: number;
  readonly bytes_fp16: number;
  /** Of each residual, that of the middle last. */
  readonly zero_conv_channels: readonly number[];
  readonly cond_embedding: Readonly<Record<string, readonly number[]>>;
}

interface FullAdapter {
  readonly config: Config;
  readonly n_params: number;
  readonly n_keys: number;
  readonly keys?: Readonly<Record<string, readonly number[]>>;
  readonly outputs?: readonly GoldenTensor[];
}

const RELATIVE = { bound: 1e-4, relative: true };
const UNET_KEY = 'full.t2i_adapter.tiny_unet_sd15';

/** Control networks of published sizes, and T2I-Adapters with small ones that are run; control.json. */
export const FULL_CONTROL_PARTS: readonly GoldenPart[] = [
  {
    format: 'control',
    key: 'full.controlnet',
    cases: (file) =>
      Object.entries(recordedAt<Readonly<Record<string, FullControlNet>>>(file, 'full.controlnet')).map(
        ([name, recorded]): GoldenCase => ({ name, run: async () => fullFindings(recorded) }),
      ),
  },
  {
    format: 'control',
    key: 'full.t2i_adapter',
    cases: (file) => {
      const { tiny_unet_sd15: _, ...adapters } = recordedAt<Readonly<Record<string, FullAdapter>>>(
        file,
        'full.t2i_adapter',
      );
      const cases = Object.entries(adapters).map(
        ([name, recorded]): GoldenCase => ({ name, run: () => adapterFindings(file, recorded) }),
      );
      return [...cases, { name: 'tiny_unet_sd15', run: () => steeredFindings(file) }];
    },
  },
  {
    format: 'control',
    key: 'full.controlnet_union',
    cases: (file) => [{ name: 'refused', run: async () => unionFindings(file) }],
  },
];

/** As many keys, numbers and residuals; and the same again when its shapes are all that is known of it. */
async function fullFindings({ config, n_params, n_keys, ...recorded }: FullControlNet): Promise<Finding[]> {
  const shapes = controlNetShapes(config);
  const hint = [...shapes].filter(([key]) => key.startsWith('controlnet_cond_embedding.'));
  const channels = [...shapes].flatMap(([key, [outputs]]) =>
    /^controlnet_(down_blocks\.\d+|mid_block)\.weight$/.test(key) ? [outputs] : [],
  );
  const residuals = [...shapes.keys()].filter((key) => /^controlnet_down_blocks\.\d+\.weight$/.test(key));
  const found = understandControl(fakeWeights(shapes), { config: null, name: 'net' });
  const again = found.kind === 'controlnet' ? controlNetShapes({ ...found.config }) : new Map();
  return [
    compareExactly(
      'keys, numbers, residuals',
      [shapes.size, numbersOf(shapes), residuals.length],
      [n_keys, n_params, recorded.down_residuals],
    ),
    compareExactly('bytes', 2 * numbersOf(shapes), recorded.bytes_fp16),
    compareExactly('channels of residuals', channels, recorded.zero_conv_channels),
    compareExactly('hint', hint.sort(), Object.entries(recorded.cond_embedding).sort()),
    compareExactly('from shapes alone', [...again].sort(), [...shapes].sort()),
  ];
}

interface UnionRecord {
  readonly n_params: number;
  readonly n_keys: number;
  readonly keys_beyond_sdxl: Readonly<Record<string, readonly number[]>>;
}

/** diffusers' default for such networks, as the record was made; a ControlNet's is narrower. */
const UNION_HINT = [48, 96, 192, 384];

/** A network of SDXL's with keys beyond it: not built, and told from SDXL's by those keys. */
function unionFindings(file: GoldenFile): Finding[] {
  const union = recordedAt<UnionRecord>(file, 'full.controlnet_union');
  const sdxl = recordedAt<FullControlNet>(file, 'full.controlnet.sdxl');
  const config = { ...sdxl.config, conditioning_embedding_out_channels: UNION_HINT };
  const shapes = new Map([...controlNetShapes(config), ...Object.entries(union.keys_beyond_sdxl)]);
  const kind = found(() => understandControl(fakeWeights(shapes), { config: null, name: 'net' }).kind);
  return [compareCounts(shapes, union), compareExactly('refused as a union', /union/i.test(kind), true)];
}

/** What it says, or why it does not. */
function found(look: () => string): string {
  try {
    return look();
  } catch (thrown) {
    return String(thrown);
  }
}

/** Weights that lie nowhere, for what looks at shapes only. */
export function fakeWeights(shapes: Shapes): WeightMap {
  const entry = (shape: readonly number[]) => ({ file: '/none', offset: 0, bytes: 0, dtype: 'F16' as const, shape });
  return new Map([...shapes].map(([key, shape]) => [key, entry(shape)]));
}

function adapterShapes(config: Config): Shapes {
  const net = parseAdapterConfig(config);
  return wantedWeights((weights) => buildAdapter(net, weights, UNREAD));
}

async function adapterFindings(file: GoldenFile, recorded: FullAdapter): Promise<Finding[]> {
  const { config, n_params, n_keys, keys, outputs = [] } = recorded;
  const shapes = adapterShapes(config);
  const found = understandControl(fakeWeights(shapes), { config: null, name: 'adapter' });
  const { fits: _, ...known } = parseAdapterConfig(config);
  const { fits: _fits, ...seen } = found.kind === 'adapter' ? found.net : { fits: null };
  const findings = [
    compareExactly('keys and numbers', [shapes.size, numbersOf(shapes)], [n_keys, n_params]),
    compareExactly('from shapes alone', sorted(seen), sorted(known)),
  ];
  if (keys) findings.push(compareExactly('shapes', [...shapes].sort(), Object.entries(keys).sort()));
  if (outputs.length === 0) return findings;
  const features = await featuresOf(file, recorded);
  return [
    ...findings,
    ...outputs.map((expected, i) => compareTensor(`output ${i}`, features[featureName(i)]!, expected, RELATIVE)),
  ];
}

/** Of the picture `in:cond`, which is so many times as large as its first features. */
function featuresOf({ recipe }: GoldenFile, { config, outputs = [] }: FullAdapter) {
  const [, , height = 0, width = 0] = outputs[0]?.shape ?? [];
  const times = Number(config.downscale_factor);
  const read = async (weights: WeightMap) => {
    const network = await openAdapter(parseAdapterConfig(config), weights, ON_CPU);
    return network.read(recipe.unit('in:cond', [1, 3, times * height, times * width])).finally(() => network.release());
  };
  return withParameters(adapterShapes(config), read, recipe.parameter);
}

/** The UNet with what the small full adapter says, at 0.8. */
async function steeredFindings(file: GoldenFile): Promise<Finding[]> {
  const { out } = recordedAt<{ readonly out: GoldenTensor }>(file, UNET_KEY);
  const adapter = recordedAt<FullAdapter>(file, 'full.t2i_adapter.tiny_full');
  const features = Object.entries(await featuresOf(file, adapter)).map(([name, x]) => [name, scale(0.8, x)] as const);
  const conditions = { ...unetConditions(file.unets.sd15!, 1, file.recipe), ...Object.fromEntries(features) };
  const latents = file.recipe.input('in:sample', out.shape);
  const noise = await predicted(file, { unet: 'sd15', steered: { latents, conditions, loras: null }, timestep: 500 });
  return [compareTensor('', noise, out, RELATIVE)];
}

function numbersOf(shapes: Shapes): number {
  return [...shapes.values()].reduce((sum, shape) => sum + shape.reduce((a, b) => a * b, 1), 0);
}

function sorted(fields: object): readonly unknown[] {
  return Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));
}
