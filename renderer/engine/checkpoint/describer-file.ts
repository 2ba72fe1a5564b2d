import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { readCaptioner } from '#renderer/engine/checkpoint/captioner-files.ts';
import { isTagger, readTagger } from '#renderer/engine/checkpoint/tagger-files.ts';
import { isWdTagger, readWdTagger } from '#renderer/engine/checkpoint/wd-tagger-files.ts';
import { readWeights } from '#renderer/engine/weights/read-weights.ts';
import { failure, message } from '#shared/text/failure.ts';

/** What a file or folder is that describes pictures. */
export interface DescriberFile {
  readonly kind: 'captions' | 'tags';
  /** Whether what it says can be read; a captioner without its vocabulary gives numbers. */
  readonly hasWords: boolean;
}

/** Finds what describes pictures, by its keys. Throws one sentence that names the file and what would do. */
export async function readDescriber(path: string): Promise<DescriberFile> {
  const found = await stat(path).catch((cause: unknown) => {
    throw failure('not-found', 'describer.missing', { file: basename(path) }, { cause });
  });
  if (found.isFile() && isTagger(await readWeights(path))) {
    await readTagger(path);
    return { kind: 'tags', hasWords: true };
  }
  if (found.isDirectory() && (await isWdTagger(path))) {
    await readWdTagger(path);
    return { kind: 'tags', hasWords: true };
  }
  const { tokenizer } = await readCaptioner(path);
  return { kind: 'captions', hasWords: tokenizer !== null };
}

/** That a describer's words are missing. */
export function withoutWords(path: string) {
  return failure('invalid', 'describer.unloadable', {
    file: basename(path),
    reason: message('describer.no-vocabulary'),
  });
}
