import { createHash } from 'node:crypto';
import { creditIn, packetIn } from '#bot/image/credit-text.ts';
import { plainPicture } from '#bot/image/plain-picture.ts';
import { settingsText } from '#bot/image/settings-text.ts';
import type { PictureDifference, PictureMarks } from '#bot/ports/picture-marks.ts';
import { checkManifest } from '#bot/provenance/check-manifest.ts';
import { digitalSourceIn } from '#bot/provenance/digital-source.ts';
import type { FileMarks } from '#bot/provenance/kept-marks.ts';
import { findMark } from '#shared/watermark/watermark.ts';

/** Reads it of a file of any kind. Never throws. */
export async function fileMarks(file: Uint8Array): Promise<FileMarks> {
  return {
    manifest: checkManifest(file),
    // Programs may have compressed the packet of a PNG.
    digitalSource: digitalSourceIn(file) ?? digitalSourceIn(await packetIn(file)),
    credit: await creditIn(file),
    settings: settingsText(file),
    sha256: createHash('sha256').update(file).digest('hex'),
  };
}

/** Everything that is known of a picture's making; `said` is what its file said where these are not its bytes. Throws `invalid`. */
export async function marksIn(file: Uint8Array, said?: FileMarks): Promise<PictureMarks> {
  const pixels = await pixelsOf(file);
  return {
    ...(said ?? (await fileMarks(file))),
    watermark: findMark(pixels),
    differenceFrom: (other) => differenceBetween(pixels, other),
  };
}

interface SrgbPixels {
  readonly width: number;
  readonly height: number;
  readonly channels: 3;
  readonly data: Uint8Array;
}

async function pixelsOf(file: Uint8Array, size?: { readonly width: number; readonly height: number }) {
  const { data: plain } = await plainPicture(file);
  const { default: sharp } = await import('sharp');
  const image = sharp(plain).flatten({ background: '#fff' });
  const sized = size ? image.resize({ ...size, fit: 'fill' }) : image;
  const { data, info } = await sized.raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, channels: 3, data } satisfies SrgbPixels;
}

async function differenceBetween(pixels: SrgbPixels, other: Uint8Array): Promise<PictureDifference> {
  const { width, height, data } = pixels;
  const { width: ownWidth, height: ownHeight } = await plainPicture(other);
  const { data: others } = await pixelsOf(other, { width, height });
  let [sum, max] = [0, 0];
  for (let at = 0; at < data.length; at++) {
    const apart = Math.abs(data[at]! - others[at]!);
    sum += apart;
    if (apart > max) max = apart;
  }
  return { mean: sum / data.length, max, isScaled: ownWidth !== width || ownHeight !== height };
}
