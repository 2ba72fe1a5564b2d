import type { TagNetConfig } from '#renderer/engine/graph/nets/tag-net.ts';
import type { TagActivation } from '#renderer/engine/graph/nets/tag-vit.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';

/** Numbers of a head, as timm has it in every size of these transformers that was published. */
const HEAD_WIDTH = 64;

/** What timm's config.json says beside the weights; any of it may be missing. */
interface TimmConfig {
  readonly architecture?: unknown;
  readonly model_args?: {
    readonly act_layer?: unknown;
    readonly img_size?: unknown;
    readonly window_size?: unknown;
    readonly ref_feat_shape?: unknown;
  };
  readonly pretrained_cfg?: { readonly input_size?: unknown };
}

/** Finds the network of a tagger by its weights; config.json says what these do not. Null where it is none. */
export function tagNetConfig(weights: WeightMap, json: unknown): TagNetConfig | null {
  const timm = (json ?? {}) as TimmConfig;
  if (weights.has('layers.0.blocks.0.attn.logit_scale')) return swinConfig(weights, timm);
  if (weights.has('stages.0.blocks.0.conv_dw.weight')) return convnextConfig(weights, timm);
  if (weights.has('blocks.0.attn.q_proj.weight') && weights.has('blocks.0.mlp.fc1_g.weight'))
    return evaConfig(weights, timm);
  if (weights.has('blocks.0.attn.qkv.weight') && weights.has('pos_embed')) return vitConfig(weights, timm);
  return null;
}

function vitConfig(weights: WeightMap, timm: TimmConfig): TagNetConfig {
  const [tags, width] = sizesOf(weights, 'head.weight');
  const [inner] = sizesOf(weights, 'blocks.0.mlp.fc1.weight');
  const patch = patchOf(weights);
  const [, places] = sizesOf(weights, 'pos_embed');
  const layers = countOf(weights, (i) => `blocks.${i}.norm1.weight`);
  const [heads, side] = [width / HEAD_WIDTH, Math.sqrt(places) * patch];
  return { kind: 'vit', width, inner, layers, heads, side, patch, tags, activation: activationOf(timm) };
}

function swinConfig(weights: WeightMap, timm: TimmConfig): TagNetConfig {
  const [width] = sizesOf(weights, 'patch_embed.norm.weight');
  const [tags] = sizesOf(weights, 'head.fc.weight');
  const stages = range(countOf(weights, (i) => `layers.${i}.blocks.0.norm1.weight`));
  const depths = stages.map((stage) => countOf(weights, (i) => `layers.${stage}.blocks.${i}.norm1.weight`));
  const heads = stages.map((stage) => sizesOf(weights, `layers.${stage}.blocks.0.attn.logit_scale`)[0]);
  // Nothing in the weights says how wide a window is: its table of places is computed.
  const named = /_window(\d+)/.exec(String(timm.architecture))?.[1];
  const window = numberIn(timm.model_args?.window_size) ?? Number(named ?? 7);
  const known = { side: sideOf(timm), patch: patchOf(weights), window, tags, activation: activationOf(timm) };
  return { kind: 'swin', width, depths, heads, ...known };
}

function convnextConfig(weights: WeightMap, timm: TimmConfig): TagNetConfig {
  const [tags] = sizesOf(weights, 'head.fc.weight');
  const stages = range(countOf(weights, (i) => `stages.${i}.blocks.0.norm.weight`));
  const widths = stages.map((stage) => sizesOf(weights, `stages.${stage}.blocks.0.norm.weight`)[0]);
  const depths = stages.map((stage) => countOf(weights, (i) => `stages.${stage}.blocks.${i}.norm.weight`));
  return { kind: 'convnext', widths, depths, side: sideOf(timm), tags, activation: activationOf(timm) };
}

function evaConfig(weights: WeightMap, timm: TimmConfig): TagNetConfig {
  const [tags, width] = sizesOf(weights, 'head.weight');
  const [inner] = sizesOf(weights, 'blocks.0.mlp.fc1_g.weight');
  const patch = patchOf(weights);
  const [, tokens] = sizesOf(weights, 'pos_embed');
  const grid = Math.sqrt(tokens - 1);
  const shape = timm.model_args?.ref_feat_shape;
  // What timm's architecture of this name has where the file does not say it.
  const places = numberIn(Array.isArray(shape) ? shape[0] : shape) ?? EVA_PLACES;
  const layers = countOf(weights, (i) => `blocks.${i}.norm1.weight`);
  return { kind: 'eva', width, inner, layers, heads: width / HEAD_WIDTH, side: grid * patch, patch, places, tags };
}

const EVA_PLACES = 16;

/** Pixels where config.json says none. */
const SIDE_USUAL = 448;

function sideOf({ model_args, pretrained_cfg }: TimmConfig): number {
  const sizes = pretrained_cfg?.input_size;
  return numberIn(model_args?.img_size) ?? numberIn(Array.isArray(sizes) ? sizes.at(-1) : null) ?? SIDE_USUAL;
}

function activationOf({ model_args }: TimmConfig): TagActivation {
  return model_args?.act_layer === 'gelu_tanh' ? 'gelu_tanh' : 'gelu';
}

function patchOf(weights: WeightMap): number {
  return weights.get('patch_embed.proj.weight')?.shape[2] ?? 0;
}

function sizesOf(weights: WeightMap, key: string): readonly [number, number] {
  const [first = 0, second = 0] = weights.get(key)?.shape ?? [];
  return [first, second];
}

function countOf(weights: WeightMap, key: (i: number) => string): number {
  let count = 0;
  while (weights.has(key(count))) count++;
  return count;
}

function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => i);
}

function numberIn(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : null;
}
