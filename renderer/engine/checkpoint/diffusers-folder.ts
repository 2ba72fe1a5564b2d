import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { familyOf } from '#renderer/engine/checkpoint/family.ts';
import { readFolderWeights } from '#renderer/engine/checkpoint/folder-weights.ts';
import type { NetworkFiles, TextEncoderFiles } from '#renderer/engine/checkpoint/parts.ts';
import { shortPath } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import { Failure } from '#shared/failure.ts';

/** Text encoders of a pipeline and their tokenizers, in the order in which diffusers joins what they say. */
const TEXT_ENCODERS = [
  { encoder: 'text_encoder', tokenizer: 'tokenizer' },
  { encoder: 'text_encoder_2', tokenizer: 'tokenizer_2' },
] as const;

/** The id of `!`. */
const OPEN_CLIP_PAD_ID = 0;

/** Where people put TAESD beside a model. */
const TAESD_FOLDERS = ['taesd', 'vae_approx'];

/** The parts of a folder as diffusers writes it. Throws `invalid` that names the part and what to do. */
export async function readDiffusersFolder(folder: string, { needsVae }: { readonly needsVae: boolean }) {
  const index = await readIndex(folder);
  const [unet, vae, textEncoders, taesd, scheduler] = await Promise.all([
    readNetworkFolder(join(folder, 'unet')),
    needsVae ? readNetworkFolder(join(folder, 'vae')) : null,
    readTextEncoders(folder),
    readOwnTaesd(folder),
    readJson(join(folder, 'scheduler', 'scheduler_config.json')),
  ]);
  const family = familyOf(unet.weights);
  const zeros = index.force_zeros_for_empty_prompt;
  return {
    family,
    unet,
    vae,
    taesd,
    textEncoders,
    scheduler,
    // diffusers' SDXL pipelines say yes when the file says nothing; the others have no such thing.
    zerosForEmptyNegative: unet.weights.has('add_embedding.linear_1.weight') && zeros !== false,
  };
}

/** A folder with config.json and weights. */
export async function readNetworkFolder(folder: string): Promise<NetworkFiles> {
  const config = await readJson(join(folder, 'config.json'));
  return { config, weights: await readFolderWeights(folder) };
}

/** As a network's folder, but TAESD has nothing that needs a configuration. */
export async function readTaesdFolder(folder: string): Promise<NetworkFiles> {
  const file = join(folder, 'config.json');
  return { config: (await exists(file)) ? await readJson(file) : {}, weights: await readFolderWeights(folder) };
}

async function readIndex(folder: string): Promise<Readonly<Record<string, unknown>>> {
  const file = join(folder, 'model_index.json');
  if (!(await exists(file))) {
    throw new Failure(
      'invalid',
      `Cannot load model ${basename(folder)}: a diffusers folder has model_index.json, this one has none`,
    );
  }
  const index = await readJson(file);
  return typeof index === 'object' && index !== null ? (index as Readonly<Record<string, unknown>>) : {};
}

/** Those whose folders are there: SDXL has both, its refiner the second only, all others the first. */
async function readTextEncoders(folder: string): Promise<readonly TextEncoderFiles[]> {
  const encoders: TextEncoderFiles[] = [];
  for (const { encoder, tokenizer } of TEXT_ENCODERS) {
    if (!(await exists(join(folder, encoder)))) continue;
    const network = await readNetworkFolder(join(folder, encoder));
    const isMissing = encoder === 'text_encoder_2' && !(await exists(join(folder, tokenizer)));
    // The second one is always OpenCLIP's bigG, which has the published vocabulary but fills windows with `!`.
    encoders.push({
      ...network,
      tokenizer: isMissing ? null : join(folder, tokenizer),
      padId: isMissing ? OPEN_CLIP_PAD_ID : null,
    });
  }
  if (encoders.length > 0) return encoders;
  throw new Failure('invalid', `Cannot load model ${basename(folder)}: it has neither text_encoder nor text_encoder_2`);
}

async function readOwnTaesd(folder: string): Promise<NetworkFiles | null> {
  for (const part of TAESD_FOLDERS) {
    if (await exists(join(folder, part))) return readTaesdFolder(join(folder, part));
  }
  return null;
}

async function readJson(file: string): Promise<unknown> {
  const model = basename(join(file, '..', '..'));
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new Failure('invalid', `Cannot load model ${model}: ${shortPath(file)} is missing`, { cause });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Failure('invalid', `Cannot load model ${model}: ${shortPath(file)} is not JSON`, { cause });
  }
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}
