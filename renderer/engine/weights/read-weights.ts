import { basename, extname } from 'node:path';
import { readSafetensors } from '#renderer/engine/weights/safetensors/safetensors.ts';
import { refuse, shortPath } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import { readTorchFile } from '#renderer/engine/weights/torch/torch-file.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { failure, message } from '#shared/text/failure.ts';

/** Endings of files that torch.save writes. */
export const TORCH_ENDINGS: readonly string[] = ['.ckpt', '.pt', '.pth', '.bin'];

/** Whether a file is of a kind we read weights from, by its name. */
export function isWeightsFile(file: string): boolean {
  const ending = extname(file).toLowerCase();
  return ending === '.safetensors' || TORCH_ENDINGS.includes(ending);
}

/** Refuses an adapter that is not safetensors by its name alone, without opening it. */
export function requireSafetensors(file: string): void {
  if (extname(file) === '.safetensors') return;
  throw failure('invalid', 'adapter.no-safetensors', { file: basename(file) });
}

/**
 * The weights of any file of weights by their key in it, as byte ranges: nothing is read but headers, and nothing in
 * the file is run. Nested dicts of torch files give keys with dots, such as `string_to_param.*` of a textual inversion.
 * Throws `not-found`, or `invalid` that names file and key or byte.
 */
export async function readWeights(file: string): Promise<WeightMap> {
  const ending = extname(file).toLowerCase();
  if (ending === '.safetensors') return readSafetensors(file);
  if (TORCH_ENDINGS.includes(ending)) return readTorchFile(file);
  const known = ['.safetensors', ...TORCH_ENDINGS];
  throw refuse(
    shortPath(file),
    ending ? message('weights.ending', { known, given: ending }) : message('weights.no-ending', { known }),
  );
}
