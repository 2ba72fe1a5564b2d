import { basename } from 'node:path';
import { DEEPBOORU_CONVOLUTIONS, type DeepBooruConfig } from '#renderer/engine/graph/nets/deepbooru.ts';
import { readWeights } from '#renderer/engine/weights/read-weights.ts';
import { readTorchTexts } from '#renderer/engine/weights/torch/torch-file.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { failure, message } from '#shared/text/failure.ts';

/** What the file of a DeepDanbooru holds (`model-resnet_custom_v3.pt`). */
export interface TaggerFile {
  readonly config: DeepBooruConfig;
  readonly weights: WeightMap;
  /** In the order of the network's results. */
  readonly tags: readonly string[];
}

/** Whether weights are a DeepDanbooru's by their keys. */
export function isTagger(weights: WeightMap): boolean {
  return weights.has('n_Conv_0.weight');
}

/** Reads DeepDanbooru's port to torch: its convolutions, and the list of tags beside them. */
export async function readTagger(file: string): Promise<TaggerFile> {
  const weights = await readWeights(file);
  const config = deepBooruConfig(weights);
  const refuse = (reason: ReturnType<typeof message>) =>
    failure('invalid', 'describer.unloadable', { file: basename(file), reason });
  if (config.length !== DEEPBOORU_CONVOLUTIONS) {
    throw refuse(message('describer.convolutions', { wanted: DEEPBOORU_CONVOLUTIONS, given: config.length }));
  }
  const tags = await readTorchTexts(file, 'tags');
  const [outputs = 0] = config.at(-1)!;
  if (tags?.length !== outputs)
    throw refuse(message('describer.no-tags', { wanted: outputs, given: tags?.length ?? 0 }));
  return { config, weights, tags };
}

/** The shapes of its convolutions, in their order. */
export function deepBooruConfig(weights: WeightMap): DeepBooruConfig {
  const shapes: (readonly number[])[] = [];
  for (let i = 0; weights.has(`n_Conv_${i}.weight`); i++) shapes.push(weights.get(`n_Conv_${i}.weight`)!.shape);
  return shapes;
}
