import { join } from 'node:path';
import { readEmbeddings } from '#renderer/engine/adapters/embeddings.ts';
import { type Checkpoint, readCheckpoint } from '#renderer/engine/checkpoint/checkpoint.ts';
import { type ModelTraits, modelTraits } from '#renderer/engine/checkpoint/model-traits.ts';
import { namingFiles } from '#renderer/engine/checkpoint/naming-files.ts';
import type { TextEncoderFiles } from '#renderer/engine/checkpoint/parts.ts';
import type { AdapterFile, ModelChoice } from '#renderer/engine/contract/model-choice.ts';
import { mergeAdapters } from '#renderer/engine/derive/merge-adapters.ts';
import { parseClipConfig } from '#renderer/engine/graph/nets/clip-config.ts';
import { latentColours } from '#renderer/engine/networks/latent-rgb.ts';
import { loadRunTimeLoras } from '#renderer/engine/networks/load-run-time-loras.ts';
import type { LatentDecoder, LatentEncoder, RunTimeLoras, TextEncoder } from '#renderer/engine/networks/network.ts';
import { openDecoder, openTinyDecoder } from '#renderer/engine/networks/open-decoder.ts';
import { openEncoder } from '#renderer/engine/networks/open-encoder.ts';
import { openTextEncoder } from '#renderer/engine/networks/open-text-encoder.ts';
import { openUNet } from '#renderer/engine/networks/open-unet.ts';
import type { NetworkOptions, Opened } from '#renderer/engine/networks/options.ts';
import { type DerivedWeights, withDerived } from '#renderer/engine/networks/unet-weights.ts';
import { createStepBatcher, type StepBatcher } from '#renderer/engine/residency/step-batcher.ts';
import { createStepSpeed, type StepSpeed } from '#renderer/engine/residency/step-speed.ts';
import { type NoiseSchedule, parseNoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import { elements } from '#renderer/engine/tensor.ts';
import type { PromptEncoding } from '#renderer/engine/text/conditioning.ts';
import { readTokenizer } from '#renderer/engine/text/read-tokenizer.ts';
import type { Tokenizer } from '#renderer/engine/text/tokenizer.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { yieldToEventLoop } from '#shared/async/event-loop.ts';

/** Everything a picture is made with, opened. */
export interface LoadedModel {
  readonly choice: ModelChoice;
  readonly traits: ModelTraits;
  /** What the model reads words with. */
  readonly text: Omit<PromptEncoding, 'clipSkip' | 'steps' | 'weighting' | 'signal'>;
  /** LoRAs for one render, ready to be fed to this model's networks; null for none. */
  styleLoras(files: readonly AdapterFile[]): Promise<RunTimeLoras | null>;
  /** The UNet, shared by all renders with this model. */
  readonly unet: StepBatcher;
  readonly schedule: NoiseSchedule;
  readonly decoder: LatentDecoder;
  /** Opened when it is first asked for: only renders that start from a picture need it. */
  encoder(): Promise<LatentEncoder>;
  /** What previews are made with. */
  readonly preview: PreviewDecoder;
  readonly pace: StepSpeed;
  release(): Promise<void>;
}

/** `full`: the decoder of the picture itself, `tiny`: TAESD, `colours`: a projection, one pixel for each latent. */
export interface PreviewDecoder extends LatentDecoder {
  readonly kind: 'full' | 'tiny' | 'colours';
}

export interface LoadOptions extends NetworkOptions, DerivedWeights {
  /** Samples that one call of the UNet takes at most. */
  readonly batchRows: number;
  /** Merged weights, and what is made of weights, are kept in folders of this one. */
  readonly cacheFolder: string;
}

/** A decoder up to this many parameters is quick enough to make previews with. */
const QUICK_PARAMETERS = 5_000_000;

/** Opens a network; what does not fit is told with the file that these weights came from. */
type Open = <Network>(weights: WeightMap, opening: () => Promise<Opened<Network>>) => Promise<Opened<Network>>;

/**
 * Opens a model with its standing adapters merged in. Throws one sentence that names the model and what to do: a part
 * missing or damaged, weights that do not fit. Whatever was opened by then is closed again.
 */
export async function loadModel(choice: ModelChoice, options: LoadOptions): Promise<LoadedModel> {
  const files = await readCheckpoint(choice.files, choice.name);
  const opened: Opened<unknown>[] = [];
  const release = async () => {
    for (const network of opened.splice(0)) await network.release();
  };
  try {
    return { ...(await openParts(files, { choice, options, open: createOpen(opened) })), choice, release };
  } catch (thrown) {
    await release();
    throw thrown;
  }
}

async function openParts(
  files: Checkpoint,
  { choice, options, open }: { choice: ModelChoice; options: LoadOptions; open: Open },
): Promise<Omit<LoadedModel, 'choice' | 'release'>> {
  const { unet, vae, taesd } = files;
  const traits = modelTraits(files);
  const schedule = parseNoiseSchedule(files.scheduler);
  const tokenizers = await Promise.all(files.textEncoders.map(openTokenizer));
  const weights = await mergeAdapters({
    base: { unet: unet.weights, textEncoders: files.textEncoders.map((encoder) => encoder.weights) },
    adapters: choice.adapters,
    cacheFolder: join(options.cacheFolder, 'merged'),
  });
  const encoders: { tokenizer: Tokenizer; encoder: TextEncoder }[] = [];
  for (const [i, { config, weights: own }] of files.textEncoders.entries()) {
    const encoder = await open(own, () => openTextEncoder(config, weights.textEncoders[i]!, options));
    encoders.push({ tokenizer: tokenizers[i]!, encoder });
  }
  const widths = encoders.map(({ encoder }) => encoder.width);
  const network = await open(unet.weights, async () =>
    openUNet(unet.config, await withDerived({ config: unet.config, stored: weights.unet }, options), options),
  );
  const decoder = await open(vae.weights, () => openDecoder(vae.config, vae.weights, options));
  const tiny = taesd && (await open(taesd.weights, () => openTinyDecoder(taesd.weights, options)));
  const area = traits.latentSide ** 2;
  const pace = createStepSpeed(area);
  return {
    traits,
    text: {
      encoders,
      states: traits.textStates,
      hasPooled: traits.readsPooledText,
      zerosForEmptyNegative: files.zerosForEmptyNegative,
      embeddings: await readEmbeddings(choice.files.embeddings, widths),
    },
    styleLoras: (adapters) => loadRunTimeLoras(adapters, weights),
    unet: createStepBatcher(network, { rowsMax: options.batchRows, area, report: pace.report }),
    schedule,
    decoder,
    encoder: once(() => open(vae.weights, () => openEncoder(vae.config, vae.weights, options))),
    preview: choosePreview({ tiny, decoder, vae: vae.weights, colours: traits.latentColours }),
    pace,
  };
}

async function openTokenizer({ tokenizer, padId, config }: TextEncoderFiles): Promise<Tokenizer> {
  const own = await readTokenizer(tokenizer, parseClipConfig(config).vocabulary);
  return padId === null ? own : { ...own, pad: padId };
}

/** Opening blocks the thread, so messages get through before each. */
function createOpen(opened: Opened<unknown>[]): Open {
  return async (weights, opening) => {
    await yieldToEventLoop();
    const network = await namingFiles(weights, opening);
    opened.push(network);
    return network;
  };
}

/** The same promise for everyone; a failure is forgotten, so that the next one tries again. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    made ??= make().catch((thrown: unknown) => {
      made = null;
      throw thrown;
    });
    return made;
  };
}

function choosePreview(from: {
  tiny: LatentDecoder | null;
  decoder: LatentDecoder;
  vae: WeightMap;
  colours: ModelTraits['latentColours'];
}): PreviewDecoder {
  if (from.tiny) return withKind('tiny', from.tiny);
  const parameters = [...from.vae]
    .filter(([key]) => key.startsWith('decoder.'))
    .reduce((sum, [, { shape }]) => sum + elements(shape), 0);
  if (parameters <= QUICK_PARAMETERS) return withKind('full', from.decoder);
  return withKind('colours', latentColours(from.colours));
}

function withKind(kind: PreviewDecoder['kind'], decoder: LatentDecoder): PreviewDecoder {
  return { kind, decode: (latents) => decoder.decode(latents) };
}
