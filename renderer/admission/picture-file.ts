import { wrong } from '#renderer/admission/bounds.ts';
import { type PictureHeader, readPictureHeader } from '#renderer/admission/picture-header.ts';
import { GIVEN_PIXELS_MAX } from '#shared/contract/bounds.ts';
import { failure, message } from '#shared/text/failure.ts';

/** Bytes of one file. Two of them and a prompt fit into a message (see server.ts). */
const BYTES_MAX = 8 * 2 ** 20;

/** What the header of a picture's file says, before anything of it is decoded. Throws `invalid` for what is too much. */
export function requirePicture(name: 'image' | 'mask' | 'control-image', file: Uint8Array): PictureHeader {
  const [field, bytes] = [message(`field.${name}`), file.length];
  if (bytes > BYTES_MAX) throw wrong(field, message('limit.bytes', { limit: BYTES_MAX }), bytes);
  const header = readPictureHeader(file);
  if (!header) throw wrong(field, message('limit.picture-file'), message('given.other-bytes', { bytes }));
  const { width, height } = header;
  if (width * height > GIVEN_PIXELS_MAX || width * height === 0) {
    throw wrong(field, message('limit.picture-pixels', { limit: GIVEN_PIXELS_MAX }), `${width}x${height}`);
  }
  return header;
}

/** The same for a picture that goes through a network as it is: of 8 bits a channel, and one frame. */
export function requireEightBit(file: Uint8Array): PictureHeader {
  if (file.length === 0) throw wrong(message('field.image'), message('limit.picture-file'), message('given.none'));
  const header = requirePicture('image', file);
  if (header.isAnimated) throw failure('invalid', 'picture.moves');
  if (header.bits > 8) throw failure('invalid', 'picture.bits', { limit: 8 });
  return header;
}
