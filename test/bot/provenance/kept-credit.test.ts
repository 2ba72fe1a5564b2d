import sharp from 'sharp';
import { expect, it } from 'vitest';
import { creditIn } from '#bot/image/credit-text.ts';
import { fileMarks } from '#bot/image/picture-marks.ts';
import type { PictureCredit } from '#bot/ports/picture-marks.ts';
import { digitalSourceIn } from '#bot/provenance/digital-source.ts';
import { withGivenCredit } from '#bot/provenance/kept-credit.ts';
import { withGivenMarks } from '#bot/provenance/kept-marks.ts';
import { xmpPacket } from '#bot/provenance/xmp-packet.ts';
import { encodePng } from '#renderer/engine/image/png.ts';
import { sourceMark, XMP_TEXT } from '#renderer/engine/image/source-mark.ts';
import { plainFile } from '#test/bot/provenance/signed-pictures.ts';

const CREDIT: PictureCredit = {
  title: 'Harbour & "sea"',
  creator: 'Jürgen <Doe>',
  creditLine: 'Doe Pictures',
  rights: '© Doe',
  terms: 'https://example.com/terms?a=1&b=2',
  mining: 'DMI-PROHIBITED',
};

const BETTERED = 'algorithmicallyEnhanced';
const bettered = () => {
  const raster = { width: 4, height: 2, data: Uint8Array.from({ length: 24 }, (_, at) => at) };
  return encodePng(raster, { parameters: 'a boat', [XMP_TEXT]: sourceMark(BETTERED) });
};

/** A file as it is kept here of a picture that said this. */
async function keptOf(said: Parameters<typeof xmpPacket>[0]): Promise<Uint8Array> {
  const given = await sharp(await plainFile('png'))
    .withXmp(xmpPacket(said))
    .png()
    .toBuffer();
  return withGivenMarks(await plainFile('png'), { said: await fileMarks(given), store: null });
}

it('an enlarged picture names the author and rights of the given one, and is the same otherwise', async () => {
  const drawn = await bettered();
  const credited = withGivenCredit(drawn, await keptOf({ digitalSource: 'digitalCapture', credit: CREDIT }));
  expect(await creditIn(credited)).toEqual(CREDIT);
  expect(digitalSourceIn(credited)).toBe(BETTERED);
  expect(await sharp(credited).raw().toBuffer()).toEqual(await sharp(drawn).raw().toBuffer());
  const { xmp, comments } = await sharp(credited).metadata();
  expect(xmp!.toString().match(/xmpmeta/g)).toHaveLength(2); // one packet: it begins and ends
  expect(comments).toContainEqual({ keyword: 'parameters', text: 'a boat' });
  const terms = { ...CREDIT, terms: 'Ask first' };
  expect(await creditIn(withGivenCredit(drawn, await keptOf({ digitalSource: null, credit: terms })))).toEqual(terms);
});

it('what a network made stays so when it is enlarged, whoever names nobody', async () => {
  const made = await keptOf({ digitalSource: 'trainedAlgorithmicMedia', credit: null });
  expect(digitalSourceIn(withGivenCredit(await bettered(), made))).toBe('trainedAlgorithmicMedia');
});

it('a picture of which nothing is said stays as it is, and so does what is no PNG', async () => {
  const drawn = await bettered();
  const captured = await keptOf({ digitalSource: 'digitalCapture', credit: null });
  for (const given of [captured, await plainFile('png'), drawn]) expect(withGivenCredit(drawn, given)).toBe(drawn);
  const webp = await plainFile('webp');
  expect(withGivenCredit(webp, await keptOf({ digitalSource: null, credit: CREDIT }))).toBe(webp);
});

it('a packet that names nobody is the one that renderers write', () => {
  const digitalSource = 'trainedAlgorithmicMedia';
  expect(xmpPacket({ digitalSource, credit: null })).toBe(sourceMark(digitalSource));
});
