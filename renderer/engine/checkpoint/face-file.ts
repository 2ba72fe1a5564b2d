import { basename } from 'node:path';
import { faceWeights } from '#renderer/engine/checkpoint/face-names.ts';
import type { CodeFormerConfig } from '#renderer/engine/graph/nets/codeformer.ts';
import type { ParseNetConfig } from '#renderer/engine/graph/nets/parsenet.ts';
import type { RetinaFaceConfig } from '#renderer/engine/graph/nets/retinaface.ts';
import { readWeights } from '#renderer/engine/weights/read-weights.ts';
import { quote } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { failure, message } from '#shared/text/failure.ts';

/** One of the networks that mend faces: the restorer, what finds faces, and what knows a face's parts. */
export type FaceNetwork =
  | { readonly kind: 'restorer'; readonly config: CodeFormerConfig }
  | { readonly kind: 'detector'; readonly config: RetinaFaceConfig }
  | { readonly kind: 'parser'; readonly config: ParseNetConfig };

/** What a file of such a network holds. */
export interface FaceFile {
  readonly network: FaceNetwork;
  /** By the published keys, without what no network reads. */
  readonly weights: WeightMap;
}

/**
 * Finds which network for faces a file holds from its keys and shapes: CodeFormer, RetinaFace with ResNet-50, or
 * ParseNet, as published. Nothing but headers is read. Throws one sentence that names file, key and what would do.
 */
export async function readFaceFile(file: string): Promise<FaceFile> {
  const weights = faceWeights(await readWeights(file));
  const refuse = (reason: ReturnType<typeof message>) =>
    failure('invalid', 'restorer.unloadable', { file: basename(file), reason });
  if (weights.has('body.stage1.0.0.weight')) throw refuse(message('restorer.mobile'));
  const network = faceNetwork(weights);
  const [first = ''] = weights.keys();
  if (!network) throw refuse(message('restorer.foreign', { key: quote(first) }));
  return { network, weights };
}

/** What the shapes say. Null for what is no network for faces. */
export function faceNetwork(weights: WeightMap): FaceNetwork | null {
  if (weights.has('quantize.embedding.weight') && weights.has('position_emb')) {
    return { kind: 'restorer', config: restorerConfig(weights) };
  }
  if (weights.has('body.layer1.0.conv1.weight') && weights.has('LandmarkHead.0.conv1x1.weight')) {
    return { kind: 'detector', config: detectorConfig(weights) };
  }
  if (weights.has('out_mask_conv.conv2d.weight')) return { kind: 'parser', config: parserConfig(weights) };
  return null;
}

/** As published; weights do not tell it. */
const HEADS = 8;

function restorerConfig(weights: WeightMap): CodeFormerConfig {
  const dims = (key: string) => weights.get(key)?.shape ?? [];
  const [codes = 0, codeWidth = 0] = dims('quantize.embedding.weight');
  const [, width = 0] = dims('position_emb');
  const block = (i: number, part: string) => `encoder.blocks.${i}.${part}.weight`;
  const channels: number[] = [];
  let [blocks, current] = [0, 0];
  // Blocks of one side, then one that halves it; the first block that is neither ends the last side's.
  for (let i = 1; weights.has(block(i, 'conv1')) || weights.has(block(i, 'conv')) || weights.has(block(i, 'q')); i++) {
    if (weights.has(block(i, 'conv1'))) {
      [current = 0] = dims(block(i, 'conv1'));
      if (channels.length === 0) blocks += 1;
    } else if (weights.has(block(i, 'conv'))) channels.push(current);
  }
  const fused = [...weights.keys()].flatMap((key) => {
    const side = /^fuse_convs_dict\.(\d+)\.scale\.0\.weight$/.exec(key)?.[1];
    return side === undefined ? [] : [Number(side)];
  });
  return {
    ...{ channels: [...channels, current], blocks, codeWidth, codes, width, fused, heads: HEADS },
    inner: dims('ft_layers.0.linear1.weight')[0] ?? 0,
    layers: countOf((i) => weights.has(`ft_layers.${i}.linear1.weight`)),
  };
}

function detectorConfig(weights: WeightMap): RetinaFaceConfig {
  const rows = (key: string) => weights.get(key)?.shape[0] ?? 0;
  const stage = (i: number) => countOf((j) => weights.has(`body.layer${i}.${j}.conv1.weight`));
  return {
    blocks: [1, 2, 3, 4].map(stage),
    width: rows('body.conv1.weight'),
    channels: rows('fpn.output1.0.weight'),
  };
}

/** As published; weights do not tell it. */
const PARSED_SIDE = 512;

function parserConfig(weights: WeightMap): ParseNetConfig {
  const rows = (key: string) => weights.get(key)?.shape[0] ?? 0;
  const halvings = countOf((i) => weights.has(`encoder.${i + 1}.conv2.conv2d.weight`));
  const inner = Array.from({ length: halvings }, (_, i) => rows(`encoder.${i + 1}.conv2.conv2d.weight`));
  return {
    side: PARSED_SIDE,
    channels: [rows('encoder.0.conv2d.weight'), ...inner],
    blocks: countOf((i) => weights.has(`body.${i}.conv1.conv2d.weight`)),
    classes: rows('out_mask_conv.conv2d.weight'),
  };
}

function countOf(isThere: (i: number) => boolean): number {
  let count = 0;
  while (isThere(count)) count += 1;
  return count;
}
