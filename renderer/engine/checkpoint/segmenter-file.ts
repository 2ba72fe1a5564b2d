import { basename } from 'node:path';
import type { SamConfig } from '#renderer/engine/graph/nets/sam-config.ts';
import { readWeights } from '#renderer/engine/weights/read-weights.ts';
import { quote } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { failure, message } from '#shared/text/failure.ts';

/** What a file of Segment Anything holds. */
export interface SegmenterFile {
  readonly config: SamConfig;
  /** By the original keys. */
  readonly weights: WeightMap;
}

/** What networks smaller or larger than the published ones cannot tell by their weights. */
export interface SegmenterHints {
  /** Heads of the decoder's attention, and of the encoder's; what weights tell goes before. */
  readonly heads?: number | null;
}

/** Colours' means and spreads, which are the same for all. */
const HARMLESS = /^pixel_(mean|std)$/;

/** Of the decoder, as published: the same for all sizes. */
const DECODER_HEADS = 8;

/**
 * Finds which Segment Anything a file holds (ViT-B, L, H as `sam_vit_….pth`, or another size of it) from its keys and
 * shapes. Nothing but headers is read. Throws one sentence that names file, key and what would do.
 */
export async function readSegmenter(file: string, hints: SegmenterHints = {}): Promise<SegmenterFile> {
  const all = await readWeights(file);
  const weights = new Map([...all].filter(([key]) => !HARMLESS.test(key)));
  const missing = NEEDED.find((key) => !weights.has(key));
  if (missing === undefined) return { config: segmenterConfig(weights, hints), weights };
  const [first = ''] = weights.keys();
  const isTransformers = weights.has('vision_encoder.pos_embed');
  const reason = isTransformers
    ? message('segmenter.transformers')
    : message('segmenter.foreign', { missing, key: quote(first) });
  throw failure('invalid', 'segmenter.unloadable', { file: basename(file), reason });
}

/** Weights that every size of it has. */
const NEEDED: readonly string[] = [
  'image_encoder.pos_embed',
  'image_encoder.patch_embed.proj.weight',
  'image_encoder.blocks.0.attn.rel_pos_h',
  'image_encoder.neck.0.weight',
  'prompt_encoder.mask_downscaling.3.weight',
  'mask_decoder.mask_tokens.weight',
  'mask_decoder.transformer.layers.0.mlp.lin1.weight',
  'mask_decoder.iou_prediction_head.layers.0.weight',
];

/** What the shapes say. */
export function segmenterConfig(weights: WeightMap, { heads = null }: SegmenterHints = {}): SamConfig {
  const dims = (key: string) => weights.get(key)?.shape ?? [];
  const layersIn = (prefix: string) =>
    new Set(
      [...weights.keys()].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length).split('.')[0]),
    ).size;
  const [width = 1, , patch = 1] = dims('image_encoder.patch_embed.proj.weight');
  const [, grid = 1] = dims('image_encoder.pos_embed');
  const [, head = 1] = dims('image_encoder.blocks.0.attn.rel_pos_h');
  const [channels = 1] = dims('image_encoder.neck.0.weight');
  const tables = Array.from(
    { length: layersIn('image_encoder.blocks.') },
    (_, i) => `image_encoder.blocks.${i}.attn.rel_pos_h`,
  );
  const transformer = 'mask_decoder.transformer.layers.';
  const [crossWidth = 1] = dims(`${transformer}0.cross_attn_token_to_image.q_proj.weight`);
  return {
    encoder: {
      side: grid * patch,
      patch,
      width,
      inner: dims('image_encoder.blocks.0.mlp.lin1.weight')[0] ?? 1,
      heads: Math.max(1, Math.floor(width / head)),
      tableRows: tables.map((key) => dims(key)[0] ?? 1),
      channels,
    },
    decoder: {
      grid,
      channels,
      layers: layersIn(transformer),
      inner: dims(`${transformer}0.mlp.lin1.weight`)[0] ?? 1,
      heads: channels === 256 ? DECODER_HEADS : (heads ?? DECODER_HEADS),
      crossWidth,
      maskChannels: dims('prompt_encoder.mask_downscaling.3.weight')[0] ?? 1,
      masks: dims('mask_decoder.mask_tokens.weight')[0] ?? 1,
      scoreInner: dims('mask_decoder.iou_prediction_head.layers.0.weight')[0] ?? 1,
      scoreDepth: layersIn('mask_decoder.iou_prediction_head.layers.'),
    },
  };
}
