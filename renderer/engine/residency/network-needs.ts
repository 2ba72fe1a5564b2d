import { namingFiles } from '#renderer/engine/checkpoint/naming-files.ts';
import type { NetworkFiles, TextEncoderFiles } from '#renderer/engine/checkpoint/parts.ts';
import { isNarrowed } from '#renderer/engine/derive/narrow-weights.ts';
import { parseClipConfig } from '#renderer/engine/graph/nets/clip-config.ts';
import { parseUNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';
import type { LatentDecoder, LatentEncoder, TextEncoder } from '#renderer/engine/networks/network.ts';
import { openDecoder, openTinyDecoder } from '#renderer/engine/networks/open-decoder.ts';
import { openEncoder, openTinyEncoder } from '#renderer/engine/networks/open-encoder.ts';
import { openTextEncoder } from '#renderer/engine/networks/open-text-encoder.ts';
import { openUNet, tiledConvolutions, type VariedUNet } from '#renderer/engine/networks/open-unet.ts';
import { graphOptions, type NetworkOptions } from '#renderer/engine/networks/options.ts';
import { type DerivedWeights, narrowFormat, withDerived } from '#renderer/engine/networks/unet-weights.ts';
import { networkKey } from '#renderer/engine/residency/network-key.ts';
import { networkMib, type WeightsKept } from '#renderer/engine/residency/network-memory.ts';
import type { NetworkNeed } from '#renderer/engine/residency/resident-networks.ts';
import { createStepBatcher, type StepBatcher } from '#renderer/engine/residency/step-batcher.ts';
import { createStepSpeed, type StepSpeed } from '#renderer/engine/residency/step-speed.ts';
import { readTokenizer } from '#renderer/engine/text/read-tokenizer.ts';
import type { Tokenizer } from '#renderer/engine/text/tokenizer.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';

/** How networks are opened; the same for all of an engine. */
export interface LoadOptions extends NetworkOptions, DerivedWeights {
  /** Samples that one call of the UNet takes at most. */
  readonly batchRows: number;
  /** Merged weights, and what is made of weights, are kept in folders of this one. */
  readonly cacheFolder: string;
}

/** A text encoder with the tokenizer whose ids it reads. */
export interface PromptReader {
  readonly tokenizer: Tokenizer;
  readonly encoder: TextEncoder;
}

/** A UNet whose calls are shared by all renders, whichever model they name it by. */
export interface SharedUNet {
  readonly batcher: StepBatcher;
  readonly speed: StepSpeed;
  readonly closeVariants: VariedUNet['closeVariants'];
}

/** A network's own files, and its weights with the standing adapters merged in that touch it. */
export interface MergedFiles<Files extends NetworkFiles = NetworkFiles> {
  readonly files: Files;
  readonly weights: WeightMap;
}

/** The text encoder at this place (0 or 1) of a model. */
export async function textEncoderNeed(
  place: number,
  { files, weights }: MergedFiles<TextEncoderFiles>,
  options: LoadOptions,
): Promise<NetworkNeed<PromptReader>> {
  const { config, tokenizer: folder, pad } = files;
  return need({ kind: `text-encoder-${place + 1}`, made: { config, folder, pad }, weights, options }, async () => {
    const { vocabulary } = parseClipConfig(config);
    const tokenizer = await readTokenizer({ folder, pad, vocabulary });
    const encoder = await namingFiles(files.weights, () => openTextEncoder(config, weights, options));
    return { tokenizer, encoder, release: () => encoder.release() };
  });
}

/** A call takes no more pictures than are done in so long: previews, newcomers and cancels wait for a call at most. Milliseconds. */
const CALL_MS_MAX = 1_000;

/** A UNet that is called in batches. */
export async function unetNeed(
  { files, weights }: MergedFiles,
  options: LoadOptions,
): Promise<NetworkNeed<SharedUNet>> {
  const { config } = files;
  const tiled = () => (options.kernels === 'transformed' ? tiledConvolutions(config, weights, options) : []);
  const narrowed = narrowFormat(options) ? [...weights].filter((one) => isNarrowed(...one)) : [];
  const memory = { tiled: await namingFiles(files.weights, tiled), narrowed: narrowed.map(([key]) => key) };
  return need({ kind: 'unet', made: config, weights, options, memory }, async () => {
    const unet = await namingFiles(files.weights, async () =>
      openUNet(config, await withDerived({ config, stored: weights }, options), options),
    );
    const area = parseUNetConfig(config).sampleSize ** 2;
    const speed = createStepSpeed(area);
    const expectMs = (given: number) => (speed.stepMs * given) / area;
    const bounds = { rowsMax: options.batchRows, area, expectMs, msMax: CALL_MS_MAX };
    const batcher = createStepBatcher(unet, { ...bounds, report: speed.report });
    return { batcher, speed, closeVariants: unet.closeVariants, release: () => unet.release() };
  });
}

/** The half of a VAE that makes pixels of latents. */
export function decoderNeed(files: NetworkFiles, options: LoadOptions): Promise<NetworkNeed<LatentDecoder>> {
  if (files.isTiny) return tinyDecoderNeed(files, options);
  const { config, weights } = files;
  const half = only(weights, /^(decoder|post_quant_conv)\./);
  return need({ kind: 'vae-decoder', made: config, weights: half, options }, () =>
    namingFiles(weights, () => openDecoder(config, weights, options)),
  );
}

/** The half of a VAE that makes latents of pixels. */
export function encoderNeed(
  { config, weights, isTiny }: NetworkFiles,
  options: LoadOptions,
): Promise<NetworkNeed<LatentEncoder>> {
  const half = only(weights, /^(encoder|quant_conv)\./);
  if (isTiny) {
    return need({ kind: 'tiny-encoder', made: null, weights: half, options }, () =>
      namingFiles(weights, () => openTinyEncoder(weights, options)),
    );
  }
  return need({ kind: 'vae-encoder', made: config, weights: half, options }, () =>
    namingFiles(weights, () => openEncoder(config, weights, options)),
  );
}

/** A tiny decoder for previews. */
export function tinyDecoderNeed({ weights }: NetworkFiles, options: LoadOptions): Promise<NetworkNeed<LatentDecoder>> {
  return need({ kind: 'tiny-decoder', made: null, weights, options }, () =>
    namingFiles(weights, () => openTinyDecoder(weights, options)),
  );
}

interface Making {
  readonly kind: string;
  /** What decides beside weights and options what the network is, as plain data. */
  readonly made: unknown;
  readonly weights: WeightMap;
  readonly options: LoadOptions;
  readonly memory?: Pick<WeightsKept, 'tiled' | 'narrowed'>;
}

async function need<Network>(
  { kind, made, weights, options, memory }: Making,
  open: NetworkNeed<Network>['open'],
): Promise<NetworkNeed<Network>> {
  const { residency, precision } = graphOptions(options);
  return {
    key: await networkKey(weights, { kind, made, options }),
    kind,
    mib: networkMib(weights, { residency, precision, ...memory }),
    open,
  };
}

function only(weights: WeightMap, keys: RegExp): WeightMap {
  return new Map([...weights].filter(([key]) => keys.test(key)));
}
