import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { clipVisionWeights } from '#renderer/engine/checkpoint/clip-vision-names.ts';
import { readFolderWeights } from '#renderer/engine/checkpoint/folder-weights.ts';
import type { NetworkFiles } from '#renderer/engine/checkpoint/parts.ts';
import { type ClipVisionConfig, parseClipVisionConfig } from '#renderer/engine/graph/nets/clip-vision-config.ts';
import { readJsonFile } from '#renderer/engine/weights/bounded-json.ts';
import { readWeights } from '#renderer/engine/weights/read-weights.ts';
import { quote } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import { meantShape, type WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { failure } from '#shared/text/failure.ts';

/** An image encoder, looked at. */
export interface ImageEncoderFiles extends NetworkFiles {
  readonly parsed: ClipVisionConfig;
}

/** In CLIP-L, ViT-H and bigG alike, so that a head of the larger two has 80 and 104 channels. */
const HEADS = 16;

/** Width of the one that takes the quick form of gelu: OpenAI's CLIP-L. OpenCLIP takes the exact one. */
const OPENAI_WIDTH = 1024;

/**
 * A CLIP image encoder with its projection: a folder as transformers saves it, or a file in any naming. Throws one
 * sentence that names the file and a key for anything else.
 */
export async function readImageEncoder(path: string): Promise<ImageEncoderFiles> {
  const isFolder = (await stat(path).catch(() => null))?.isDirectory() ?? false;
  const all = isFolder ? await readFolderWeights(path, basename(path)) : await readWeights(path);
  const weights = clipVisionWeights(all);
  const [first = ''] = all.keys();
  if (!weights) throw failure('invalid', 'image-encoder.foreign', { file: basename(path), key: quote(first) });
  const config =
    (isFolder && (await readJsonFile(join(path, 'config.json')).catch(() => null))) || derivedVisionConfig(weights);
  return { config, weights, parsed: parseClipVisionConfig(config) };
}

/** The config.json that goes with these weights. */
export function derivedVisionConfig(weights: WeightMap): Record<string, unknown> {
  const shape = (key: string) => weights.get(`vision_model.${key}`)?.shape ?? [];
  const [width = 0] = shape('embeddings.class_embedding');
  const patch = shape('embeddings.patch_embedding.weight').at(-1) ?? 0;
  const [tokens = 0] = shape('embeddings.position_embedding.weight');
  const projection = weights.get('visual_projection.weight');
  let layers = 0;
  while (weights.has(`vision_model.encoder.layers.${layers}.mlp.fc1.weight`)) layers++;
  return {
    hidden_size: width,
    intermediate_size: shape('encoder.layers.0.mlp.fc1.weight')[0],
    num_hidden_layers: layers,
    num_attention_heads: HEADS,
    image_size: patch * Math.round(Math.sqrt(tokens - 1)),
    patch_size: patch,
    hidden_act: width === OPENAI_WIDTH ? 'quick_gelu' : 'gelu',
    ...(projection && {
      projection_dim: meantShape(projection)[0],
      projection_transposed: projection.transposed === true,
    }),
  };
}
