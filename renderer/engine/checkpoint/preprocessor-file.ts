import { basename, dirname, join } from 'node:path';
import type { PreprocessorConfig } from '#renderer/engine/graph/nets/preprocessor.ts';
import { readWeights } from '#renderer/engine/weights/read-weights.ts';
import { readTextFile } from '#renderer/engine/weights/regular-file.ts';
import { quote } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { failure, message } from '#shared/text/failure.ts';

/** What a file of a preprocessor holds. */
export interface PreprocessorFile {
  readonly network: PreprocessorConfig;
  /** By the keys of the published network. */
  readonly weights: WeightMap;
}

/**
 * Finds which network that finds edges, lines, depth or bodies a file holds, from its keys and shapes; only what shapes
 * cannot tell (heads, layers that are taken, metres) is read of the config.json beside it, where one lies. Nothing but
 * headers is read. Throws one sentence that names the file.
 */
export async function readPreprocessor(file: string): Promise<PreprocessorFile> {
  const weights = plainNames(await readWeights(file));
  const [first = ''] = weights.keys();
  const network = preprocessorOf(weights, await configBeside(file));
  if (network) return { network, weights };
  const reason = message('preprocessor.foreign', { key: quote(first) });
  throw failure('invalid', 'preprocessor.unloadable', { file: basename(file), reason });
}

/** The network whose weights have these keys and shapes; `fields` are those of its config.json. Null = none of them. */
export function preprocessorOf(weights: WeightMap, fields: Fields): PreprocessorConfig | null {
  return configOf((key) => weights.get(key)?.shape ?? [], fields);
}

/** Without the dict that they lie in, and what training on several cards or a program puts before them. */
function plainNames(given: WeightMap): WeightMap {
  return new Map(
    [...given].map(([key, entry]) => [key.replace(/^(state_dict\.)?(module\.)?(netNetwork\.)?/, ''), entry]),
  );
}

/** Shapes of weights; those that are not there have none. */
type Shapes = (key: string) => readonly number[];

type Fields = Readonly<Record<string, unknown>>;

const CONFIG_BYTES_MAX = 2 ** 20;

async function configBeside(file: string): Promise<Fields> {
  const text = await readTextFile(join(dirname(file), 'config.json'), CONFIG_BYTES_MAX).catch(() => '{}');
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Fields) : {};
  } catch {
    return {};
  }
}

function configOf(shape: Shapes, fields: Fields): PreprocessorConfig | null {
  if (shape('block5.projection.weight').length > 0) return hedOf(shape);
  if (shape('init_block.weight').length > 0) {
    const [width = 0] = shape('init_block.weight');
    return { kind: 'pidinet', width, reduced: shape('dilations.0.conv1.weight')[0] ?? 0 };
  }
  if (shape('model0.1.weight').length > 0) {
    const blocks = count((i) => shape(`model2.${i}.conv_block.1.weight`));
    return { kind: 'lineart', width: shape('model0.1.weight')[0]!, blocks };
  }
  if (shape('conv4_4_CPM.weight').length > 0) return bodyOf(shape);
  if (shape('dpt.embeddings.cls_token').length > 0) return dptOf(shape, fields);
  return shape('backbone.embeddings.cls_token').length > 0 ? depthAnythingOf(shape, fields) : null;
}

function count(shapeOf: (i: number) => readonly number[]): number {
  let found = 0;
  while (shapeOf(found).length > 0) found++;
  return found;
}

function hedOf(shape: Shapes): PreprocessorConfig {
  const blocks = [1, 2, 3, 4, 5];
  return {
    kind: 'hed',
    channels: blocks.map((i) => shape(`block${i}.convs.0.weight`)[0] ?? 0),
    convolutions: blocks.map((i) => count((j) => shape(`block${i}.convs.${j}.weight`))),
  };
}

function bodyOf(shape: Shapes): PreprocessorConfig {
  const outputs = (name: string) => shape(`${name}.weight`)[0] ?? 0;
  return {
    kind: 'body-pose',
    blocks: [outputs('conv1_1'), outputs('conv2_1'), outputs('conv3_1'), outputs('conv4_1')],
    narrowing: outputs('conv4_3_CPM'),
    features: outputs('conv4_4_CPM'),
    stage: outputs('conv5_1_CPM_L1'),
    first: outputs('conv5_4_CPM_L1'),
  };
}

/** Of most vision transformers. */
const HEAD_WIDTH = 64;

function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : null;
}

/** After each quarter of the layers, counted from 1. */
function quarters(layers: number): readonly number[] {
  return [1, 2, 3, 4].map((i) => Math.round((layers * i) / 4));
}

function depthAnythingOf(shape: Shapes, fields: Fields): PreprocessorConfig {
  const backbone = (fields.backbone_config ?? {}) as Fields;
  const [, , width = 0] = shape('backbone.embeddings.cls_token');
  const layers = count((i) => shape(`backbone.encoder.layer.${i}.norm1.weight`));
  const named = Array.isArray(backbone.out_features) ? backbone.out_features : [];
  const taken = named.map((name) => Number(/^stage(\d+)$/.exec(String(name))?.[1]));
  const isMetric = fields.depth_estimation_type === 'metric';
  return {
    kind: 'depth-anything',
    width,
    inner: shape('backbone.encoder.layer.0.mlp.fc1.weight')[0] ?? 0,
    heads: numberOf(backbone.num_attention_heads) ?? Math.max(1, Math.floor(width / HEAD_WIDTH)),
    layers,
    patch: shape('backbone.embeddings.patch_embeddings.projection.weight')[2] ?? 0,
    taken: taken.length === 4 && taken.every((layer) => layer >= 1) ? taken : quarters(layers),
    stages: stagesOf(shape),
    fusion: shape('neck.convs.0.weight')[0] ?? 0,
    head: shape('head.conv2.weight')[0] ?? 0,
    depthMax: isMetric ? (numberOf(fields.max_depth) ?? 1) : null,
  };
}

function stagesOf(shape: Shapes): readonly number[] {
  return [0, 1, 2, 3].map((i) => shape(`neck.convs.${i}.weight`)[1] ?? 0);
}

function dptOf(shape: Shapes, fields: Fields): PreprocessorConfig {
  const [, , width = 0] = shape('dpt.embeddings.cls_token');
  const layers = count((i) => shape(`dpt.encoder.layer.${i}.layernorm_before.weight`));
  const bit = bitOf(shape, fields);
  return {
    kind: 'dpt',
    width,
    inner: shape('dpt.encoder.layer.0.intermediate.dense.weight')[0] ?? 0,
    heads: numberOf(fields.num_attention_heads) ?? Math.max(1, Math.floor(width / HEAD_WIDTH)),
    layers,
    patch: bit ? 16 : (shape('dpt.embeddings.patch_embeddings.projection.weight')[2] ?? 0),
    // The hybrid's first two stages come of its convolutions.
    taken: takenOf(fields, layers).slice(bit ? 2 : 0),
    stages: stagesOf(shape),
    fusion: shape('neck.convs.0.weight')[0] ?? 0,
    head: shape('head.head.2.weight')[0] ?? 0,
    bit,
  };
}

/** The layers that its config.json names, counted from 0 there. */
function takenOf({ backbone_out_indices: named }: Fields, layers: number): readonly number[] {
  const isEach = (index: unknown) => Number.isInteger(index) && Number(index) >= 0 && Number(index) < layers;
  const isNamed = Array.isArray(named) && named.length === 4 && named.every(isEach);
  return isNamed ? named.map((index) => Number(index) + 1) : quarters(layers);
}

/** Groups of the published hybrid's norms. */
const GROUPS = 32;

function bitOf(shape: Shapes, fields: Fields): Extract<PreprocessorConfig, { kind: 'dpt' }>['bit'] {
  const part = 'dpt.embeddings.backbone.bit';
  const [first] = shape(`${part}.embedder.convolution.weight`);
  if (first === undefined) return null;
  const layer = (stage: number, i: number) => `${part}.encoder.stages.${stage}.layers.${i}`;
  const stages = [...Array(count((i) => shape(`${layer(i, 0)}.conv1.weight`))).keys()];
  const { num_groups: groups } = (fields.backbone_config ?? {}) as Fields;
  return {
    first,
    widths: stages.map((i) => shape(`${layer(i, 0)}.conv3.weight`)[0] ?? 0),
    inner: stages.map((i) => shape(`${layer(i, 0)}.conv1.weight`)[0] ?? 0),
    depths: stages.map((i) => count((j) => shape(`${layer(i, j)}.conv1.weight`))),
    groups: numberOf(groups) ?? GROUPS,
  };
}
