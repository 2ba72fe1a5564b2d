import type { Checkpoint } from '#renderer/engine/checkpoint/checkpoint.ts';
import { unloadable } from '#renderer/engine/checkpoint/unloadable.ts';
import { parseClipConfig } from '#renderer/engine/graph/nets/clip-config.ts';
import { parseUNetConfig, type UNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';
import { parseVaeConfig } from '#renderer/engine/graph/nets/vae-config.ts';
import { message } from '#shared/text/failure.ts';

/**
 * What a pipeline has to know of a model's networks, read once from their configurations and the shapes of their
 * weights. Nobody else looks at channels or widths: a new kind of model is a new value of a trait.
 */
export interface ModelTraits {
  /**
   * What the UNet reads of a picture, joined to the channels of the noisy latents: nothing, a mask with the masked
   * image (inpainting checkpoints, 4 + 1 + 4 channels), or a whole image (InstructPix2Pix, 4 + 4 channels).
   */
  readonly imageInput: 'none' | 'masked-image' | 'image';
  /**
   * Micro-conditioning of the SDXL line (https://arxiv.org/abs/2307.01952, section 2.2): none; original size, crop and
   * target size; or original size, crop and an aesthetic score, as refiners read them.
   */
  readonly sizeConditioning: 'none' | 'target-size' | 'aesthetic-score';
  /** Which of the SDXL line's two text encoders it has; models of other lines have the first. */
  readonly textEncoders: 'first' | 'second' | 'both';
  /** Which hidden states the UNet reads: the last layer's, normalised, or the last but one's as they are (SDXL line). */
  readonly textStates: 'normed' | 'hidden';
  /** The UNet also reads the pooled text of the last text encoder (SDXL line). */
  readonly readsPooledText: boolean;
  /** Distilled with its guidance scale (LCM): the scale is an input, and one prediction a step is enough. */
  readonly wantsGuidance: boolean;
  /** Pixels along one side of a latent pixel. */
  readonly latentFactor: number;
  /** Side of the latents that it was trained at. */
  readonly latentSide: number;
  /** Equal for models that can go on from each other's latents. */
  readonly latentSpace: string;
  /** How the latents' channels look as colours, for previews without a decoder. */
  readonly latentColours: 'sd' | 'sdxl';
}

/** Reads the traits. Throws `invalid` for networks that do not belong together, or of a kind that no pipeline draws with. */
export function modelTraits({ name, unet, vae, textEncoders }: Checkpoint): ModelTraits {
  const network = parseUNetConfig(unet.config);
  const { channels, latentChannels, scalingFactor, latentsMean, latentsStd } = parseVaeConfig(vae.config);
  const imageInput = IMAGE_INPUTS.get(network.inChannels);
  if (!imageInput) throw unloadable(name, message('checkpoint.channels', { given: network.inChannels }));
  if (latentChannels !== 4 || network.outChannels !== 4) {
    throw unloadable(name, message('checkpoint.latents', { vae: latentChannels, unet: network.outChannels }));
  }
  const latentFactor = 2 ** (channels.length - 1);
  return {
    imageInput,
    ...textTraits(name, network, textEncoders),
    wantsGuidance: network.guidanceWidth !== null,
    latentFactor,
    latentSide: network.sampleSize,
    latentSpace: JSON.stringify([latentFactor, scalingFactor, latentsMean, latentsStd]),
    latentColours: network.textTime ? 'sdxl' : 'sd',
  };
}

/** By the channels of the UNet's input. */
const IMAGE_INPUTS: ReadonlyMap<number, ModelTraits['imageInput']> = new Map([
  [4, 'none'],
  [9, 'masked-image'],
  [8, 'image'],
]);

type TextTraits = Pick<ModelTraits, 'sizeConditioning' | 'textEncoders' | 'textStates' | 'readsPooledText'>;

/** An added embedding of pooled text and numbers ("text_time") is what makes a UNet one of the SDXL line. */
function textTraits(
  name: string,
  { textTime }: Pick<UNetConfig, 'textTime'>,
  encoders: Checkpoint['textEncoders'],
): TextTraits {
  if (!textTime) {
    return { sizeConditioning: 'none', textEncoders: 'first', textStates: 'normed', readsPooledText: false };
  }
  return {
    sizeConditioning: sizeConditioningOf(name, textTime, pooledWidth(encoders)),
    textEncoders: encoders.length === 1 ? 'second' : 'both',
    textStates: 'hidden',
    readsPooledText: true,
  };
}

function sizeConditioningOf(
  name: string,
  { numberWidth, width }: { numberWidth: number; width: number },
  pooled: number,
): ModelTraits['sizeConditioning'] {
  const count = (width - pooled) / numberWidth;
  if (count === 5) return 'aesthetic-score';
  if (count === 6) return 'target-size';
  throw unloadable(name, message('checkpoint.time-ids', { width, pooled, each: numberWidth }));
}

/** Of the last encoder: its projection, or its states where it has none. */
function pooledWidth(textEncoders: Checkpoint['textEncoders']): number {
  const last = textEncoders.at(-1)!;
  const { width, projectionWidth } = parseClipConfig(last.config);
  return last.weights.has('text_projection.weight') ? projectionWidth : width;
}
