import { DTYPE_BYTES } from '#renderer/engine/weights/dtype.ts';
import { readRange } from '#renderer/engine/weights/read-range.ts';
import { quote, refuse } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import { isKind, type PickleStorage, type PickleValue } from '#renderer/engine/weights/torch/pickle-values.ts';
import type { StoragePlace } from '#renderer/engine/weights/torch/tensors.ts';
import type { ZipFile } from '#renderer/engine/weights/torch/zip-directory.ts';
import { message } from '#shared/text/failure.ts';

/** What a file of torch before 1.6 begins with, as a number. */
const MAGIC = 0x1950a86a20f9469cfc6cn;

const PROTOCOL = 1001;

/** Before each storage: its number of elements. */
const COUNT_BYTES = 8;

export interface LegacyParts {
  readonly source: ZipFile;
  /** The pickles before the weights. */
  readonly head: { readonly magic: PickleValue; readonly protocol: PickleValue; readonly system: PickleValue };
  /** The last pickle: the storages' keys, in the order of their data. */
  readonly keys: PickleValue;
  /** The storages that the weights' pickle refers to. */
  readonly storages: ReadonlyMap<string, PickleStorage>;
  /** Behind the last pickle. */
  readonly position: number;
}

/** Where the storages of a legacy file lie: one behind the other, each with its number of elements before it. */
export async function legacyPlaces(parts: LegacyParts): Promise<ReadonlyMap<string, StoragePlace>> {
  const { source, keys, storages } = parts;
  requireHead(parts);
  if (!isKind(keys, 'list')) throw refuse(source.name, message('torch.no-storages'));
  const places = new Map<string, StoragePlace>();
  let position = parts.position;
  for (const key of keys.items) {
    const storage = typeof key === 'string' ? storages.get(key) : undefined;
    if (typeof key !== 'string' || !storage)
      throw refuse(source.name, message('torch.unknown-storage', { storage: shown(key) }));
    const count = await readRange(source.handle, { position, bytes: COUNT_BYTES });
    if (count.length < COUNT_BYTES) throw truncated(source, key);
    const bytes = Number(count.readBigUInt64LE()) * DTYPE_BYTES[storage.dtype ?? 'U8'];
    const offset = position + COUNT_BYTES;
    if (offset + bytes > source.fileBytes) throw truncated(source, key);
    places.set(key, { offset, bytes });
    position = offset + bytes;
  }
  return places;
}

function requireHead({ source, head: { magic, protocol, system } }: LegacyParts): void {
  if (magic !== MAGIC || protocol !== PROTOCOL) {
    throw refuse(source.name, message('torch.no-mark'));
  }
  const isLittle = isKind(system, 'dict') && system.entries.get('little_endian') === true;
  if (!isLittle) throw refuse(source.name, message('torch.big-endian'));
}

function truncated(source: ZipFile, key: string): Error {
  return refuse(source.name, message('torch.storage-beyond', { storage: quote(key) }));
}

function shown(key: PickleValue): string {
  return typeof key === 'string' ? quote(key) : typeof key;
}
