import { join } from 'node:path';
import type { ModelChoice } from '#renderer/engine/engine.ts';
import { parseClipConfig } from '#renderer/engine/graph/clip-config.ts';
import { parseUNetConfig } from '#renderer/engine/graph/unet-config.ts';
import { openDecoder, openTinyDecoder } from '#renderer/engine/networks/open-decoder.ts';
import { openTextEncoder } from '#renderer/engine/networks/open-text-encoder.ts';
import { openUNet } from '#renderer/engine/networks/open-unet.ts';
import type { NetworkOptions, Opened } from '#renderer/engine/networks/options.ts';
import { createStepBatcher, type StepBatcher } from '#renderer/engine/pipeline/batch.ts';
import { breathe } from '#renderer/engine/pipeline/event-loop.ts';
import { familyOf, requireSupported } from '#renderer/engine/pipeline/family.ts';
import { latentColours } from '#renderer/engine/pipeline/latent-rgb.ts';
import { type ModelFolder, readModelFolder } from '#renderer/engine/pipeline/model-folder.ts';
import type { LatentDecoder, TextEncoder } from '#renderer/engine/pipeline/networks.ts';
import { createPace, type Pace } from '#renderer/engine/pipeline/pace.ts';
import { type NoiseSchedule, parseNoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import { elements } from '#renderer/engine/tensor.ts';
import { readTokenizer } from '#renderer/engine/text/read-tokenizer.ts';
import type { Tokenizer } from '#renderer/engine/text/tokenizer.ts';
import { mergeAdapters } from '#renderer/engine/weights/merged-weights.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';

/** Everything a picture is made with, opened. */
export interface LoadedModel {
  readonly choice: ModelChoice;
  readonly tokenizer: Tokenizer;
  readonly textEncoder: TextEncoder;
  /** The UNet, shared by all renders with this model. */
  readonly unet: StepBatcher;
  readonly schedule: NoiseSchedule;
  readonly decoder: LatentDecoder;
  /** What previews are made with. */
  readonly preview: PreviewDecoder;
  readonly pace: Pace;
  release(): Promise<void>;
}

/** `full`: the decoder of the picture itself, `tiny`: TAESD, `colours`: a projection, one pixel for each latent. */
export interface PreviewDecoder extends LatentDecoder {
  readonly kind: 'full' | 'tiny' | 'colours';
}

export interface LoadOptions extends NetworkOptions {
  /** Samples that one call of the UNet takes at most. */
  readonly batchRows: number;
  /** Merged weights are kept in a folder of this one. */
  readonly cacheFolder: string;
}

/** Latent side of a model that does not say what it was trained at. */
const USUAL_SAMPLE_SIZE = 64;

/** A decoder up to this many parameters is quick enough to make previews with. */
const QUICK_PARAMETERS = 5_000_000;

type Open = <Network>(opening: () => Promise<Opened<Network>>) => Promise<Opened<Network>>;

/**
 * Opens a model folder with its standing adapters merged in. Throws one sentence that names the folder and what to do:
 * a part missing or damaged, weights that do not fit, a family that is not drawn yet.
 */
export async function loadModel(choice: ModelChoice, options: LoadOptions): Promise<LoadedModel> {
  const files = await readModelFolder(choice.folder);
  requireSupported(familyOf(files.unet.weights), files.name);
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
  files: ModelFolder,
  { choice, options, open }: { choice: ModelChoice; options: LoadOptions; open: Open },
): Promise<Omit<LoadedModel, 'choice' | 'release'>> {
  const { unet, vae, textEncoder, taesd } = files;
  const { vocabulary } = parseClipConfig(textEncoder.config);
  const { sampleSize } = parseUNetConfig(unet.config);
  const side = sampleSize ?? USUAL_SAMPLE_SIZE;
  const area = side * side;
  const pace = createPace(area);
  const weights = await mergeAdapters({
    base: { unet: unet.weights, textEncoder: textEncoder.weights },
    adapters: choice.adapters,
    cacheFolder: join(options.cacheFolder, 'merged'),
  });
  const text = await open(() => openTextEncoder(textEncoder.config, weights.textEncoder, options));
  const network = await open(() => openUNet(unet.config, weights.unet, options));
  const decoder = await open(() => openDecoder(vae.config, vae.weights, options));
  const tiny = taesd && (await open(() => openTinyDecoder(taesd.weights, options)));
  return {
    tokenizer: await readTokenizer(join(files.folder, 'tokenizer'), vocabulary),
    textEncoder: text,
    unet: createStepBatcher(network, { rowsMax: options.batchRows, area, report: pace.report }),
    schedule: parseNoiseSchedule(files.scheduler),
    decoder,
    preview: choosePreview({ tiny, decoder, vae: vae.weights }),
    pace,
  };
}

/** Opening blocks the thread, so messages get through before each. */
function createOpen(opened: Opened<unknown>[]): Open {
  return async (opening) => {
    await breathe();
    const network = await opening();
    opened.push(network);
    return network;
  };
}

function choosePreview(from: { tiny: LatentDecoder | null; decoder: LatentDecoder; vae: WeightMap }): PreviewDecoder {
  if (from.tiny) return withKind('tiny', from.tiny);
  const parameters = [...from.vae]
    .filter(([key]) => key.startsWith('decoder.'))
    .reduce((sum, [, { shape }]) => sum + elements(shape), 0);
  return parameters <= QUICK_PARAMETERS ? withKind('full', from.decoder) : withKind('colours', latentColours);
}

function withKind(kind: PreviewDecoder['kind'], decoder: LatentDecoder): PreviewDecoder {
  return { kind, decode: (latents) => decoder.decode(latents) };
}
