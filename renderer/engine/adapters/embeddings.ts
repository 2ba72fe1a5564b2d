import type { EmbeddingFile } from '#renderer/engine/contract/model-choice.ts';
import { elements } from '#renderer/engine/tensor.ts';
import { readTensor } from '#renderer/engine/weights/read-tensor.ts';
import { readWeights } from '#renderer/engine/weights/read-weights.ts';
import { shortPath, shownKey } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import type { WeightEntry, WeightMap } from '#renderer/engine/weights/weight-map.ts';
import type { Failure } from '#shared/failure.ts';
import { failure, message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** Textual inversions (https://arxiv.org/abs/2208.01618) of a model, by the word that stands for them in prompts. */
export interface EmbeddingTable {
  /** For each text encoder, in the model's order, the vectors that take the places of tokens: one or more. */
  readonly words: ReadonlyMap<string, readonly (readonly Float32Array[])[]>;
}

/** Vectors that one word may stand for: what a window of 77 holds between its start and end. */
const VECTORS_MAX = 75;

/**
 * Reads embeddings for text encoders of these widths: diffusers (one tensor, whatever its key), A1111 (`emb_params`, or
 * a .pt with `string_to_param`) and SDXL's pairs (`clip_l`, `clip_g`). Null for no files. Throws `invalid` naming
 * embedding, file and key for one that is damaged or made for another family.
 */
export async function readEmbeddings(
  files: readonly EmbeddingFile[],
  widths: readonly number[],
): Promise<EmbeddingTable | null> {
  if (files.length === 0) return null;
  const words = new Map<string, readonly (readonly Float32Array[])[]>();
  for (const file of files) words.set(file.name, await readEmbedding(file, widths));
  return { words };
}

/** The vectors of one file, by encoder. */
export async function readEmbedding(
  file: EmbeddingFile,
  widths: readonly number[],
): Promise<readonly (readonly Float32Array[])[]> {
  const refuse: Refuse = (reason) =>
    failure('invalid', 'embedding.unusable', { name: shownKey(file.name), file: shortPath(file.file), reason });
  const tensors = embeddingTensors(await readWeights(file.file), refuse);
  if (tensors.length !== widths.length) throw refuse(familyReason(tensors, widths));
  const perEncoder = widths.map((width) => {
    const found = tensors.find(([, { shape }]) => shape.at(-1) === width);
    if (!found) throw refuse(familyReason(tensors, widths));
    return found;
  });
  const atKey = (key: string, reason: Message) => refuse(message('adapter.at-key', { key: shownKey(key), reason }));
  return Promise.all(perEncoder.map(([key, entry]) => vectorsOf(entry, (reason) => atKey(key, reason))));
}

type Named = readonly [string, WeightEntry];
type Refuse = (reason: Message) => Failure;

/** What a file holds besides vectors: counters and the ids of tokens that A1111 and training programs store. */
function embeddingTensors(weights: WeightMap, refuse: Refuse): readonly Named[] {
  const pairs = SDXL_KEYS.flatMap((key) => namedEntry(weights, key));
  if (pairs.length > 0) return pairs;
  const known = [...weights].filter(([key]) => A1111_KEY.test(key));
  const tensors = known.length > 0 ? known : [...weights];
  if (tensors.length === 1) return tensors;
  throw refuse(
    tensors.length === 0
      ? message('embedding.empty')
      : message('embedding.tensors', {
          count: tensors.length,
          keys: [shownKey(tensors[0]![0]), shownKey(tensors[1]![0])],
        }),
  );
}

const SDXL_KEYS = ['clip_l', 'clip_g'] as const;
const A1111_KEY = /^(emb_params|string_to_param\.[^.]+)$/;

function namedEntry(weights: WeightMap, key: string): readonly Named[] {
  const entry = weights.get(key);
  return entry ? [[key, entry]] : [];
}

/** Rows of (n, width), or the one row of (width). */
async function vectorsOf(entry: WeightEntry, refuse: Refuse): Promise<readonly Float32Array[]> {
  const width = entry.shape.at(-1)!;
  const count = elements(entry.shape) / width;
  if (entry.shape.length > 2) throw refuse(message('embedding.shape', { shape: entry.shape }));
  const isBounded = count >= 1 && count <= VECTORS_MAX;
  if (!isBounded) throw refuse(message('embedding.vectors', { limit: VECTORS_MAX, given: count }));
  const { data } = await readTensor(entry);
  if (!data.every(Number.isFinite)) throw refuse(message('embedding.not-finite'));
  return Array.from({ length: count }, (_, i) => data.slice(i * width, (i + 1) * width));
}

/** Families by the widths of their text encoders. */
const FAMILIES: ReadonlyMap<string, string | Message> = new Map<string, string | Message>([
  ['768', 'SD 1.5'],
  ['1024', 'SD 2.1'],
  ['768+1280', 'SDXL'],
  ['1280', message('family.refiner')],
]);

function familyReason(tensors: readonly Named[], widths: readonly number[]): Message {
  const theirs = tensors.map(([, { shape }]) => shape.at(-1) ?? 0);
  const name = (family: readonly number[]) => {
    const width = family.join('+');
    const known = FAMILIES.get(width);
    return known ? message('embedding.of-family', { family: known, width }) : message('embedding.of-width', { width });
  };
  const reason = message('embedding.family', { theirs: name(theirs), ours: name(widths) });
  return message('adapter.at-key', { key: shownKey(tensors[0]![0]), reason });
}
