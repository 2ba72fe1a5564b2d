import { lstat, readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { unloadable } from '#renderer/engine/checkpoint/unloadable.ts';
import type { Prediction } from '#shared/contract/bounds.ts';
import { message } from '#shared/text/failure.ts';

/** Those of CompVis and Stability AI have some kilobytes. */
const BYTES_MAX = 2 ** 20;

/** The file that A1111 wants beside a single-file checkpoint whose kind its weights do not show. */
export function yamlBeside(checkpoint: string): string {
  return `${checkpoint.slice(0, -extname(checkpoint).length || undefined)}.yaml`;
}

/**
 * What a checkpoint's .yaml says that it predicts; null where there is none, or it says nothing. Shapes of networks are
 * read from the weights themselves, so the rest of it is not needed. Throws `invalid` for a scaling that no sampler here
 * knows.
 */
export async function readYamlPrediction(checkpoint: string, model: string): Promise<Prediction | null> {
  const file = yamlBeside(checkpoint);
  // A link could lead out of the models folder.
  const found = await lstat(file).catch(() => null);
  if (!found?.isFile() || found.size > BYTES_MAX) return null;
  return predictionIn(await readFile(file, 'utf8'), { file, model });
}

/** `parameterization` is CompVis' word; the SDXL line names a class of its own for it. */
const SAID = /^[ \t]*parameterization:[ \t]*["']?(\w+)|\bdenoiser_scaling\.(\w+)/m;

const PREDICTIONS: Readonly<Record<string, Prediction>> = {
  eps: 'epsilon',
  v: 'v_prediction',
  x0: 'sample',
  EpsScaling: 'epsilon',
  VScaling: 'v_prediction',
};

function predictionIn(text: string, { file, model }: { file: string; model: string }): Prediction | null {
  const said = SAID.exec(text);
  if (!said) return null;
  const word = said[1] ?? said[2]!;
  if (Object.hasOwn(PREDICTIONS, word)) return PREDICTIONS[word]!;
  const known = Object.keys(PREDICTIONS);
  throw unloadable(model, message('checkpoint.yaml', { file: basename(file), known, given: word.slice(0, 60) }));
}
