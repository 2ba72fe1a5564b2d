import { createHash } from 'node:crypto';
import type { FilePiece } from '#shared/contract/messages.ts';

/** A file cut into pieces as a renderer sends it. */
export function piecesOf(file: Buffer, bytes = 256 * 1024): readonly FilePiece[] {
  const sha256 = createHash('sha256').update(file).digest('hex');
  return Array.from({ length: Math.max(1, Math.ceil(file.length / bytes)) }, (_, at) => {
    const last = (at + 1) * bytes >= file.length;
    const data = file.subarray(at * bytes, (at + 1) * bytes);
    return { data, last, size: file.length, sha256: last ? sha256 : '' };
  });
}
