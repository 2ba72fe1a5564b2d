import type { Checkpoint } from '#renderer/engine/checkpoint/checkpoint.ts';
import { parseClipConfig } from '#renderer/engine/graph/nets/clip-config.ts';
import { parseUNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';
import { parseVaeConfig } from '#renderer/engine/graph/nets/vae-config.ts';
import { Failure } from '#shared/failure.ts';

/** What a pipeline has to know of a model's networks; found in their configurations and the shapes of their weights. */
export interface ModelTraits {
  /** Of the UNet's input: 4 = latents alone, 9 = with a mask and the masked image, 8 = with an image. */
  readonly inChannels: number;
  /** Numbers that the network is told about the picture: none, 6 with sizes, 5 with an aesthetic score. */
  readonly timeIds: 0 | 5 | 6;
  /** Distilled with its guidance scale (LCM): it is told the scale, and asked once. */
  readonly wantsGuidance: boolean;
  /** Pixels along one side of a latent pixel. */
  readonly latentFactor: number;
  /** Side of the latents that it was trained at. */
  readonly latentSide: number;
  /** Equal for models that can go on from each other's latents. */
  readonly latentSpace: string;
}

/** Reads the traits. Throws `invalid` for networks that do not belong together, or of a kind that no pipeline draws with. */
export function modelTraits({ name, unet, vae, textEncoders }: Checkpoint): ModelTraits {
  const network = parseUNetConfig(unet.config);
  const { channels, latentChannels, scalingFactor, latentsMean, latentsStd } = parseVaeConfig(vae.config);
  if (![4, 8, 9].includes(network.inChannels)) {
    throw unusable(name, `its UNet must read 4, 8 or 9 channels, given ${network.inChannels}`);
  }
  if (latentChannels !== 4 || network.outChannels !== 4) {
    throw unusable(name, `its latents must have 4 channels, given ${latentChannels} and ${network.outChannels}`);
  }
  const latentFactor = 2 ** (channels.length - 1);
  return {
    inChannels: network.inChannels,
    timeIds: network.textTime ? countTimeIds(name, network.textTime, pooledWidth(textEncoders)) : 0,
    wantsGuidance: network.guidanceWidth !== null,
    latentFactor,
    latentSide: network.sampleSize,
    latentSpace: JSON.stringify([latentFactor, scalingFactor, latentsMean, latentsStd]),
  };
}

function countTimeIds(
  name: string,
  { numberWidth, width }: { numberWidth: number; width: number },
  pooled: number,
): 5 | 6 {
  const count = (width - pooled) / numberWidth;
  if (count === 5 || count === 6) return count;
  const told = `${width} wide, of which ${pooled} are pooled text and ${numberWidth} each number`;
  throw unusable(name, `its UNet must be told 5 or 6 numbers about the picture, given an embedding ${told}`);
}

/** Of the last encoder: its projection, or its states where it has none. */
function pooledWidth(textEncoders: Checkpoint['textEncoders']): number {
  const last = textEncoders.at(-1)!;
  const { width, projectionWidth } = parseClipConfig(last.config);
  return last.weights.has('text_projection.weight') ? projectionWidth : width;
}

function unusable(name: string, reason: string): Failure {
  return new Failure('invalid', `Cannot load model ${name}: ${reason}`);
}
