import { basename, join } from 'node:path';
import { readFolderWeights } from '#renderer/engine/checkpoint/folder-weights.ts';
import { type ClipVisionConfig, parseClipVisionConfig } from '#renderer/engine/graph/nets/clip-vision-config.ts';
import { readJsonFile } from '#renderer/engine/weights/bounded-json.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { failure } from '#shared/text/failure.ts';

/** What the folder of a safety checker holds, as diffusers writes it. */
export interface SafetyFiles {
  readonly config: ClipVisionConfig;
  readonly weights: WeightMap;
}

/** Numbers that old exports carry along and that nothing is computed with. */
const HARMLESS = /(^|\.)position_ids$/;

/** Reads CompVis/stable-diffusion-safety-checker or the `safety_checker` of a model. Throws one sentence. */
export async function readSafetyChecker(folder: string): Promise<SafetyFiles> {
  const json = await readJsonFile(join(folder, 'config.json')).catch((cause: unknown) => {
    throw failure('invalid', 'safety.no-config', { folder: basename(folder) }, { cause });
  });
  const all = await readFolderWeights(folder, basename(folder));
  const weights = new Map([...all].filter(([key]) => !HARMLESS.test(key)));
  return { config: sized(parseClipVisionConfig(json), weights), weights };
}

/** Its config.json may say nothing of the projection, or say it of CLIP's text model; the weights do. */
function sized(config: ClipVisionConfig, weights: WeightMap): ClipVisionConfig {
  const [projectionWidth = config.projectionWidth] = weights.get('visual_projection.weight')?.shape ?? [];
  return { ...config, projectionWidth };
}
