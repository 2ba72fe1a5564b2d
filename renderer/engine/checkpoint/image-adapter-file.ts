import { basename } from 'node:path';
import { imageAdapterWeights } from '#renderer/engine/checkpoint/image-adapter-names.ts';
import type { ImageAdapterConfig, ImageProjection } from '#renderer/engine/graph/nets/image-adapter.ts';
import { readWeights } from '#renderer/engine/weights/read-weights.ts';
import { quote } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { failure, message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** What a file of an IP-Adapter holds. */
export interface ImageAdapterFile {
  readonly config: ImageAdapterConfig;
  /** By its authors' keys, flat. */
  readonly weights: WeightMap;
}

/**
 * Finds what IP-Adapter a file holds from its keys and shapes: base, plus (for faces, too) or full, for any family;
 * `.safetensors`, or the `.bin` that its authors publish, which is read and never run, also with diffusers' keys.
 * Nothing but headers is read. Throws one sentence that names file, key and what would do.
 */
export async function readImageAdapter(file: string): Promise<ImageAdapterFile> {
  const weights = imageAdapterWeights(await readWeights(file));
  const refuse = (reason: Message) => failure('invalid', 'image-adapter.unusable', { file: basename(file), reason });
  const faceId = [...weights.keys()].find((key) => FACE_ID.test(key) && !weights.has('image_proj.proj.3.weight'));
  if (faceId !== undefined) throw refuse(message('image-adapter.face-id', { key: quote(faceId) }));
  const attentions = attentionsOf(weights);
  const contextWidth = weights.get(`ip_adapter.${attentions[0]?.number}.to_k_ip.weight`)?.shape[1] ?? 0;
  const projection = projectionOf(weights, contextWidth);
  const [first = ''] = weights.keys();
  if (!projection || contextWidth === 0) throw refuse(message('image-adapter.foreign', { key: quote(first) }));
  return { config: { projection, contextWidth, attentions }, weights };
}

/** What the kinds have that read an embedding of a face recogniser. */
const FACE_ID = /^image_proj\.(proj\.0\.weight|perceiver_resampler\.)|\.to_[qkv]_lora\./;

/** In ascending order of their numbers. */
function attentionsOf(weights: WeightMap): ImageAdapterConfig['attentions'] {
  const found = [...weights].flatMap(([key, { shape }]) => {
    const number = /^ip_adapter\.(\d+)\.to_k_ip\.weight$/.exec(key)?.[1];
    return number === undefined || shape.length !== 2 ? [] : [{ number: Number(number), channels: shape[0]! }];
  });
  return found.sort((a, b) => a.number - b.number);
}

function projectionOf(weights: WeightMap, contextWidth: number): ImageProjection | null {
  const shape = (key: string) => weights.get(`image_proj.${key}`)?.shape;
  const base = shape('proj.weight');
  if (base?.length === 2) return { kind: 'base', inputs: base[1]!, tokens: base[0]! / contextWidth };
  const full = shape('proj.3.weight') && shape('proj.0.weight');
  if (full?.length === 2) return { kind: 'full', inputs: full[1]!, inner: full[0]! };
  const [latents, given] = [shape('latents'), shape('proj_in.weight')];
  const inner = shape('layers.0.1.1.weight')?.[0];
  if (latents?.length !== 3 || given?.length !== 2 || inner === undefined) return null;
  let layers = 0;
  while (shape(`layers.${layers}.1.1.weight`)) layers++;
  return { kind: 'plus', inputs: given[1]!, tokens: latents[1]!, width: latents[2]!, inner, layers };
}
