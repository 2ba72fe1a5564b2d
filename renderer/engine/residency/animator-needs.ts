import { namingFiles } from '#renderer/engine/checkpoint/naming-files.ts';
import { readVideoModel, type VideoFiles } from '#renderer/engine/checkpoint/video-files.ts';
import type { AnimatorChoice } from '#renderer/engine/contract/animate-task.ts';
import { inRowOrder } from '#renderer/engine/derive/row-major.ts';
import type { LatentEncoder } from '#renderer/engine/networks/network.ts';
import { openEncoder } from '#renderer/engine/networks/open-encoder.ts';
import { type ImageEncoder, openImageEncoder } from '#renderer/engine/networks/open-image-encoder.ts';
import {
  type FilmDecoder,
  openFilmDecoder,
  openVideoUNet,
  type VideoUNet,
} from '#renderer/engine/networks/open-video.ts';
import { graphOptions } from '#renderer/engine/networks/options.ts';
import { networkKey } from '#renderer/engine/residency/network-key.ts';
import { networkMib } from '#renderer/engine/residency/network-memory.ts';
import type { LoadOptions } from '#renderer/engine/residency/network-needs.ts';
import type { NetworkNeed } from '#renderer/engine/residency/resident-networks.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';

/** The networks of a model that makes pictures move; each is acquired by itself, when its turn comes. */
export interface AnimatorNeeds {
  readonly imageEncoder: (options: LoadOptions) => Promise<NetworkNeed<ImageEncoder>>;
  readonly encoder: (options: LoadOptions) => Promise<NetworkNeed<LatentEncoder>>;
  readonly unet: (options: LoadOptions) => Promise<NetworkNeed<VideoUNet>>;
  readonly decoder: (options: LoadOptions) => Promise<NetworkNeed<FilmDecoder>>;
}

const ENCODER = /^(encoder|quant_conv)\./;

/** Reads the headers of a model's files. Throws one sentence that names file, part and key where it cannot be one. */
export async function animatorNeeds({
  path,
}: AnimatorChoice): Promise<{ readonly files: VideoFiles; readonly needs: AnimatorNeeds }> {
  const files = await readVideoModel(path);
  const { unet, vae, imageEncoder } = files;
  const half = (wanted: boolean): WeightMap =>
    new Map([...vae.weights].filter(([key]) => ENCODER.test(key) === wanted));
  const [encoding, decoding] = [half(true), half(false)];
  const needs: AnimatorNeeds = {
    async imageEncoder(options) {
      const weights = await inRowOrder(imageEncoder.weights, options);
      const made = { kind: 'image-encoder', config: imageEncoder.parsed };
      return need(made, weights, options, () => openImageEncoder(imageEncoder.parsed, weights, options));
    },
    encoder: (options) =>
      need({ kind: 'film-encoder', config: vae.config }, encoding, options, () =>
        openEncoder(vae.config, encoding, options),
      ),
    unet: (options) =>
      need({ kind: 'film-unet', config: unet.config }, unet.weights, options, () =>
        openVideoUNet(unet.config, unet.weights, options),
      ),
    decoder: (options) =>
      need({ kind: 'film-decoder', config: vae.config }, decoding, options, () =>
        openFilmDecoder(vae.config, decoding, options),
      ),
  };
  return { files, needs };
}

async function need<Network>(
  { kind, config }: { readonly kind: string; readonly config: unknown },
  weights: WeightMap,
  options: LoadOptions,
  open: NetworkNeed<Network>['open'],
): Promise<NetworkNeed<Network>> {
  const { residency, precision } = graphOptions(options);
  return {
    key: await networkKey(weights, { kind, made: config, options }),
    kind,
    mib: networkMib(weights, { residency, precision }),
    open: () => namingFiles(weights, open),
  };
}
