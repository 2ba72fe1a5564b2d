import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { familyOf } from '#renderer/engine/checkpoint/family.ts';
import { readFolderWeights } from '#renderer/engine/checkpoint/folder-weights.ts';
import type { NetworkFiles, TextEncoderFiles } from '#renderer/engine/checkpoint/parts.ts';
import {
  refuseQuantisedConfig,
  refuseQuantisedKeys,
  refuseWholeNumbers,
} from '#renderer/engine/checkpoint/quantised.ts';
import { type FolderPart, withoutStrays } from '#renderer/engine/checkpoint/stray-weights.ts';
import { unloadable } from '#renderer/engine/checkpoint/unloadable.ts';
import { vaeOfFolder } from '#renderer/engine/checkpoint/vae-file.ts';
import { readJsonFile } from '#renderer/engine/weights/bounded-json.ts';
import { isWeightsFile } from '#renderer/engine/weights/read-weights.ts';
import { shortPath, shownKey } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import { message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** Text encoders of a pipeline and their tokenizers, in the order in which diffusers joins what they say. */
const TEXT_ENCODERS = [
  { encoder: 'text_encoder', tokenizer: 'tokenizer' },
  { encoder: 'text_encoder_2', tokenizer: 'tokenizer_2' },
] as const;

/** The token that bigG fills its windows with. */
const OPEN_CLIP_PAD = '!';

/** Where people put TAESD beside a model. */
const TAESD_FOLDERS = ['taesd', 'vae_approx'];

/** The parts of a folder as diffusers writes it; `name` is the model's. Throws `invalid` that names the part and what to do. */
export async function readDiffusersFolder(
  folder: string,
  { name, needsVae }: { readonly name: string; readonly needsVae: boolean },
) {
  const index = await readIndex(folder, name);
  const [unet, vae, textEncoders, taesd, scheduler] = await Promise.all([
    readNetworkFolder(join(folder, 'unet'), { model: name, part: 'unet' }),
    needsVae ? readNetworkFolder(join(folder, 'vae'), { model: name, part: 'vae' }) : null,
    readTextEncoders(folder, name),
    readOwnTaesd(folder, name),
    readJson(join(folder, 'scheduler', 'scheduler_config.json'), name),
  ]);
  const family = familyOf(unet.weights);
  const zeros = index.force_zeros_for_empty_prompt;
  return {
    family,
    unet,
    vae: vae && vaeOfFolder(vae, { family, name }),
    taesd,
    textEncoders,
    scheduler: withClass(scheduler, index.scheduler),
    notes: await componentsNote(index, folder),
    // diffusers' SDXL pipelines say yes when the file says nothing; the others have no such thing.
    zerosForEmptyNegative: unet.weights.has('add_embedding.linear_1.weight') && zeros !== false,
  };
}

/** A scheduler's file that does not say its class is of the one that the pipeline's index names. */
function withClass(scheduler: unknown, named: unknown): unknown {
  const isObject = typeof scheduler === 'object' && scheduler !== null && !Array.isArray(scheduler);
  return isObject && Array.isArray(named) ? { _class_name: named[1], ...scheduler } : scheduler;
}

/** A folder with config.json and weights, of a model of this name. */
export async function readNetworkFolder(
  folder: string,
  { model, part }: { readonly model: string; readonly part: FolderPart },
): Promise<NetworkFiles> {
  const config = await readJson(join(folder, 'config.json'), model);
  refuseQuantisedConfig(config, model);
  const weights = await readFolderWeights(folder, model);
  refuseQuantisedKeys(weights.keys(), model);
  refuseWholeNumbers(weights, model);
  return withoutStrays({ config, weights }, part);
}

/** What model_index.json may name: the parts that are read, and what only other ways to draw need. */
const KNOWN_FIELDS: ReadonlySet<string> = new Set([
  ...TEXT_ENCODERS.flatMap(({ encoder, tokenizer }) => [encoder, tokenizer]),
  'unet',
  'vae',
  'scheduler',
  'force_zeros_for_empty_prompt',
  // Who wrote it, and which program draws with it: the weights tell that too.
  '_class_name',
  '_diffusers_version',
  '_name_or_path',
  // A judge of finished pictures, and what pictures are prepared with for it.
  'safety_checker',
  'feature_extractor',
  'requires_safety_checker',
  // Reads the pictures that an IP-Adapter is given.
  'image_encoder',
  // Which numbers a refiner is told: the width of its embedding says so too.
  'requires_aesthetics_score',
  // An invisible mark in finished pictures, which needs a library of its own there too.
  'add_watermarker',
]);

/**
 * Folders and files of weights that the index says nothing of: of these only what stands here is read. The bundled
 * model has an IP-Adapter and an upscaler beside it, which the catalog finds.
 */
const KNOWN_ENTRIES: ReadonlySet<string> = new Set([
  ...KNOWN_FIELDS,
  ...TAESD_FOLDERS,
  'loras',
  'ipadapter',
  'upscalers',
]);

async function componentsNote(index: Readonly<Record<string, unknown>>, folder: string): Promise<readonly Message[]> {
  const isThere = (value: unknown) => (Array.isArray(value) ? value.some((item) => item !== null) : value !== null);
  const named = Object.keys(index).filter((name) => !KNOWN_FIELDS.has(name) && isThere(index[name]));
  const beside = (await readdir(folder)).filter((name) => !KNOWN_ENTRIES.has(name) && !name.startsWith('.'));
  const holding = await Promise.all(beside.map((name) => holdsWeights(folder, name)));
  const names = [...new Set([...named, ...beside.filter((_, i) => holding[i])])].sort();
  return names.length === 0 ? [] : [message('checkpoint.component', { names: names.map(shownKey) })];
}

/** Whether something in a model's folder is a file of weights, or a folder with one. Pictures and texts are nobody's part. */
async function holdsWeights(folder: string, name: string): Promise<boolean> {
  const inside = await readdir(join(folder, name)).catch(() => null);
  return inside === null ? isWeightsFile(name) : inside.some(isWeightsFile);
}

/** As a network's folder, but TAESD has nothing that needs a configuration. */
export async function readTaesdFolder(folder: string, model: string): Promise<NetworkFiles> {
  const file = join(folder, 'config.json');
  const config = (await exists(file)) ? await readJson(file, model) : {};
  return { config, weights: await readFolderWeights(folder, model) };
}

async function readIndex(folder: string, model: string): Promise<Readonly<Record<string, unknown>>> {
  const file = join(folder, 'model_index.json');
  if (!(await exists(file))) throw unloadable(model, message('checkpoint.no-model-index'));
  const index = await readJson(file, model);
  return typeof index === 'object' && index !== null ? (index as Readonly<Record<string, unknown>>) : {};
}

/** Those whose folders are there: SDXL has both, its refiner the second only, all others the first. */
async function readTextEncoders(folder: string, model: string): Promise<readonly TextEncoderFiles[]> {
  const encoders: TextEncoderFiles[] = [];
  for (const { encoder, tokenizer } of TEXT_ENCODERS) {
    if (!(await exists(join(folder, encoder)))) continue;
    const network = await readNetworkFolder(join(folder, encoder), { model, part: 'text encoder' });
    const isMissing = encoder === 'text_encoder_2' && !(await exists(join(folder, tokenizer)));
    // The second one is always OpenCLIP's bigG, which has the published vocabulary but fills windows with `!`.
    encoders.push({
      ...network,
      tokenizer: isMissing ? null : join(folder, tokenizer),
      pad: isMissing ? OPEN_CLIP_PAD : null,
    });
  }
  if (encoders.length > 0) return encoders;
  throw unloadable(model, message('checkpoint.no-text-folder'));
}

async function readOwnTaesd(folder: string, model: string): Promise<NetworkFiles | null> {
  for (const part of TAESD_FOLDERS) {
    if (await exists(join(folder, part))) return readTaesdFolder(join(folder, part), model);
  }
  return null;
}

async function readJson(file: string, model: string): Promise<unknown> {
  try {
    return await readJsonFile(file);
  } catch (cause) {
    const key = cause instanceof SyntaxError ? 'checkpoint.no-json-file' : 'checkpoint.missing-file';
    throw unloadable(model, message(key, { file: shortPath(file) }), { cause });
  }
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}
