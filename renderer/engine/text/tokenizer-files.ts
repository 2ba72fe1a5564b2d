import { join } from 'node:path';
import { parseBoundedJson } from '#renderer/engine/weights/bounded-json.ts';
import { readTextFile } from '#renderer/engine/weights/regular-file.ts';
import type { Failure } from '#shared/failure.ts';
import { failure, message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** The largest that we know of has 4 MB. */
const FILE_BYTES_MAX = 16 * 2 ** 20;

/** An object of JSON, unchecked. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** An object out of a file of a tokenizer's folder; null when there is no such file. Throws `invalid` for anything else. */
export async function readTokenizerJson(folder: string, name: string): Promise<JsonRecord | null> {
  const text = await readTokenizerText(folder, name);
  return text === null ? null : parseTokenizerJson(text, name);
}

/** The same of a text that was read; `name` is for messages. */
export function parseTokenizerJson(text: string, name: string): JsonRecord {
  const value = parse(text, name);
  if (!isJsonRecord(value)) throw unusableTokenizer(message('tokenizer.no-object', { file: name }));
  return value;
}

/** Null when there is no such file. */
export async function readTokenizerText(folder: string, name: string): Promise<string | null> {
  try {
    return await readTextFile(join(folder, name), FILE_BYTES_MAX);
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw unusableTokenizer(message('tokenizer.no-file', { file: name, limit: FILE_BYTES_MAX }), error);
    }
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw failure('internal', 'tokenizer.unreadable', { file: name, problem: String(code) }, { cause: error });
  }
}

/** Neither a list nor null. */
export function isJsonRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Of a tokenizer that cannot be used, for this reason. */
export function unusableTokenizer(reason: Message, cause?: unknown): Failure {
  return failure('invalid', 'tokenizer.unusable', { reason }, cause === undefined ? {} : { cause });
}

function parse(text: string, name: string): unknown {
  try {
    return parseBoundedJson(text);
  } catch (cause) {
    throw unusableTokenizer(message('tokenizer.no-json', { file: name }), cause);
  }
}
