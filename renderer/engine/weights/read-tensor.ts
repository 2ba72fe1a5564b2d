import type { Tensor } from '#renderer/engine/tensor.ts';
import { DTYPE_BYTES } from '#renderer/engine/weights/dtype.ts';
import { bfloatToFloat, eightBitToFloat, halfToFloat } from '#renderer/engine/weights/half.ts';
import { openRegularFile } from '#renderer/engine/weights/regular-file.ts';
import { inRows } from '#renderer/engine/weights/row-order.ts';
import { noFormat, refuse, shortPath } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import type { WeightDtype, WeightEntry } from '#renderer/engine/weights/weight-map.ts';
import { failure, message } from '#shared/text/failure.ts';

/** Reads one weight into memory as float32, whatever it is stored as. For adapters and other small weights. */
export async function readTensor(entry: WeightEntry): Promise<Tensor> {
  if (entry.unread) throw refuse(shortPath(entry.file), message('weights.unread', noFormat(entry.unread)));
  return { dims: entry.shape, data: toFloat(await readInRows(entry), entry.dtype) };
}

/** The bytes of one weight in row order, in whatever order its dimensions lie in the file. */
export async function readInRows(entry: WeightEntry): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await readBytes(entry);
  const { shape, strides, dtype } = entry;
  return strides ? inRows(bytes, { shape, strides }, DTYPE_BYTES[dtype]) : bytes;
}

/** The bytes of one weight as they are stored; the buffer is the caller's and starts at an aligned address. */
export async function readBytes(entry: WeightEntry): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(entry.bytes);
  const handle = await openRegularFile(entry.file).catch((cause: unknown) => {
    throw failure('not-found', 'weights.gone', { file: shortPath(entry.file) }, { cause });
  });
  try {
    let done = 0;
    while (done < bytes.length) {
      const { bytesRead } = await handle.read(bytes, done, bytes.length - done, entry.offset + done);
      if (bytesRead === 0) throw refuse(shortPath(entry.file), message('weights.ended', { byte: entry.offset + done }));
      done += bytesRead;
    }
  } finally {
    await handle.close();
  }
  return bytes;
}

/** Stored bytes -> float32 values. The buffer must start at an address the format allows (a fresh one does). */
export function toFloat(bytes: Uint8Array<ArrayBuffer>, dtype: WeightDtype): Float32Array {
  const { buffer, byteOffset, length } = bytes;
  switch (dtype) {
    case 'F32':
      return new Float32Array(buffer, byteOffset, length / 4);
    case 'F16':
      return halfToFloat(new Uint16Array(buffer, byteOffset, length / 2));
    case 'BF16':
      return bfloatToFloat(new Uint16Array(buffer, byteOffset, length / 2));
    case 'F64':
      return Float32Array.from(new Float64Array(buffer, byteOffset, length / 8));
    case 'I64':
      return Float32Array.from(new BigInt64Array(buffer, byteOffset, length / 8), Number);
    case 'U64':
      return Float32Array.from(new BigUint64Array(buffer, byteOffset, length / 8), Number);
    case 'I32':
      return Float32Array.from(new Int32Array(buffer, byteOffset, length / 4));
    case 'U32':
      return Float32Array.from(new Uint32Array(buffer, byteOffset, length / 4));
    case 'I16':
      return Float32Array.from(new Int16Array(buffer, byteOffset, length / 2));
    case 'U16':
      return Float32Array.from(new Uint16Array(buffer, byteOffset, length / 2));
    case 'I8':
      return Float32Array.from(new Int8Array(buffer, byteOffset, length));
    case 'U8':
    case 'BOOL':
      return Float32Array.from(bytes);
    case 'F8_E4M3':
      return eightBitToFloat(bytes, 'E4M3');
    case 'F8_E5M2':
      return eightBitToFloat(bytes, 'E5M2');
  }
}
