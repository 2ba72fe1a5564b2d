import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { checkManifest } from '#bot/provenance/check-manifest.ts';
import { ingredientsLike } from '#bot/provenance/ingredients.ts';
import { manifestIn } from '#bot/provenance/manifest-place.ts';
import { signPicture } from '#bot/provenance/sign-picture.ts';
import { AT, drawnFrom, FORMATS, KEY, plainFile, signedFile } from '#test/bot/provenance/signed-pictures.ts';

describe.each(FORMATS)('a manifest of C2PA in a %s', (format) => {
  it('says what made the picture, and the picture still opens', async () => {
    const file = await signedFile(format);
    expect(checkManifest(file)).toMatchObject({
      ...{ state: 'valid', signer: 'Easel', program: 'Easel 0.1.0' },
      ...{ digitalSource: 'trainedAlgorithmicMedia', when: AT.toISOString() },
    });
    expect(await pixels(file)).toEqual(await pixels(await plainFile(format)));
  });

  it('keeps the manifests of what the picture was drawn from, also in a copy of another format', async () => {
    const file = await drawnFrom(format);
    const said = { state: 'valid', ingredients: ['Easel 0.1.0', 'a given picture', 'a picture by Jane Doe'] };
    expect(checkManifest(file)).toMatchObject(said);
    const ingredients = ingredientsLike(file);
    const wish = { digitalSource: 'compositeWithTrainedAlgorithmicMedia', at: AT, key: KEY, ingredients };
    expect(checkManifest(signPicture(await plainFile('jpeg'), wish))).toMatchObject(said);
    expect(ingredients.manifests).toHaveLength(1);
  });

  it('is not made twice, and there is none where none was made', async () => {
    const file = await signedFile(format);
    expect(signPicture(file, { digitalSource: 'digitalArt', at: AT, key: KEY })).toBe(file);
    expect(checkManifest(await plainFile(format))).toBeNull();
  });

  it('tells a picture that was changed from a manifest that was', async () => {
    const file = await signedFile(format);
    const { start, length } = manifestIn(file)!.place;
    const behind = start + length < file.length ? start + length + 40 : start - 4;
    expect(checkManifest(withOther(file, behind))?.state).toBe('changed');
    const said = Buffer.from(file).indexOf('trainedAlgorithmicMedia');
    expect(checkManifest(withOther(file, said))?.state).toBe('broken');
    expect(checkManifest(withOther(file, Buffer.from(file).indexOf('xmp:iid')))?.state).toBe('broken');
  });

  it('never throws, wherever it is cut off or damaged', async () => {
    const file = await signedFile(format);
    const { start, length } = manifestIn(file)!.place;
    for (let at = start; at < start + length; at += 37) {
      expect(checkManifest(file.subarray(0, at))?.state ?? 'none').not.toBe('valid');
      checkManifest(withOther(file, at));
    }
    expect([new Uint8Array(), new Uint8Array(40)].map(checkManifest)).toEqual([null, null]);
  });
});

async function pixels(file: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await sharp(file).raw().toBuffer());
}

function withOther(file: Uint8Array, at: number): Uint8Array {
  const other = Uint8Array.from(file);
  other[at] = other[at]! ^ 1;
  return other;
}
