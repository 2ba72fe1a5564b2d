import { createHash } from 'node:crypto';
import { failure, say } from '#bot/text/say.ts';
import type { FilePiece } from '#shared/contract/messages.ts';
import type { Failure } from '#shared/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** A file that has arrived whole and is what its sender said. */
export interface ArrivedFile {
  readonly data: Buffer;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Puts pieces together, one file after another. `add` gives the file with its last piece, null before. Throws `internal`
 * for more bytes than were said or than `bytesMax`, for fewer, and for a wrong SHA-256; `what` names the file.
 */
export function collectPieces(bytesMax: number): { add(piece: FilePiece, what: Message): ArrivedFile | null } {
  let pieces: Uint8Array[] = [];
  let bytes = 0;
  return {
    add(piece, what) {
      bytes += piece.data.length;
      if (bytes > Math.min(piece.size, bytesMax))
        throw wrongResult(say('result.too-long', { what, bytes, size: piece.size }));
      pieces.push(piece.data);
      if (!piece.last) return null;
      const data = Buffer.concat(pieces);
      pieces = [];
      bytes = 0;
      if (data.length !== piece.size)
        throw wrongResult(say('result.length', { what, bytes: data.length, size: piece.size }));
      const sha256 = createHash('sha256').update(data).digest('hex');
      if (sha256 !== piece.sha256) throw wrongResult(say('result.hash', { what }));
      return { data, bytes: data.length, sha256 };
    },
  };
}

/** What is thrown when a renderer sends what was not asked for. */
export function wrongResult(why: Message): Failure {
  return failure('internal', 'result.wrong', { why });
}
