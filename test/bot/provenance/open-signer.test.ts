import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { checkManifest } from '#bot/provenance/check-manifest.ts';
import { openSigner } from '#bot/provenance/open-signer.ts';
import { encodePng } from '#renderer/engine/image/png.ts';
import { sourceMark, XMP_TEXT } from '#renderer/engine/image/source-mark.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const dataFolder = scratchFolder();
const clock = { now: () => Date.parse('2026-03-01T12:00:00Z') };
const drawn = await encodePng(
  { width: 8, height: 8, data: new Uint8Array(192) },
  { [XMP_TEXT]: sourceMark('compositeWithTrainedAlgorithmicMedia') },
);

describe('what signs pictures', () => {
  it('keeps the key that it has made, for itself alone, and signs with it after the next start', () => {
    const [first, second] = [1, 2].map(() => openSigner({ files: null, dataFolder, clock }).sign(drawn));
    expect(checkManifest(first!)).toMatchObject({
      ...{ state: 'valid', digitalSource: 'compositeWithTrainedAlgorithmicMedia' },
    });
    expect(checkManifest(second!)?.certificate).toBe(checkManifest(first!)?.certificate);
    expect(statSync(join(dataFolder, 'c2pa-key.pem')).mode & 0o077).toBe(0);
  });

  it('takes the operator’s own key, and says what is wrong with one', () => {
    const files = { key: join(dataFolder, 'c2pa-key.pem'), certificates: join(dataFolder, 'c2pa-key.pem') };
    const { sign } = openSigner({ files, dataFolder: '/nowhere', clock });
    expect(checkManifest(sign(drawn))?.state).toBe('valid');
    writeFileSync(join(dataFolder, 'other.pem'), 'no key');
    for (const key of ['other.pem', 'none.pem'])
      expect(() => openSigner({ files: { ...files, key: join(dataFolder, key) }, dataFolder, clock })).toThrow(
        'they must be PEM files of a private key of the curve P-256',
      );
  });

  it('signs an animation as it signs a picture, and it still moves', async () => {
    const raw = { width: 8, height: 16, channels: 3, pageHeight: 8 } as const;
    const film = sharp(Buffer.from(Array.from({ length: 384 }, (_, at) => (at < 192 ? 0 : 200))), { raw });
    const xmp = sourceMark('compositeWithTrainedAlgorithmicMedia');
    const made = await film
      .webp({ loop: 0, delay: [100, 100] })
      .withXmp(xmp)
      .toBuffer();
    const signed = openSigner({ files: null, dataFolder, clock }).sign(made, [drawn]);
    expect(checkManifest(signed)).toMatchObject({
      ...{ state: 'valid', digitalSource: 'compositeWithTrainedAlgorithmicMedia' },
      ingredients: ['a given picture'],
    });
    expect(await sharp(signed, { animated: true }).metadata()).toMatchObject({ pages: 2, width: 8 });
  });

  it('leaves alone what no network has made', async () => {
    const plain = await encodePng({ width: 8, height: 8, data: new Uint8Array(192) }, {});
    expect(openSigner({ files: null, dataFolder, clock }).sign(plain)).toBe(plain);
  });
});
