import sharp from 'sharp';
import { SOURCES } from '#bot/provenance/digital-source.ts';
import { ingredientsFrom } from '#bot/provenance/ingredients.ts';
import { withGivenMarks } from '#bot/provenance/kept-marks.ts';
import { makeSigningKey } from '#bot/provenance/own-certificate.ts';
import { signPicture } from '#bot/provenance/sign-picture.ts';

export const FORMATS = ['png', 'jpeg', 'webp'] as const;

export const AT = new Date('2026-03-01T12:00:00Z');

export const KEY = makeSigningKey(AT);

/** A small picture of one colour in a format. */
export function plainFile(format: (typeof FORMATS)[number]): Promise<Uint8Array> {
  const picture = sharp({ create: { width: 24, height: 16, channels: 3, background: '#3060a0' } });
  return picture.toFormat(format).toBuffer();
}

/** A picture in a format that was drawn from three others: one signed in this format, one of a camera, one that names its author. */
export async function drawnFrom(format: (typeof FORMATS)[number]): Promise<Uint8Array> {
  const photo = Buffer.concat([await plainFile('png'), Buffer.from(`${SOURCES}digitalCapture"`)]);
  const credit = { title: null, creator: 'Jane Doe', creditLine: null, rights: '© Doe', terms: null, mining: null };
  const said = { manifest: null, digitalSource: null, credit, settings: null, sha256: '' };
  const named = withGivenMarks(await plainFile('png'), { said, store: null });
  const ingredients = ingredientsFrom([await signedFile(format), photo, named, await plainFile('png')]);
  const source = 'compositeWithTrainedAlgorithmicMedia';
  return signPicture(await plainFile(format), { digitalSource: source, at: AT, key: KEY, ingredients });
}

/** The same with a manifest. */
export async function signedFile(format: (typeof FORMATS)[number]): Promise<Uint8Array> {
  return signPicture(await plainFile(format), { digitalSource: 'trainedAlgorithmicMedia', at: AT, key: KEY });
}
