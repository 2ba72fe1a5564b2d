import type { FileHandle } from 'node:fs/promises';

export interface FileRange {
  readonly position: number;
  readonly bytes: number;
}

/** The bytes of a range; fewer where the file ends before. */
export async function readRange(handle: FileHandle, { position, bytes }: FileRange): Promise<Buffer> {
  const buffer = Buffer.alloc(bytes);
  let done = 0;
  while (done < bytes) {
    const { bytesRead } = await handle.read(buffer, done, bytes - done, position + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return buffer.subarray(0, done);
}
