import { basename } from 'node:path';
import { readCaptioner } from '#renderer/engine/checkpoint/captioner-files.ts';
import { failure, message } from '#shared/text/failure.ts';

/** What a file or folder is that describes pictures. */
export interface DescriberFile {
  readonly kind: 'captions' | 'tags';
  /** Whether what it says can be read; a captioner without its vocabulary gives numbers. */
  readonly hasWords: boolean;
}

/** Finds what describes pictures, by its keys. Throws one sentence that names the file and what would do. */
export async function readDescriber(path: string): Promise<DescriberFile> {
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
