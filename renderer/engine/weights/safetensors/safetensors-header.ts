import { jsonMarks, jsonNestsDeeper, jsonStringEnd } from '#renderer/engine/weights/bounded-json.ts';
import { DTYPE_BYTES, isWeightDtype } from '#renderer/engine/weights/dtype.ts';
import type { WeightEntry, WeightMap } from '#renderer/engine/weights/weight-map.ts';
import type { Failure } from '#shared/failure.ts';
import { failure, message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';
import { shownText } from '#shared/text/shown.ts';

/** The published format caps the header at 100 MB; the largest checkpoint we know of needs under 1 MB. */
export const HEADER_BYTES_MAX = 100_000_000;

/** The eight bytes before the header, which hold its length. */
export const PREFIX_BYTES = 8;

/** The header is an object of objects with lists. */
const DEPTH_MAX = 8;

/** What a header says: where each weight lies, and the free texts beside them. */
export interface SafetensorsFile {
  readonly weights: WeightMap;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface HeaderSource {
  /** Absolute path, put into the entries. */
  readonly file: string;
  /** Size of the whole file. */
  readonly fileBytes: number;
  /** Bytes of the header, without the length before it. */
  readonly headerBytes: number;
}

/**
 * The entries of a safetensors header (https://github.com/huggingface/safetensors, section Format), with everything
 * checked that the format promises: unique keys, length = shape x dtype, and a data part that is filled from its first
 * to its last byte without gap or overlap. Throws Failure('invalid') naming file and key.
 */
export function parseHeader(text: string, source: HeaderSource): SafetensorsFile {
  const name = shortPath(source.file);
  const header = parseJson(text, name);
  const repeated = firstRepeatedKey(text);
  if (repeated !== null) throw refuse(name, message('weights.header-repeats', { key: quote(repeated) }));
  const entries = new Map<string, WeightEntry>();
  for (const [key, value] of Object.entries(header)) {
    if (key !== '__metadata__') entries.set(key, parseEntry(value, { key, name, source }));
  }
  checkCoverage(entries, source);
  return { weights: entries, metadata: textsOf(header.__metadata__) };
}

function textsOf(metadata: unknown): Record<string, string> {
  if (!isRecord(metadata)) return {};
  return Object.fromEntries(
    Object.entries(metadata).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** The last two parts of a path: enough to know which file, without telling a member how the disk is laid out. */
export function shortPath(file: string): string {
  return file.split('/').slice(-2).map(shownKey).join('/');
}

/** The sentence for a weights file that cannot be used. */
export function refuse(file: string, reason: Message): Failure {
  return failure('invalid', 'weights.unreadable', { file, reason });
}

/** Why one weight of a file cannot be used. */
export function aboutWeight(key: string, reason: Message): Message {
  return message('weights.of-weight', { key: quote(key), reason });
}

function parseJson(text: string, name: string): Record<string, unknown> {
  if (jsonNestsDeeper(text, DEPTH_MAX)) throw refuse(name, message('weights.header-deep', { limit: DEPTH_MAX }));
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch (cause) {
    throw failure(
      'invalid',
      'weights.unreadable',
      { file: name, reason: message('weights.header-no-json') },
      { cause },
    );
  }
  if (!isRecord(header)) throw refuse(name, message('weights.header-no-object'));
  return header;
}

interface EntryContext {
  readonly key: string;
  readonly name: string;
  readonly source: HeaderSource;
}

function parseEntry(value: unknown, { key, name, source }: EntryContext): WeightEntry {
  const fail = (reason: Message) => refuse(name, aboutWeight(key, reason));
  if (!isRecord(value)) throw fail(message('weights.no-object'));
  const { dtype, shape, data_offsets: offsets } = value;
  if (typeof dtype !== 'string') throw fail(message('weights.no-format', noFormat(String(dtype))));
  if (!isSizes(shape)) throw fail(message('weights.no-shape'));
  if (!isSizes(offsets) || offsets.length !== 2) throw fail(message('weights.no-offsets'));
  const [begin, end] = [offsets[0]!, offsets[1]!];
  const isRead = isWeightDtype(dtype);
  const given = end - begin;
  const expected = isRead ? shape.reduce((product, n) => product * n, DTYPE_BYTES[dtype]) : Math.max(0, given);
  if (given !== expected) {
    throw fail(message('weights.wrong-size', { dtype: shownKey(dtype), shape, expected, given }));
  }
  const start = PREFIX_BYTES + source.headerBytes;
  if (start + end > source.fileBytes) {
    throw fail(message('weights.truncated', { end: start + end, bytes: source.fileBytes }));
  }
  const place = { file: source.file, offset: start + begin, bytes: given, shape };
  // Nobody may ever ask for its numbers; who does is told.
  return isRead ? { ...place, dtype } : { ...place, dtype: 'U8', unread: shownKey(dtype) };
}

/** The values of the sentence for a format that is not read. */
export function noFormat(given: string): { given: string; known: readonly string[] } {
  return { given: quote(given), known: Object.keys(DTYPE_BYTES) };
}

function checkCoverage(entries: ReadonlyMap<string, WeightEntry>, source: HeaderSource): void {
  const sorted = [...entries].sort(([, a], [, b]) => a.offset - b.offset || a.bytes - b.bytes);
  const fail = (reason: Message) => refuse(shortPath(source.file), reason);
  const weightAt = (i: number) => message('weights.the-weight', { key: quote(sorted[i]![0]) });
  const before = (i: number) => (i === 0 ? message('weights.the-header') : weightAt(i - 1));
  let end = PREFIX_BYTES + source.headerBytes;
  for (const [i, [, { offset, bytes }]] of sorted.entries()) {
    if (offset < end) throw fail(message('weights.overlap', { weight: weightAt(i), before: before(i) }));
    if (offset > end) {
      throw fail(message('weights.gap', { bytes: offset - end, before: before(i), weight: weightAt(i) }));
    }
    end = offset + bytes;
  }
  const rest = source.fileBytes - end;
  if (rest > 0) throw fail(message('weights.rest', { bytes: rest, before: before(sorted.length) }));
}

/**
 * The first key that stands twice in the same object; JSON.parse silently keeps the last. The text is valid JSON by
 * now, so it is enough to follow strings and depth: a string at the start of a member is a key.
 */
function firstRepeatedKey(text: string): string | null {
  const open: { readonly keys: Set<string> | null; atKey: boolean }[] = [];
  for (const index of jsonMarks(text, '[]{},')) {
    const at = open[open.length - 1];
    const character = text[index]!;
    if (character === '"') {
      if (!at?.keys || !at.atKey) continue;
      const key = unescaped(text.slice(index, jsonStringEnd(text, index) + 1));
      if (at.keys.has(key)) return key;
      at.keys.add(key);
      at.atKey = false;
    } else if (character === '{') open.push({ keys: new Set(), atKey: true });
    else if (character === '[') open.push({ keys: null, atKey: false });
    else if (character === ',') at!.atKey = at!.keys !== null;
    else open.pop();
  }
  return null;
}

/** What a string of JSON says; for most keys, which have no escape, just what stands between the quotes. */
function unescaped(quoted: string): string {
  return quoted.includes('\\') ? String(JSON.parse(quoted)) : quoted.slice(1, -1);
}

/** Characters of a key in a sentence. */
const KEY_CHARS_MAX = 120;

/** A key as it may be shown: short, in quotation marks. */
export function quote(key: string): string {
  return `"${shownKey(key)}"`;
}

/** The same without quotation marks. */
export function shownKey(key: string): string {
  return shownText(key, KEY_CHARS_MAX);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSizes(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}
