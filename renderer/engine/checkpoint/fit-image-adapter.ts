import { basename } from 'node:path';
import { type CrossAttention, crossAttentions } from '#renderer/engine/checkpoint/cross-attentions.ts';
import type { ImageAdapterFile } from '#renderer/engine/checkpoint/image-adapter-file.ts';
import type { ClipVisionConfig } from '#renderer/engine/graph/nets/clip-vision-config.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { failure, message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** An IP-Adapter's file by its path. */
interface NamedAdapter {
  readonly file: string;
  readonly read: ImageAdapterFile;
}

/** A model's UNet by diffusers' keys, and what it is called. */
interface NamedUNet {
  readonly model: string;
  readonly unet: WeightMap;
}

/**
 * The paths of the UNet's attentions by their numbers in an IP-Adapter's file: its first is the first in diffusers'
 * order, and so on. Throws `invalid` with file, key and model where it is made for another family.
 */
export function attentionPaths({ file, read }: NamedAdapter, { model, unet }: NamedUNet): ReadonlyMap<number, string> {
  const { attentions } = read.config;
  const own = crossAttentions(unet);
  const refuse = (reason: Message) => failure('invalid', 'image-adapter.unusable', { file: basename(file), reason });
  for (const [i, { number }] of attentions.entries()) {
    const key = `ip_adapter.${number}.to_k_ip.weight`;
    const [wanted, given] = [shapeOf(own[i]), read.weights.get(key)!.shape];
    if (wanted && `${wanted}` !== `${given}`) {
      throw refuse(message('image-adapter.family', { key, wanted, given, model }));
    }
  }
  if (attentions.length !== own.length) {
    throw refuse(message('image-adapter.attentions', { wanted: own.length, given: attentions.length, model }));
  }
  return new Map(attentions.map(({ number }, i) => [number, own[i]!.path]));
}

function shapeOf(attention: CrossAttention | undefined): readonly number[] | null {
  return attention ? [attention.channels, attention.contextWidth] : null;
}

/** What an image encoder gives that the adapter does not read, as its width; null where it fits. */
export function encoderMisfit({ config: { projection } }: ImageAdapterFile, encoder: ClipVisionConfig): number | null {
  const given = projection.kind === 'base' ? encoder.projectionWidth : encoder.width;
  return given === projection.inputs ? null : given;
}

/** Throws `invalid` with both files and the adapter's key where this image encoder is not the one that it reads. */
export function requireEncoder(
  { file, read }: NamedAdapter,
  { file: encoderFile, parsed }: { readonly file: string; readonly parsed: ClipVisionConfig },
): void {
  const given = encoderMisfit(read, parsed);
  if (given === null) return;
  const wanted = read.config.projection.inputs;
  const names = { file: basename(encoderFile), adapter: basename(file) };
  const key = FIRST_KEYS[read.config.projection.kind];
  throw failure('invalid', 'image-encoder.misfit', { ...names, wanted, given, key, encoder: wantedEncoder(read) });
}

const FIRST_KEYS = {
  base: 'image_proj.proj.weight',
  full: 'image_proj.proj.0.weight',
  plus: 'image_proj.proj_in.weight',
} as const;

/** The published encoders by the widths of their embeddings and of their tokens. */
type EncoderName = 'encoder.vit-l' | 'encoder.vit-h' | 'encoder.vit-bigg';
const EMBEDS: ReadonlyMap<number, EncoderName> = new Map([
  [768, 'encoder.vit-l'],
  [1024, 'encoder.vit-h'],
  [1280, 'encoder.vit-bigg'],
]);
const TOKENS: ReadonlyMap<number, EncoderName> = new Map([
  [1024, 'encoder.vit-l'],
  [1280, 'encoder.vit-h'],
  [1664, 'encoder.vit-bigg'],
]);

/** What the image encoder is called that an adapter reads. */
export function wantedEncoder({ config: { projection } }: ImageAdapterFile): Message {
  const width = projection.inputs;
  const name = (projection.kind === 'base' ? EMBEDS : TOKENS).get(width);
  return name ? message(name) : message('encoder.of-width', { width });
}
