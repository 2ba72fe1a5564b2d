import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { unknownFields } from '#renderer/engine/checkpoint/config-fields.ts';
import {
  readDiffusersFolder,
  readNetworkFolder,
  readTaesdFolder,
} from '#renderer/engine/checkpoint/diffusers-folder.ts';
import type { Family } from '#renderer/engine/checkpoint/family.ts';
import type { NetworkFiles, TextEncoderFiles } from '#renderer/engine/checkpoint/parts.ts';
import { understandSingleFile } from '#renderer/engine/checkpoint/single-file.ts';
import { unusedNote } from '#renderer/engine/checkpoint/stray-weights.ts';
import { readTaesdFile } from '#renderer/engine/checkpoint/taesd-file.ts';
import { requireTextWidth } from '#renderer/engine/checkpoint/text-width.ts';
import { unloadable } from '#renderer/engine/checkpoint/unloadable.ts';
import { readVaeFile, vaeOfFolder } from '#renderer/engine/checkpoint/vae-file.ts';
import { readYamlPrediction } from '#renderer/engine/checkpoint/yaml-beside.ts';
import type { ModelFiles } from '#renderer/engine/contract/model-choice.ts';
import { isWeightsFile, readWeights } from '#renderer/engine/weights/read-weights.ts';
import { failure, message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

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
  /** What of the files nothing is drawn with, one sentence each. */
  readonly notes: readonly Message[];
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
  const vae = files.vae === null ? parts.vae : await readVae(files.vae, { family, name });
  if (!vae) throw unloadable(name, message('checkpoint.no-vae'));
  const taesd = files.taesd === null ? parts.taesd : await readTaesd(files.taesd, name);
  requireTextWidth(parts, name);
  const notes = [
    ...parts.notes,
    ...unusedNote([parts.unet, vae, ...parts.textEncoders].flatMap(({ stray = [] }) => stray)),
    ...unknownFields('unet', parts.unet.config),
    ...unknownFields('vae', vae.config),
    ...parts.textEncoders.flatMap(({ config }) => unknownFields('text encoder', config)),
  ];
  return { ...parts, name, vae, taesd, notes };
}

async function readParts({ checkpoint, vae, prediction }: ModelFiles, name: string) {
  const found = await statOf(checkpoint, message('checkpoint.model', { name }));
  if (!found.isDirectory()) {
    const said = prediction ?? (await readYamlPrediction(checkpoint, name));
    return understandSingleFile(await readWeights(checkpoint), name, said);
  }
  const parts = await readDiffusersFolder(checkpoint, { name, needsVae: vae === null });
  return prediction ? { ...parts, scheduler: { ...(parts.scheduler as object), prediction_type: prediction } } : parts;
}

async function readVae(path: string, { family, name }: { family: Family; name: string }): Promise<NetworkFiles> {
  const found = await statOf(path, message('checkpoint.vae', { name: basename(path) }));
  if (!found.isDirectory()) return readVaeFile(path, family);
  return vaeOfFolder(await readNetworkFolder(path, { model: name, part: 'vae' }), { family, name: basename(path) });
}

async function readTaesd(path: string, name: string): Promise<NetworkFiles> {
  const found = await statOf(path, message('checkpoint.taesd', { name: basename(path) }));
  return found.isDirectory() ? readTaesdFolder(path, name) : readTaesdFile(path);
}

async function statOf(path: string, what: Message): Promise<Stats> {
  const found = await stat(path).catch(() => null);
  if (found) return found;
  throw failure('not-found', 'checkpoint.missing', { what, kind: message(kindOf(path)) });
}

function kindOf(path: string) {
  if (isWeightsFile(path)) return 'checkpoint.file';
  return extname(path) === '' ? 'checkpoint.folder' : 'checkpoint.folder-or-file';
}
