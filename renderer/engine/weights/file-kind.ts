import { readRange } from '#renderer/engine/weights/read-range.ts';
import { openRegularFile } from '#renderer/engine/weights/regular-file.ts';
import { HEADER_BYTES_MAX, PREFIX_BYTES } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import { message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** What a file of weights is by its first bytes, whatever its name ends with. */
export type FileKind =
  | { readonly kind: 'safetensors' | 'torch' }
  /** Nothing that weights are read from; `reason` says what it is and what to do. */
  | { readonly kind: 'other'; readonly reason: Message }
  | { readonly kind: 'unknown' };

/** Enough to tell a web page by. */
const START_BYTES = 512;

/** Looks at the beginning of a file. Throws as the file system does. */
export async function fileKind(file: string): Promise<FileKind> {
  const handle = await openRegularFile(file);
  try {
    return kindOf(await readRange(handle, { position: 0, bytes: START_BYTES }));
  } finally {
    await handle.close();
  }
}

function kindOf(start: Buffer): FileKind {
  if (isSafetensors(start)) return { kind: 'safetensors' };
  const latin = start.toString('latin1');
  if (TORCH_STARTS.some((first) => latin.startsWith(first))) return { kind: 'torch' };
  const [, reason] = OTHERS.find(([starts]) => starts.some((first) => latin.startsWith(first))) ?? [];
  if (reason) return { kind: 'other', reason };
  const text = latin.replace(BYTE_ORDER_MARK, '').trimStart();
  if (/^<(!doctype|!--|html|head|body|\?xml)/i.test(text)) return { kind: 'other', reason: message('weights.is-page') };
  if (/^[{[]\s*["{[\]}]/.test(text)) return { kind: 'other', reason: message('weights.is-text') };
  const isBlank = start.length === START_BYTES && start.every((byte) => byte === 0);
  return isBlank ? { kind: 'other', reason: message('weights.is-blank') } : { kind: 'unknown' };
}

const BYTE_ORDER_MARK = /^\xef\xbb\xbf/;

/** A length that a header may have, and then an object. */
function isSafetensors(start: Buffer): boolean {
  if (start.length <= PREFIX_BYTES || start.readBigUInt64LE() > BigInt(HEADER_BYTES_MAX)) return false;
  return /^[{\s]/.test(String.fromCharCode(start[PREFIX_BYTES]!));
}

/** A zip archive; an empty one; a pickle of protocol 2 to 5. */
const TORCH_STARTS = ['PK\x03\x04', 'PK\x05\x06', '\x80\x02', '\x80\x03', '\x80\x04', '\x80\x05'];

/** What people have by mistake, or from another program, by how it starts. */
const OTHERS: readonly (readonly [readonly string[], Message])[] = [
  [['GGUF'], message('weights.is-gguf')],
  [['version https://git-lfs'], message('weights.is-pointer')],
  [['7z\xbc\xaf', 'Rar!', '\x1f\x8b', 'BZh', '\xfd7zXZ', '\x28\xb5\x2f\xfd'], message('weights.is-archive')],
  [['\x89PNG', '\xff\xd8\xff', 'GIF8', 'RIFF'], message('weights.is-picture')],
  [['\x89HDF'], message('weights.is-keras')],
];
