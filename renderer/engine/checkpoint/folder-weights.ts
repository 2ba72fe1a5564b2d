import { readdir } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { unloadable } from '#renderer/engine/checkpoint/unloadable.ts';
import { readJsonFile } from '#renderer/engine/weights/bounded-json.ts';
import { isWeightsFile, readWeights } from '#renderer/engine/weights/read-weights.ts';
import { quote, shortPath, shownKey } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import type { WeightEntry, WeightMap } from '#renderer/engine/weights/weight-map.ts';
import type { Failure } from '#shared/failure.ts';
import { failure, message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/**
 * The weights of one part of a diffusers folder, of a model of this name. Of several files it takes safetensors before
 * .bin, the plain name before the fp16 variant before any other, and the whole file before a divided one. Throws
 * `invalid` that names the part, or the file and key.
 */
export async function readFolderWeights(folder: string, model: string): Promise<WeightMap> {
  const names = await readdir(folder).catch(() => [] as string[]);
  const [best] = names
    .flatMap((name) => candidate(name) ?? [])
    .sort((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : 1));
  if (best) return best.isIndex ? readDivided(join(folder, best.name)) : readWeights(join(folder, best.name));
  const piece = names.find((name) => PIECE.test(name));
  const part = basename(folder);
  if (piece) throw unloadable(model, message('checkpoint.no-index', { part, piece }));
  throw unloadable(model, message('checkpoint.no-weights', { part }));
}

interface Candidate {
  readonly name: string;
  readonly isIndex: boolean;
  /** The least is taken. */
  readonly rank: number;
}

/** One of several: `model-00001-of-00002.safetensors`, `model.fp16-00001-of-00002.safetensors` … */
const PIECE = /-\d{5}-of-\d{5}\b/;

/** diffusers' and transformers' own names; other .bin files in such folders are no weights (optimizer.bin …). */
const USUAL_STEM = /^(diffusion_pytorch_model|pytorch_model|model)(\.|$)/;

function candidate(name: string): Candidate | null {
  const isIndex = name.endsWith('.json');
  if (isIndex && !/\.index(\.[^.]+)?\.json$/.test(name)) return null;
  const whole = name.replace(/\.index(?=\.)/, '').replace(/\.json$/, '');
  // The variant stands behind the ending in an index of diffusers, before it in all other names.
  const format = /\.(safetensors|bin)(?=\.|$)/.exec(whole)?.[1];
  if (!format || PIECE.test(name) || (!isIndex && !isWeightsFile(name))) return null;
  const isUsual = USUAL_STEM.test(name);
  if (format === 'bin' && !isUsual) return null;
  const variant = whole.replace(`.${format}`, '').split('.').slice(1).join('.');
  const variantRank = variant === '' ? 0 : variant === 'fp16' ? 1 : 2;
  const rank = (format === 'bin' ? 100 : 0) + 10 * variantRank + (isUsual ? 0 : 5) + (isIndex ? 1 : 0);
  return { name, isIndex, rank };
}

/** The pieces that an index lists, each with exactly the keys that the index says. */
async function readDivided(index: string): Promise<WeightMap> {
  const homes = await readIndex(index);
  const shown = shortPath(index);
  const files = new Map<string, WeightMap>();
  for (const name of new Set(homes.values())) files.set(name, await readWeights(join(dirname(index), name)));
  const weights = new Map<string, WeightEntry>();
  for (const [key, name] of homes) {
    const entry = files.get(name)!.get(key);
    if (!entry)
      throw unusable(message('checkpoint.index-claims', { index: shown, file: shownKey(name), key: quote(key) }));
    weights.set(key, entry);
  }
  for (const [name, map] of files) {
    const stray = [...map.keys()].find((key) => homes.get(key) !== name);
    if (stray === undefined) continue;
    throw unusable(message('checkpoint.index-lacks', { index: shown, file: name, key: quote(stray) }));
  }
  return weights;
}

/** The file of each key. A name with a folder in it cannot be meant: pieces lie beside their index. */
async function readIndex(file: string): Promise<ReadonlyMap<string, string>> {
  const index = shortPath(file);
  const map = field(await parseJson(file), 'weight_map');
  if (typeof map !== 'object' || map === null) throw unusable(message('checkpoint.index-no-map', { index }));
  const homes = new Map<string, string>();
  for (const [key, name] of Object.entries(map)) {
    if (typeof name !== 'string' || basename(name) !== name || !['.safetensors', '.bin'].includes(extname(name))) {
      const given = quote(String(name));
      throw unusable(message('checkpoint.index-no-file', { index, key: quote(key), given }));
    }
    homes.set(key, name);
  }
  if (homes.size === 0) throw unusable(message('checkpoint.index-empty', { index }));
  return homes;
}

async function parseJson(file: string): Promise<unknown> {
  try {
    return await readJsonFile(file);
  } catch (cause) {
    throw unusable(message('checkpoint.index-no-json', { index: shortPath(file) }), cause);
  }
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? (Object.entries(value).find(([name]) => name === key)?.[1] ?? null)
    : null;
}

function unusable(reason: Message, cause?: unknown): Failure {
  return failure('invalid', 'checkpoint.index', { reason }, cause === undefined ? {} : { cause });
}
