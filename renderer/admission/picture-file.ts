import { wrong } from '#renderer/admission/bounds.ts';
import { type PictureHeader, readPictureHeader } from '#renderer/admission/picture-header.ts';
import { GIVEN_PIXELS_MAX } from '#shared/contract/bounds.ts';
import type { Failure } from '#shared/failure.ts';
import { failure, message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** Bytes of one file. Two of them and a prompt fit into a message (see server.ts). */
const BYTES_MAX = 8 * 2 ** 20;

type PictureName = 'image' | 'mask' | 'control-image';

/**
 * What the header of a picture's file says, before anything of it is decoded. Throws `invalid` for what is too much, for
 * several frames, and for more bits than are looked at: nothing of a picture is left out in silence.
 */
export function requirePicture(name: PictureName, file: Uint8Array): PictureHeader {
  const field = message(`field.${name}`);
  const header = readHeader(file, (limit, given) => wrong(field, limit, given));
  if (header.isAnimated) throw wrong(field, message('limit.still'), message('given.animation'));
  if (header.bits > 8) throw wrong(field, message('limit.eight-bits'), message('given.bits', { bits: header.bits }));
  return header;
}

/** The same for a picture that goes through a network as it is, alone. */
export function requireEightBit(file: Uint8Array): PictureHeader {
  const unusable = (limit: Message, given: Given) => failure('invalid', 'picture.unusable', { limit, given });
  if (file.length === 0) throw unusable(message('limit.picture-file'), message('given.none'));
  const header = readHeader(file, unusable);
  if (header.isAnimated) throw failure('invalid', 'picture.moves');
  if (header.bits > 8) throw failure('invalid', 'picture.bits', { limit: 8 });
  return header;
}

/** A mask that lies over something: in other proportions it would lie elsewhere than it was drawn. */
export function requireMask(file: Uint8Array, under: Sides): void {
  const mask = requirePicture('mask', file);
  // EXIF can turn either picture, which its header does not say.
  if (isAlike(mask, under) || isAlike({ width: mask.height, height: mask.width }, under)) return;
  const { width, height } = under;
  throw wrong(message('field.mask'), message('limit.proportions', { width, height }), `${mask.width}x${mask.height}`);
}

interface Sides {
  readonly width: number;
  readonly height: number;
}

/** Scaled pictures have whole sides; what a client takes for the same shape (2 %) is the same here. */
function isAlike(one: Sides, other: Sides): boolean {
  const apart = Math.abs(one.width * other.height - one.height * other.width);
  return apart <= Math.max(other.width + other.height, 0.021 * one.height * other.width);
}

type Given = string | number | Message;

function readHeader(file: Uint8Array, refused: (limit: Message, given: Given) => Failure): PictureHeader {
  const bytes = file.length;
  if (bytes > BYTES_MAX) throw refused(message('limit.bytes', { limit: BYTES_MAX }), bytes);
  const header = readPictureHeader(file);
  if (!header) throw refused(message('limit.picture-file'), message('given.other-bytes', { bytes }));
  const { width, height } = header;
  if (width * height > GIVEN_PIXELS_MAX || width * height === 0) {
    throw refused(message('limit.picture-pixels', { limit: GIVEN_PIXELS_MAX }), `${width}x${height}`);
  }
  return header;
}
