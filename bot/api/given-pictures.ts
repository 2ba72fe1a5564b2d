import type { StartPicture } from '#bot/domain/job.ts';
import { GIVEN_BYTES_MAX, hasShapeOf, type PictureIntake, type TakenPicture } from '#bot/ports/picture-intake.ts';
import { failure } from '#bot/text/say.ts';

/** A picture in a JSON field, taken in. Throws `invalid`. */
export async function pictureIn(field: string, text: string, intake: PictureIntake): Promise<TakenPicture> {
  return intake.keep(bytesIn(field, text));
}

/** The bytes of base64, with or without `data:image/png;base64,` before it. Throws `invalid`; links are not followed. */
export function bytesIn(field: string, text: string): Uint8Array {
  if (/^https?:/i.test(text)) throw failure('invalid', 'api.no-links', { name: field });
  const base64 = text.replace(/^data:[\w.+-]+\/[\w.+-]+;base64,/, '');
  if (base64.length > (GIVEN_BYTES_MAX * 4) / 3 + 4) throw failure('invalid', 'intake.bytes', { max: GIVEN_BYTES_MAX });
  if (base64 === '' || !/^[\w+/=\s-]*$/.test(base64)) throw failure('invalid', 'api.base64', { name: field });
  return Buffer.from(base64, 'base64');
}

/** What an order starts from: a picture, and a mask whose white is drawn anew. Throws `invalid` when they do not fit. */
export function startFrom(picture: TakenPicture, mask?: TakenPicture): StartPicture {
  if (mask && !hasShapeOf(mask, picture))
    throw failure('invalid', 'imagine.mask-shape', {
      picture: `${picture.width}×${picture.height}`,
      mask: `${mask.width}×${mask.height}`,
    });
  const { image, width, height } = picture;
  return { image, width, height, ...(mask && { mask: mask.image }) };
}
