import { writeFileSync } from 'node:fs';
import type { WeightDtype } from '#renderer/engine/weights/weight-map.ts';

/** A tensor to write; its numbers are given as they are stored. */
export interface TorchTensor {
  readonly dtype: WeightDtype;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
  /** Of a view; row order when left out. */
  readonly strides?: readonly number[];
  readonly offset?: number;
}

const STORAGES: Partial<Record<WeightDtype, string>> = {
  F32: 'FloatStorage',
  F16: 'HalfStorage',
  BF16: 'BFloat16Storage',
  F64: 'DoubleStorage',
  I64: 'LongStorage',
  I32: 'IntStorage',
  U8: 'ByteStorage',
  BOOL: 'BoolStorage',
};

/** Opcodes of a pickle, spelt out: what torch.save writes, and what nobody should. */
export const op = {
  proto: Buffer.from([0x80, 2]),
  mark: Buffer.from('('),
  stop: Buffer.from('.'),
  dict: Buffer.from('}'),
  list: Buffer.from(']'),
  emptyTuple: Buffer.from(')'),
  tuple: Buffer.from('t'),
  tuple1: Buffer.from([0x85]),
  tuple2: Buffer.from([0x86]),
  setItem: Buffer.from('s'),
  setItems: Buffer.from('u'),
  appends: Buffer.from('e'),
  reduce: Buffer.from('R'),
  build: Buffer.from('b'),
  persistentId: Buffer.from('Q'),
  isFalse: Buffer.from([0x89]),
  isTrue: Buffer.from([0x88]),
  none: Buffer.from('N'),
  global: (module: string, name: string) => Buffer.from(`c${module}\n${name}\n`),
  text: (text: string) => Buffer.concat([Buffer.from('X'), uint32(Buffer.byteLength(text)), Buffer.from(text)]),
  int: (value: number) => Buffer.concat([Buffer.from('J'), uint32(value)]),
  put: (index: number) => Buffer.concat([Buffer.from('r'), uint32(index)]),
  get: (index: number) => Buffer.concat([Buffer.from('j'), uint32(index)]),
};

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

export function pickle(...parts: readonly Buffer[]): Buffer {
  return Buffer.concat([op.proto, ...parts, op.stop]);
}

const sizes = (values: readonly number[]) => [op.mark, ...values.map(op.int), op.tuple];

/** The opcodes of one tensor whose numbers lie in storage `key`. */
export function tensorOpcodes(
  tensor: TorchTensor,
  { key, isLegacy = false }: { key: string; isLegacy?: boolean },
): Buffer {
  const { dtype, shape, offset = 0, strides = rowStrides(shape) } = tensor;
  const isNew = dtype === 'F8_E4M3' || dtype === 'F8_E5M2';
  const count = tensor.bytes.length / ({ F32: 4, I32: 4, F16: 2, BF16: 2, F64: 8, I64: 8 }[dtype as string] ?? 1);
  return Buffer.concat([
    op.global('torch._utils', isNew ? '_rebuild_tensor_v3' : '_rebuild_tensor_v2'),
    op.mark,
    op.mark,
    op.text('storage'),
    isNew ? op.global('torch.storage', 'UntypedStorage') : op.global('torch', STORAGES[dtype]!),
    op.text(key),
    op.text('cpu'),
    op.int(count),
    ...(isLegacy ? [op.none] : []),
    op.tuple,
    op.persistentId,
    op.int(offset),
    ...sizes(shape),
    ...sizes(strides),
    op.isFalse,
    op.global('collections', 'OrderedDict'),
    op.emptyTuple,
    op.reduce,
    ...(isNew ? [op.global('torch', dtype === 'F8_E4M3' ? 'float8_e4m3fn' : 'float8_e5m2')] : []),
    op.tuple,
    op.reduce,
  ]);
}

export function rowStrides(shape: readonly number[]): number[] {
  return shape.map((_, i) => shape.slice(i + 1).reduce((product, n) => product * n, 1));
}

/** What torch.save writes for a dict of tensors: a zip archive, nothing compressed. */
export function torchZip(tensors: ReadonlyMap<string, TorchTensor>, wrap = (state: Buffer) => state): Buffer {
  const entries = [...tensors];
  const state = Buffer.concat([
    op.dict,
    op.mark,
    ...entries.flatMap(([key, tensor], i) => [op.text(key), tensorOpcodes(tensor, { key: String(i) })]),
    op.setItems,
  ]);
  return zip([
    ['archive/data.pkl', pickle(wrap(state))],
    ['archive/byteorder', Buffer.from('little')],
    ...entries.map(([, { bytes }], i): [string, Uint8Array] => [`archive/data/${i}`, bytes]),
    ['archive/version', Buffer.from('3\n')],
  ]);
}

/** The same in the format before torch 1.6. */
export function torchLegacy(tensors: ReadonlyMap<string, TorchTensor>): Buffer {
  const entries = [...tensors];
  const magic = Buffer.from([0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e]);
  const state = entries.flatMap(([key, tensor], i) => [
    op.text(key),
    tensorOpcodes(tensor, { key: String(i), isLegacy: true }),
  ]);
  const count = ([, { bytes, dtype }]: [string, TorchTensor]) => {
    const buffer = Buffer.alloc(8);
    const size = { F32: 4, F16: 2, BF16: 2, F64: 8, I64: 8 }[dtype as string] ?? 1;
    buffer.writeBigUInt64LE(BigInt(bytes.length / size));
    return buffer;
  };
  return Buffer.concat([
    magic,
    pickle(op.int(1001)),
    pickle(op.dict, op.text('little_endian'), op.isTrue, op.setItem),
    pickle(op.dict, op.mark, ...state, op.setItems),
    pickle(op.list, op.mark, ...entries.map((_, i) => op.text(String(i))), op.appends),
    ...entries.flatMap((entry) => [count(entry), Buffer.from(entry[1].bytes)]),
  ]);
}

export interface ZipOptions {
  readonly method?: number;
  readonly flags?: number;
  /** Writes every size and place in the zip64 way. */
  readonly isWide?: boolean;
}

/** A zip archive (PKWARE APPNOTE 6.3.9) of stored files. */
export function zip(files: readonly (readonly [string, Uint8Array])[], options: ZipOptions = {}): Buffer {
  const { method = 0, flags = 0, isWide = false } = options;
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of files) {
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50);
    local.writeUInt16LE(Buffer.byteLength(name), 26);
    parts.push(local, Buffer.from(name), Buffer.from(content));
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50);
    entry.writeUInt16LE(flags, 8);
    entry.writeUInt16LE(method, 10);
    entry.writeUInt32LE(isWide ? 0xffffffff : content.length, 20);
    entry.writeUInt32LE(isWide ? 0xffffffff : content.length, 24);
    entry.writeUInt16LE(Buffer.byteLength(name), 28);
    entry.writeUInt32LE(isWide ? 0xffffffff : offset, 42);
    const extra = isWide ? wideField([content.length, content.length, offset]) : Buffer.alloc(0);
    entry.writeUInt16LE(extra.length, 30);
    directory.push(entry, Buffer.from(name), extra);
    offset += 30 + Buffer.byteLength(name) + content.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(isWide ? 0xffff : files.length, 10);
  end.writeUInt32LE(isWide ? 0xffffffff : listed.length, 12);
  end.writeUInt32LE(isWide ? 0xffffffff : offset, 16);
  const wide = isWide ? [wideEnd(files.length, { bytes: listed.length, offset })] : [];
  return Buffer.concat([...parts, listed, ...wide, end]);
}

function wideField(values: readonly number[]): Buffer {
  const field = Buffer.alloc(4 + 8 * values.length);
  field.writeUInt16LE(1);
  field.writeUInt16LE(8 * values.length, 2);
  for (const [i, value] of values.entries()) field.writeBigUInt64LE(BigInt(value), 4 + 8 * i);
  return field;
}

function wideEnd(count: number, { bytes, offset }: { bytes: number; offset: number }): Buffer {
  const end = Buffer.alloc(56 + 20);
  end.writeUInt32LE(0x06064b50);
  end.writeBigUInt64LE(BigInt(count), 32);
  end.writeBigUInt64LE(BigInt(bytes), 40);
  end.writeBigUInt64LE(BigInt(offset), 48);
  end.writeUInt32LE(0x07064b50, 56);
  end.writeBigUInt64LE(BigInt(offset + bytes), 56 + 8);
  return end;
}

export function writeTorch(file: string, content: Buffer): string {
  writeFileSync(file, content);
  return file;
}

/** float32 numbers as they are stored. */
export function floats(...values: readonly number[]): Uint8Array {
  return new Uint8Array(Float32Array.from(values).buffer);
}
