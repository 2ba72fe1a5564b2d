import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { type FileKind, fileKind } from '#renderer/engine/weights/file-kind.ts';
import { readSafetensorsFile } from '#renderer/engine/weights/safetensors/safetensors.ts';
import { refuse, shortPath } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import { readTorchFile } from '#renderer/engine/weights/torch/torch-file.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import type { Failure } from '#shared/failure.ts';
import { failure, message } from '#shared/text/failure.ts';

/** Endings of files that torch.save writes. */
const TORCH_ENDINGS: readonly string[] = ['.ckpt', '.pt', '.pth', '.bin'];

/** What files of weights are called. `.pti` is how some programs name safetensors files of textual inversions. */
export const WEIGHT_ENDINGS: readonly string[] = ['.safetensors', ...TORCH_ENDINGS, '.pti'];

/** Whether a file is of a kind we read weights from, by its name. */
export function isWeightsFile(file: string): boolean {
  return WEIGHT_ENDINGS.includes(extname(file).toLowerCase());
}

/** A file of weights: its tensors by key, and the free texts (`__metadata__`) that only safetensors has a place for. */
export interface WeightsFile {
  readonly weights: WeightMap;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * The weights of any file of weights by their key in it, as byte ranges: nothing is read but headers, and nothing in
 * the file is run. What it is, its first bytes say, not its name. Nested dicts of torch files give keys with dots, such
 * as `string_to_param.*` of a textual inversion. Throws `not-found`, or `invalid` that names file and key or byte, or says
 * what the file is instead.
 */
export async function readWeights(file: string): Promise<WeightMap> {
  return (await readWeightsFile(file)).weights;
}

/** The same with its free texts. */
export async function readWeightsFile(file: string): Promise<WeightsFile> {
  if (!isWeightsFile(file)) throw await foreignEnding(file);
  const ending = extname(file).toLowerCase();
  const found = await kindOf(file);
  if (found.kind === 'other') throw refuse(shortPath(file), found.reason);
  const isTorch = found.kind === 'torch' || (found.kind === 'unknown' && TORCH_ENDINGS.includes(ending));
  return isTorch ? { weights: await readTorchFile(file), metadata: {} } : readSafetensorsFile(file);
}

/** What the file is, where its content tells; else what its name should end with. */
async function foreignEnding(file: string): Promise<Failure> {
  const found = await kindOf(file).catch(() => null);
  if (found?.kind === 'other') return refuse(shortPath(file), found.reason);
  const [ending, known] = [extname(file).toLowerCase(), WEIGHT_ENDINGS];
  const reason = ending ? message('weights.ending', { known, given: ending }) : message('weights.no-ending', { known });
  return refuse(shortPath(file), reason);
}

async function kindOf(file: string): Promise<FileKind> {
  const missing = (cause: unknown): never => {
    throw failure('not-found', 'weights.missing', { file: shortPath(file) }, { cause });
  };
  // A pipe would keep its reader waiting for a writer.
  const found = await stat(file).catch(missing);
  if (!found.isFile()) throw refuse(shortPath(file), message('weights.no-file'));
  return fileKind(file).catch(missing);
}
