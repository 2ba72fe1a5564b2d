import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { readFolderWeights } from '#renderer/engine/checkpoint/folder-weights.ts';
import { tagNetConfig } from '#renderer/engine/checkpoint/tag-net-config.ts';
import type { TagNetConfig } from '#renderer/engine/graph/nets/tag-net.ts';
import { readJsonFile } from '#renderer/engine/weights/bounded-json.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { failure, message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** A tag of a WD tagger: of what is seen, of who is seen, or a rating, which says how much is shown. */
export interface WdTag {
  readonly name: string;
  readonly kind: 'general' | 'character' | 'rating';
}

/** What the folder of a WD tagger holds (SmilingWolf/wd-vit-tagger-v3 and its like). */
export interface WdTaggerFiles {
  readonly config: TagNetConfig;
  /** By timm's keys. */
  readonly weights: WeightMap;
  /** In the order of the network's results. */
  readonly tags: readonly WdTag[];
}

/** The list of tags, by which such a folder is known. */
const TAGS_FILE = 'selected_tags.csv';

const TAGS_BYTES_MAX = 4 * 2 ** 20;

/** Whether a folder holds the files of a WD tagger. */
export async function isWdTagger(folder: string): Promise<boolean> {
  return (await stat(join(folder, TAGS_FILE)).catch(() => null))?.isFile() === true;
}

/**
 * Reads a WD tagger v3: timm's weights of one of four networks, config.json, and the list of its tags. Throws one sentence
 * that names the folder, and the key where it is none of them.
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
  const json = await readJsonFile(join(folder, 'config.json')).catch((cause: unknown) => {
    throw refuse(message('describer.no-config'), cause);
  });
  const config = tagNetConfig(weights, json);
  if (config === null) throw refuse(message('describer.no-network', { key: [...weights.keys()][0] ?? '' }));
  const tags = readTags(await tagsText(folder, refuse));
  if (tags.length !== config.tags) {
    throw refuse(message('describer.no-tags', { wanted: config.tags, given: tags.length }));
  }
  return { config, weights, tags };
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
