import { createHash } from 'node:crypto';
import type { StoredPicture } from '#bot/domain/job.ts';
import type { Picture, RenderSpec } from '#shared/contract/messages.ts';
import { Failure } from '#shared/failure.ts';

/** A picture larger than this is a mistake. Bytes. */
const PICTURE_BYTES_MAX = 64 * 1024 * 1024;

/** A picture that has arrived whole. */
export interface ArrivedPicture {
  readonly picture: Omit<StoredPicture, 'file'>;
  readonly data: Uint8Array;
}

/** Puts pieces together. */
export interface PictureAssembly {
  add(piece: Picture): void;
  /** All pictures of the render in order; throws when one is missing. */
  complete(): readonly ArrivedPicture[];
}

/**
 * Collects the pictures of one render. Throws `internal` for whatever is not what was asked for: a wrong index or size, a
 * wrong SHA-256, not a whole PNG, other dimensions. What is not right is never shown.
 */
export function assemblePictures(spec: Pick<RenderSpec, 'width' | 'height' | 'count'>): PictureAssembly {
  const arrived: ArrivedPicture[] = [];
  let pieces: Uint8Array[] = [];
  let bytes = 0;
  return {
    add(piece) {
      if (piece.index !== arrived.length || piece.index >= spec.count)
        throw wrong(`picture ${piece.index} came where ${arrived.length} of ${spec.count} was due`);
      bytes += piece.data.length;
      if (bytes > Math.min(piece.size, PICTURE_BYTES_MAX))
        throw wrong(`picture ${piece.index} has ${bytes} bytes or more, and said ${piece.size}`);
      pieces.push(piece.data);
      if (!piece.last) return;
      arrived.push(check(Buffer.concat(pieces), { piece, spec }));
      pieces = [];
      bytes = 0;
    },
    complete() {
      if (arrived.length !== spec.count) throw wrong(`${arrived.length} of ${spec.count} pictures came`);
      return arrived;
    },
  };
}

function check(
  data: Buffer,
  { piece, spec }: { readonly piece: Picture; readonly spec: Pick<RenderSpec, 'width' | 'height'> },
): ArrivedPicture {
  const { index, seed, size, sha256 } = piece;
  if (data.length !== size) throw wrong(`picture ${index} has ${data.length} bytes, and said ${size}`);
  if (createHash('sha256').update(data).digest('hex') !== sha256)
    throw wrong(`picture ${index} does not have its SHA-256`);
  const dimensions = readPngSize(data);
  if (!dimensions) throw wrong(`picture ${index} is not a whole PNG`);
  const { width, height } = dimensions;
  if (width !== spec.width || height !== spec.height)
    throw wrong(`picture ${index} is ${width}x${height}, and ${spec.width}x${spec.height} was asked for`);
  return { picture: { index, seed, bytes: data.length, width, height }, data };
}

/** PNG signature and IHDR in front, IEND at the end (W3C PNG, third edition, 5.2 and 11.2). */
const PNG_START = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const PNG_END = Buffer.from('0000000049454e44ae426082', 'hex');

function readPngSize(data: Buffer): { readonly width: number; readonly height: number } | null {
  const isWhole = data.length > 45 && data.subarray(0, 16).equals(PNG_START) && data.subarray(-12).equals(PNG_END);
  return isWhole ? { width: data.readUInt32BE(16), height: data.readUInt32BE(20) } : null;
}

function wrong(what: string): Failure {
  return new Failure('internal', `Cannot use what the renderer sent: ${what}`);
}
