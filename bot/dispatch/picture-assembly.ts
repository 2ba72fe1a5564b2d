import type { ArrivedResult, ResultAssembly } from '#bot/dispatch/arrived-result.ts';
import { readPngSize } from '#bot/dispatch/file-heads.ts';
import { type ArrivedFile, collectPieces, wrongResult } from '#bot/dispatch/piece-assembly.ts';
import type { PictureSides, ResultPlan } from '#bot/dispatch/task-traits.ts';
import type { StoredPicture } from '#bot/domain/job.ts';
import { say } from '#bot/text/say.ts';
import type { Picture } from '#shared/contract/messages.ts';
import type { Message } from '#shared/text/message.ts';

/** A picture larger than this is a mistake. Bytes. */
const PICTURE_BYTES_MAX = 64 * 1024 * 1024;

const MIME = 'image/png';

interface ArrivedPicture extends ArrivedFile {
  readonly picture: Omit<StoredPicture, 'file' | 'bytes' | 'sha256'>;
}

/** Pictures: as many as planned, in order, each of the size that it states and, where one was planned, of that. */
export function assemblePictures({ count, size }: Extract<ResultPlan, { kind: 'pictures' }>): ResultAssembly {
  const arrived: ArrivedPicture[] = [];
  const pieces = collectPieces(PICTURE_BYTES_MAX);
  let isFlagged = false;
  return {
    take(event) {
      if (event.event !== 'picture') throw wrongResult(say('result.unexpected', { came: event.event, due: 'picture' }));
      const { picture } = event;
      if (picture.index !== arrived.length || picture.index >= count)
        throw wrongResult(say('result.order', { what: pictureNamed(picture.index), due: arrived.length, count }));
      const file = pieces.add(picture, pictureNamed(picture.index));
      if (!file) return null;
      arrived.push({ ...file, picture: check(file, { picture, size }) });
      isFlagged ||= picture.flagged === true;
      return isFlagged ? null : file.data;
    },
    complete(): ArrivedResult {
      if (arrived.length !== count) throw wrongResult(say('result.missing', { arrived: arrived.length, count }));
      return {
        files: arrived,
        ...(isFlagged && { isFlagged }),
        named: (stored) => ({
          kind: 'pictures',
          pictures: arrived.map(({ picture }, at) => ({ ...picture, ...stored[at]! })),
        }),
      };
    },
  };
}

function check(
  { data }: ArrivedFile,
  { picture, size }: { readonly picture: Picture; readonly size: PictureSides | null },
): ArrivedPicture['picture'] {
  const { index, seed, mime, alpha } = picture;
  const what = pictureNamed(index);
  const found = mime === MIME ? readPngSize(data) : null;
  if (!found) throw wrongResult(say('result.not-whole', { what, format: 'PNG' }));
  const { width, height } = found;
  if (width !== picture.width || height !== picture.height)
    throw wrongResult(
      say('result.said-size', { what, found: `${width}x${height}`, said: `${picture.width}x${picture.height}` }),
    );
  if (size && (width !== size.width || height !== size.height))
    throw wrongResult(
      say('result.asked-size', { what, found: `${width}x${height}`, asked: `${size.width}x${size.height}` }),
    );
  return { index, seed, mime, alpha, width, height };
}

function pictureNamed(index: number): Message {
  return say('result.picture', { index });
}
