import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import {
  readDiffusersFolder,
  readNetworkFolder,
  readTaesdFolder,
} from '#renderer/engine/checkpoint/diffusers-folder.ts';
import type { Family } from '#renderer/engine/checkpoint/family.ts';
import type { NetworkFiles, TextEncoderFiles } from '#renderer/engine/checkpoint/parts.ts';
import { understandSingleFile } from '#renderer/engine/checkpoint/single-file.ts';
import { readTaesdFile } from '#renderer/engine/checkpoint/taesd-file.ts';
import { requireTextWidth } from '#renderer/engine/checkpoint/text-width.ts';
import { readVaeFile } from '#renderer/engine/checkpoint/vae-file.ts';
import type { ModelFiles } from '#renderer/engine/contract/model-choice.ts';
import { isWeightsFile, readWeights } from '#renderer/engine/weights/read-weights.ts';
import { Failure } from '#shared/failure.ts';

/** Everything that a model's files hold, whatever form they have. */
export interface Checkpoint {
  /** For messages. */
  readonly name: string;
  readonly family: Family;
  readonly unet: NetworkFiles;
  readonly vae: NetworkFiles;
  /** A tiny decoder for previews, when there is one. */
  readonly taesd: NetworkFiles | null;
  /** In the order in which their hidden states are joined: [CLIP-L], [OpenCLIP-H], [CLIP-L, bigG] or the refiner's [bigG]. */
  readonly textEncoders: readonly TextEncoderFiles[];
  /** scheduler_config.json, or what a single file's family implies. */
  readonly scheduler: unknown;
  /** Without a negative prompt the unconditional embeds are zeros (SDXL base). */
  readonly zerosForEmptyNegative: boolean;
}

/**
 * Finds the parts of a model (called `name` in messages; like its folder or file when left out): a diffusers folder or a single file, with the VAE and TAESD that stand in for its own.
 * Only headers and configurations are read, so this takes milliseconds whatever the model's size; nothing in any file is
 * run. Throws one sentence that names the model or file, what is wrong (a part, a key, a byte) and what to do.
 */
export async function readCheckpoint(files: ModelFiles, name = basename(files.checkpoint)): Promise<Checkpoint> {
  const parts = await readParts(files, name);
  const { family } = parts;
  const vae = files.vae === null ? parts.vae : await readVae(files.vae, family);
  if (!vae) throw new Failure('invalid', `Cannot load model ${name}: it has no VAE. Give it one as a file of its own`);
  const taesd = files.taesd === null ? parts.taesd : await readTaesd(files.taesd);
  requireTextWidth(parts, name);
  return { ...parts, name, vae, taesd };
}

async function readParts({ checkpoint, vae }: ModelFiles, name: string) {
  const found = await lookAt(checkpoint, `model ${name}`);
  if (found.isDirectory()) return readDiffusersFolder(checkpoint, { needsVae: vae === null });
  return understandSingleFile(await readWeights(checkpoint), name);
}

async function readVae(path: string, family: Family): Promise<NetworkFiles> {
  const found = await lookAt(path, `VAE ${basename(path)}`);
  return found.isDirectory() ? readNetworkFolder(path) : readVaeFile(path, family);
}

async function readTaesd(path: string): Promise<NetworkFiles> {
  const found = await lookAt(path, `TAESD ${basename(path)}`);
  return found.isDirectory() ? readTaesdFolder(path) : readTaesdFile(path);
}

async function lookAt(path: string, what: string): Promise<Stats> {
  const found = await stat(path).catch(() => null);
  if (found) return found;
  const kind = isWeightsFile(path) ? 'file' : extname(path) === '' ? 'folder' : 'folder or file';
  throw new Failure('not-found', `Cannot load ${what}: there is no such ${kind}`);
}
