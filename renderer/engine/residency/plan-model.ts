import { join } from 'node:path';
import type { BaseWeights } from '#renderer/engine/adapters/adapter-names.ts';
import { type EmbeddingTable, readEmbeddings } from '#renderer/engine/adapters/embeddings.ts';
import { readCheckpoint } from '#renderer/engine/checkpoint/checkpoint.ts';
import { type ModelTraits, modelTraits } from '#renderer/engine/checkpoint/model-traits.ts';
import type { NetworkFiles } from '#renderer/engine/checkpoint/parts.ts';
import type { ModelChoice } from '#renderer/engine/contract/model-choice.ts';
import { mergeAdapters } from '#renderer/engine/derive/merge-adapters.ts';
import { inRowOrder } from '#renderer/engine/derive/row-major.ts';
import { parseClipConfig } from '#renderer/engine/graph/nets/clip-config.ts';
import { parseUNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';
import { type SteeredShape, steeredShape } from '#renderer/engine/graph/nets/unet-steering.ts';
import type { LatentDecoder, LatentEncoder } from '#renderer/engine/networks/network.ts';
import { decoderBytesPerPixel } from '#renderer/engine/residency/network-memory.ts';
import {
  decoderNeed,
  encoderNeed,
  type LoadOptions,
  type PromptReader,
  type SharedUNet,
  textEncoderNeed,
  tinyDecoderNeed,
  unetNeed,
} from '#renderer/engine/residency/network-needs.ts';
import type { NetworkNeed } from '#renderer/engine/residency/resident-networks.ts';
import { type NoiseSchedule, parseNoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import { elements } from '#renderer/engine/tensor.ts';

/** A model before anything of it is open: its networks by key, and what is read of its files besides. */
export interface ModelPlan {
  readonly choice: ModelChoice;
  /** Its networks are those for pictures that tile. */
  readonly wraps: boolean;
  readonly traits: ModelTraits;
  /** What a network that steers this model has to fit. */
  readonly steered: SteeredShape;
  /** The UNet's config.json. */
  readonly unetConfig: unknown;
  readonly schedule: NoiseSchedule;
  readonly zerosForEmptyNegative: boolean;
  readonly embeddings: EmbeddingTable | null;
  /** With the standing adapters merged in. */
  readonly weights: BaseWeights;
  /** In the order in which their hidden states are joined. */
  readonly textEncoders: readonly NetworkNeed<PromptReader>[];
  readonly unet: NetworkNeed<SharedUNet>;
  readonly decoder: NetworkNeed<LatentDecoder>;
  readonly encoder: NetworkNeed<LatentEncoder>;
  readonly tinyDecoder: NetworkNeed<LatentDecoder> | null;
  /** The decoder is quick enough to make previews with. */
  readonly isDecoderQuick: boolean;
  /** What its decoder writes for each pixel of a picture. */
  readonly bytesPerPixel: number;
}

/**
 * Reads the headers and configurations of a model's files, and merges its standing adapters, which is done once and
 * kept in a file. Throws one sentence that names the model and what to do: a part missing or damaged, an adapter that
 * does not fit.
 */
export async function planModel(choice: ModelChoice, options: LoadOptions): Promise<ModelPlan> {
  const files = await readCheckpoint(choice.files, choice.name);
  const { wraps = false, ...plain } = options;
  const { cacheFolder } = options;
  const ordered = async <Files extends NetworkFiles>(part: Files): Promise<Files> => ({
    ...part,
    weights: await inRowOrder(part.weights, { cacheFolder }),
  });
  const [unet, vae] = [await ordered(files.unet), await ordered(files.vae)];
  const taesd = files.taesd && (await ordered(files.taesd));
  const textEncoders = await Promise.all(files.textEncoders.map(ordered));
  const traits = modelTraits(files);
  const schedule = parseNoiseSchedule(files.scheduler);
  const weights = await mergeAdapters({
    base: { unet: unet.weights, textEncoders: textEncoders.map((encoder) => encoder.weights) },
    adapters: choice.adapters,
    cacheFolder: join(cacheFolder, 'merged'),
  });
  const widths = textEncoders.map(({ config }) => parseClipConfig(config).width);
  return {
    choice,
    wraps,
    traits,
    steered: steeredShape(parseUNetConfig(unet.config)),
    unetConfig: unet.config,
    schedule,
    zerosForEmptyNegative: files.zerosForEmptyNegative,
    embeddings: await readEmbeddings(choice.files.embeddings, widths),
    weights,
    textEncoders: await Promise.all(
      textEncoders.map((own, i) => textEncoderNeed(i, { files: own, weights: weights.textEncoders[i]! }, plain)),
    ),
    unet: await unetNeed({ files: unet, weights: weights.unet }, options),
    decoder: await decoderNeed(vae, options),
    encoder: await encoderNeed(vae, options),
    tinyDecoder: taesd && (await tinyDecoderNeed(taesd, options)),
    isDecoderQuick: decoderParameters(vae) <= QUICK_PARAMETERS,
    bytesPerPixel: decoderBytesPerPixel(vae.weights),
  };
}

/**
 * The networks of a plan, those of the text first and the UNet last: of a model that is released in parts, what costs
 * most to load again stays longest. `encodes`: pictures are read too.
 */
export function networksOf(plan: ModelPlan, { encodes }: { readonly encodes: boolean }): readonly NetworkNeed[] {
  const { textEncoders, decoder, encoder, tinyDecoder, unet } = plan;
  return [...textEncoders, decoder, ...(tinyDecoder ? [tinyDecoder] : []), ...(encodes ? [encoder] : []), unet];
}

/** A decoder up to this many parameters is quick enough to make previews with. */
const QUICK_PARAMETERS = 5_000_000;

function decoderParameters({ weights }: NetworkFiles): number {
  return [...weights]
    .filter(([key]) => key.startsWith('decoder.'))
    .reduce((sum, [, { shape }]) => sum + elements(shape), 0);
}
