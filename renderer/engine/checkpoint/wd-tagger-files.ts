import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { readFolderWeights } from '#renderer/engine/checkpoint/folder-weights.ts';
import type { TagVitConfig } from '#renderer/engine/graph/nets/tag-vit.ts';
import { readJsonFile } from '#renderer/engine/weights/bounded-json.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { failure, message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** A tag of a WD tagger: of what is seen, of who is seen, or a rating, which says how much is shown. */
export interface WdTag {
  readonly name: string;
  readonly kind: 'general' | 'character' | 'rating';
}

/** What the folder of a WD tagger holds (SmilingWolf/wd-vit-tagger-v3). */
export interface WdTaggerFiles {
  readonly config: TagVitConfig;
  /** By timm's keys. */
  readonly weights: WeightMap;
  /** In the order of the network's results. */
  readonly tags: readonly WdTag[];
}

/** The list of tags, by which such a folder is known. */
const TAGS_FILE = 'selected_tags.csv';

const TAGS_BYTES_MAX = 4 * 2 ** 20;

/** Numbers of a head, as timm has it in every size that was published. */
const HEAD_WIDTH = 64;

/** Whether a folder holds the files of a WD tagger. */
export async function isWdTagger(folder: string): Promise<boolean> {
  return (await stat(join(folder, TAGS_FILE)).catch(() => null))?.isFile() === true;
}

/**
 * Reads a WD tagger v3 that is a vision transformer: timm's weights, config.json, and the list of its tags. Throws one
 * sentence that names the folder, and the key where it is one of the others (SwinV2, ConvNeXt, EVA-02).
 */
export async function readWdTagger(folder: string): Promise<WdTaggerFiles> {
  const refuse = (reason: Message, cause?: unknown) =>
    failure(
      'invalid',
      'describer.unloadable',
      { file: basename(folder), reason },
      cause === undefined ? {} : { cause },
    );
  const weights = await readFolderWeights(folder, basename(folder));
  for (const key of ['pos_embed', 'blocks.0.attn.qkv.weight', 'patch_embed.proj.weight', 'head.weight']) {
    if (!weights.has(key)) throw refuse(message('describer.no-vit', { key }));
  }
  const json = await readJsonFile(join(folder, 'config.json')).catch((cause: unknown) => {
    throw refuse(message('describer.no-config'), cause);
  });
  const config = tagVitConfig(weights, activationOf(json));
  const tags = readTags(await tagsText(folder, refuse));
  if (tags.length !== config.tags) {
    throw refuse(message('describer.no-tags', { wanted: config.tags, given: tags.length }));
  }
  return { config, weights, tags };
}

/** Everything but the activation is in the weights' shapes. */
export function tagVitConfig(weights: WeightMap, activation: TagVitConfig['activation']): TagVitConfig {
  const shapeOf = (key: string) => weights.get(key)?.shape ?? [];
  const [tags = 0, width = 0] = shapeOf('head.weight');
  const [inner = 0] = shapeOf('blocks.0.mlp.fc1.weight');
  const [, , patch = 0] = shapeOf('patch_embed.proj.weight');
  const [, places = 0] = shapeOf('pos_embed');
  let layers = 0;
  while (weights.has(`blocks.${layers}.norm1.weight`)) layers++;
  return { width, inner, layers, heads: width / HEAD_WIDTH, side: Math.sqrt(places) * patch, patch, tags, activation };
}

function activationOf(json: unknown): TagVitConfig['activation'] {
  const args = (json as { model_args?: { act_layer?: unknown } } | null)?.model_args;
  return args?.act_layer === 'gelu_tanh' ? 'gelu_tanh' : 'gelu';
}

async function tagsText(folder: string, refuse: (reason: Message) => Error): Promise<string> {
  const file = join(folder, TAGS_FILE);
  if ((await stat(file)).size > TAGS_BYTES_MAX) throw refuse(message('describer.no-tags', { wanted: 0, given: 0 }));
  return readFile(file, 'utf8');
}

const KINDS: Readonly<Record<string, WdTag['kind']>> = { '4': 'character', '9': 'rating' };

/** Rows `tag_id,name,category,count`; a name may stand in quotes. */
export function readTags(text: string): readonly WdTag[] {
  const [head = '', ...rows] = text.split(/\r?\n/).filter((line) => line !== '');
  const columns = fieldsOf(head);
  const [name, category] = [columns.indexOf('name'), columns.indexOf('category')];
  return rows.map((row) => {
    const fields = fieldsOf(row);
    return { name: fields[name] ?? '', kind: KINDS[fields[category] ?? ''] ?? 'general' };
  });
}

function fieldsOf(line: string): readonly string[] {
  return Array.from(line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g), ([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
  );
}
