import { basename } from 'node:path';
import { type CrossAttention, crossAttentions } from '#renderer/engine/checkpoint/cross-attentions.ts';
import { type ImageAdapterFile, readImageAdapter } from '#renderer/engine/checkpoint/image-adapter-file.ts';
import { type ImageEncoderFiles, readImageEncoder } from '#renderer/engine/checkpoint/image-encoder-file.ts';
import type { ImageAdapterChoice } from '#renderer/engine/contract/image-prompt.ts';
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
export interface NamedUNet {
  readonly model: string;
  readonly unet: WeightMap;
}

/** An IP-Adapter and its image encoder whose headers were read and that fit a model and each other. */
export interface FittingImagePrompt {
  readonly kind: ImageAdapterFile['config']['projection']['kind'];
  readonly read: ImageAdapterFile;
  readonly files: ImageEncoderFiles;
  /** Of the UNet's attentions, by their numbers in the adapter's file. */
  readonly paths: ReadonlyMap<number, string>;
}

/**
 * Reads the headers of an IP-Adapter's and its image encoder's files. Throws one sentence that names file, key and what
 * to do where one is something else, is made for another family, or does not fit the other.
 */
export async function requireImagePrompt(
  { file, encoder }: Pick<ImageAdapterChoice, 'file' | 'encoder'>,
  drawing: NamedUNet,
): Promise<FittingImagePrompt> {
  const [read, files] = await Promise.all([readImageAdapter(file), readImageEncoder(encoder)]);
  const paths = attentionPaths({ file, read }, drawing);
  requireEncoder({ file, read }, { file: encoder, parsed: files.parsed });
  return { kind: read.config.projection.kind, read, files, paths };
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
