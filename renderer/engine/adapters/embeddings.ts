import { parseAdapterKey } from '#renderer/engine/adapters/adapter-keys.ts';
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
 * Reads embeddings for text encoders of these widths: diffusers (one tensor for each word, whatever its key), A1111
 * (`emb_params`, or a .pt with `string_to_param`), SDXL's pairs or halves (`clip_l`, `clip_g`, `text_encoders_0`, …) and
 * what OneTrainer puts into a LoRA's file. Null for no files. Throws `invalid` naming embedding, file and key for one that
 * is damaged or made for another family.
 */
export async function readEmbeddings(
  files: readonly EmbeddingFile[],
  widths: readonly number[],
): Promise<EmbeddingTable | null> {
  if (files.length === 0) return null;
  const words = new Map<string, PerEncoder>();
  for (const file of files) {
    for (const [word, vectors] of (await readEmbedding(file, widths)).words) words.set(word, vectors);
  }
  return { words };
}

/** By encoder; none for one that reads the word as it is spelt. */
type PerEncoder = readonly (readonly Float32Array[])[];

/** What one file holds: usually one word, called as the file is. */
export interface LoadedEmbedding {
  readonly words: ReadonlyMap<string, PerEncoder>;
  /** What of the file nothing is drawn with, one sentence each. */
  readonly notes: readonly Message[];
}

/** Reads one file, with its numbers. */
export async function readEmbedding(file: EmbeddingFile, widths: readonly number[]): Promise<LoadedEmbedding> {
  const refuse: Refuse = (reason) =>
    failure('invalid', 'embedding.unusable', { name: shownKey(file.name), file: shortPath(file.file), reason });
  const weights = await readWeights(file.file);
  const byWord = sortTensors(weights, { file, widths, refuse });
  const words = new Map<string, PerEncoder>();
  for (const [word, tensors] of byWord) words.set(word, await vectorsOfWord(tensors, { widths, refuse }));
  const used = new Set([...byWord.values()].flatMap((tensors) => tensors.map(({ key }) => key)));
  const [unused, ...more] = [...weights.keys()].filter((key) => !used.has(key) && !COUNTER.test(key));
  const told =
    unused === undefined ? [] : [message('embedding.unused', { key: shownKey(unused), others: more.length })];
  return { words, notes: told };
}

/** A tensor of a word, and which encoder it is for; null where the file does not say. */
interface WordTensor {
  readonly key: string;
  readonly entry: WeightEntry;
  readonly encoder: 'first' | 'second' | null;
}
type Refuse = (reason: Message) => Failure;

/** What a file holds besides vectors: counters and the ids of tokens that A1111 and training programs store. */
const COUNTER = /^(string_to_token\..*|step|global_step|epoch)$/;

const ENCODERS: ReadonlyMap<string, 'first' | 'second'> = new Map([
  ['clip_l', 'first'],
  ['text_encoders_0', 'first'],
  ['clip_g', 'second'],
  ['text_encoders_1', 'second'],
]);
const A1111_KEY = /^(emb_params|string_to_param\.[^.]+)$/;
/** A LoRA's file with the words that were trained with it. */
const BUNDLED = /^bundle_emb\.(.+)\.([^.]+)$/;

interface SortContext {
  readonly file: EmbeddingFile;
  readonly widths: readonly number[];
  readonly refuse: Refuse;
}

/** The tensors of a file by the word that they stand for. */
function sortTensors(
  weights: WeightMap,
  { file, widths, refuse }: SortContext,
): ReadonlyMap<string, readonly WordTensor[]> {
  const bundled = new Map<string, WordTensor[]>();
  const named: WordTensor[] = [];
  for (const [key, entry] of weights) {
    const [, word, place = key] = BUNDLED.exec(key) ?? [];
    const encoder = ENCODERS.get(place);
    if (encoder && word !== undefined) bundled.set(word, [...(bundled.get(word) ?? []), { key, entry, encoder }]);
    else if (encoder) named.push({ key, entry, encoder });
  }
  if (bundled.size > 0) return bundled;
  if (named.length > 0) return new Map([[file.name, named]]);
  const known = [...weights].filter(([key]) => A1111_KEY.test(key));
  const tensors = (known.length > 0 ? known : [...weights]).map(([key, entry]) => ({ key, entry, encoder: null }));
  const [first, second] = tensors;
  if (!first) throw refuse(message('embedding.empty'));
  if (!second) return new Map([[file.name, tensors]]);
  if (tensors.every((tensor) => isWord(tensor, widths))) return new Map(tensors.map((each) => [each.key, [each]]));
  const keys = [shownKey(first.key), shownKey(second.key)];
  throw refuse(message('embedding.tensors', { count: tensors.length, keys }));
}

/** One of several words of a file, by its key: diffusers' way to save what was learnt together. */
function isWord({ key, entry }: WordTensor, widths: readonly number[]): boolean {
  return entry.shape.length <= 2 && entry.shape.at(-1) === widths[0] && parseAdapterKey(key) === null;
}

async function vectorsOfWord(
  tensors: readonly WordTensor[],
  { widths, refuse }: Omit<SortContext, 'file'>,
): Promise<PerEncoder> {
  const placed = tensors.map((tensor) => ({ ...tensor, place: placeOf(tensor, tensors.length, widths) }));
  if (placed.some(({ entry, place }) => place === null || entry.shape.at(-1) !== widths[place])) {
    throw refuse(familyReason(tensors, widths));
  }
  return Promise.all(
    widths.map(async (_width, i) => {
      const found = placed.find(({ place }) => place === i);
      if (!found) return [];
      const at = { key: shownKey(found.key) };
      return vectorsOf(found.entry, (reason) => refuse(message('adapter.at-key', { ...at, reason })));
    }),
  );
}

/** Which of the model's encoders a tensor is for; null for none. A half alone goes to a model with one encoder, too. */
function placeOf({ encoder }: WordTensor, count: number, widths: readonly number[]): number | null {
  if (widths.length === 1) return count === 1 ? 0 : null;
  if (encoder === null) return null;
  return encoder === 'first' ? 0 : 1;
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

function familyReason(tensors: readonly WordTensor[], widths: readonly number[]): Message {
  const inOrder = tensors.toSorted((a, b) => Number(a.encoder === 'second') - Number(b.encoder === 'second'));
  const theirs = inOrder.map(({ entry: { shape } }) => shape.at(-1) ?? 0);
  const name = (family: readonly number[]) => {
    const width = family.join('+');
    const known = FAMILIES.get(width);
    return known ? message('embedding.of-family', { family: known, width }) : message('embedding.of-width', { width });
  };
  const reason = message('embedding.family', { theirs: name(theirs), ours: name(widths) });
  return message('adapter.at-key', { key: shownKey(inOrder[0]!.key), reason });
}
