import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { captionerWeights, isOriginalCaptioner } from '#renderer/engine/checkpoint/captioner-names.ts';
import { readFolderWeights } from '#renderer/engine/checkpoint/folder-weights.ts';
import { type BlipConfig, parseBlipConfig } from '#renderer/engine/graph/nets/blip-config.ts';
import { readJsonFile } from '#renderer/engine/weights/bounded-json.ts';
import { readWeights } from '#renderer/engine/weights/read-weights.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { failure, message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** What the files of a network hold that writes about pictures. */
export interface CaptionerFiles {
  readonly config: BlipConfig;
  /** By transformers' keys. */
  readonly weights: WeightMap;
  /** Folder of its vocabulary; null where there is none, so that nobody can read what it writes. */
  readonly tokenizer: string | null;
}

/** Without the ending: the network's own tokens stand behind BERT's vocabulary, the first of them begins every text. */
const OWN_TOKENS = 2;

/** Where BERT's vocabulary has [SEP]. */
const END_ID = 102;

/** Numbers of a head in both networks as published. */
const HEAD_WIDTH = 64;

/**
 * Reads BLIP as transformers writes it (a folder with config.json) or as its authors do (`model_base_caption…pth` with
 * BERT's vocab.txt beside it). Nothing but headers is read. Throws one sentence that names the file and what would do.
 */
export async function readCaptioner(path: string): Promise<CaptionerFiles> {
  const isFolder = (await stat(path).catch(() => null))?.isDirectory() === true;
  const folder = isFolder ? path : dirname(path);
  const given = isFolder ? await readFolderWeights(path, basename(path)) : await readWeights(path);
  const refuse = (reason: Message, cause?: unknown) =>
    failure('invalid', 'describer.unloadable', { file: basename(path), reason }, cause === undefined ? {} : { cause });
  const weights = captionerWeights(given);
  if (!weights.has(WORDS) || !weights.has(PATCHES)) {
    throw refuse(message('describer.no-captioner', { key: weights.has(WORDS) ? PATCHES : WORDS }));
  }
  const isOriginal = isOriginalCaptioner(given.keys());
  const config = isOriginal ? configOf(weights) : parseBlipConfig(await readConfig(folder, refuse));
  return { config, weights, tokenizer: (await hasVocabulary(folder)) ? folder : null };
}

const WORDS = 'text_decoder.bert.embeddings.word_embeddings.weight';
const PATCHES = 'vision_model.embeddings.patch_embedding.weight';

async function hasVocabulary(folder: string): Promise<boolean> {
  const found = await Promise.all(
    ['vocab.txt', 'tokenizer.json'].map((name) => stat(join(folder, name)).catch(() => null)),
  );
  return found.some((each) => each?.isFile());
}

async function readConfig(folder: string, refuse: (reason: Message, cause: unknown) => Error): Promise<unknown> {
  return readJsonFile(join(folder, 'config.json')).catch((cause: unknown) => {
    throw refuse(message('describer.no-config'), cause);
  });
}

/** The original program keeps its configuration to itself; shapes tell it, and its normalisations have their own ε. */
function configOf(weights: WeightMap): BlipConfig {
  const dims = (key: string) => weights.get(key)?.shape ?? [];
  const [width = 1, , patch = 1] = dims(PATCHES);
  const [, places = 1] = dims('vision_model.embeddings.position_embedding');
  const [vocabulary = 1, textWidth = 1] = dims(WORDS);
  const layer = 'text_decoder.bert.encoder.layer';
  return {
    vision: {
      width,
      patch,
      side: patch * Math.floor(Math.sqrt(places - 1)),
      inner: dims('vision_model.encoder.layers.0.mlp.fc1.weight')[0] ?? 1,
      layers: layersOf(weights, 'vision_model.encoder.layers'),
      heads: Math.max(1, width / HEAD_WIDTH),
      eps: 1e-6,
    },
    text: {
      vocabulary,
      width: textWidth,
      inner: dims(`${layer}.0.intermediate.dense.weight`)[0] ?? 1,
      layers: layersOf(weights, layer),
      heads: Math.max(1, textWidth / HEAD_WIDTH),
      positions: dims('text_decoder.bert.embeddings.position_embeddings.weight')[0] ?? 1,
      eps: 1e-12,
      startId: vocabulary - OWN_TOKENS,
      endId: END_ID,
    },
  };
}

function layersOf(weights: WeightMap, prefix: string): number {
  const numbers = [...weights.keys()]
    .filter((key) => key.startsWith(`${prefix}.`))
    .map((key) => Number(key.slice(prefix.length + 1).split('.')[0]));
  return new Set(numbers).size;
}
