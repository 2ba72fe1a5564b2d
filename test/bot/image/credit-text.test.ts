import fc from 'fast-check';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { creditIn } from '#bot/image/credit-text.ts';

const plain = () => sharp({ create: { width: 24, height: 16, channels: 3, background: '#3060a0' } });

const NOBODY = { title: null, creator: null, creditLine: null, rights: null, terms: null, mining: null };

const packetOf = (inside: string, attributes = '') =>
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" ${attributes}>${inside}</rdf:Description></rdf:RDF></x:xmpmeta>`;

const PACKET = packetOf(
  `<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Harbour &amp; fog</rdf:li><rdf:li xml:lang="de">Hafen</rdf:li></rdf:Alt></dc:title>
   <dc:creator><rdf:Seq><rdf:li>Jane Doe</rdf:li>
   <rdf:li>Jo &#x15B;wit</rdf:li></rdf:Seq></dc:creator>
   <dc:rights><rdf:Alt><rdf:li xml:lang="x-default">© 2026 Jane Doe</rdf:li></rdf:Alt></dc:rights>
   <plus:DataMining>http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED-AIMLTRAINING</plus:DataMining>`,
  'photoshop:Credit="Doe Pictures" xmpRights:WebStatement=\'https://doe.example/terms\'',
);

/** A JPEG with IPTC's record in a segment of Photoshop's, as agencies write it. */
async function withRecord(sets: readonly (readonly [number, Uint8Array])[]): Promise<Buffer> {
  const record = Buffer.concat(
    sets.map(([number, text]) =>
      Buffer.concat([Buffer.from([0x1c, 2, number, text.length >> 8, text.length & 255]), text]),
    ),
  );
  const size = Buffer.alloc(4);
  size.writeUInt32BE(record.length);
  const block = [Buffer.from('Photoshop 3.0\0'), Buffer.from('8BIM\x04\x04\0\0', 'latin1'), size, record];
  const body = Buffer.concat([...block, Buffer.alloc(record.length % 2)]);
  const head = Buffer.from([0xff, 0xed, (body.length + 2) >> 8, (body.length + 2) & 255]);
  const jpeg = await plain().jpeg().toBuffer();
  return Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)]);
}

it.each(['png', 'jpeg', 'webp'] as const)('a %s names its author and rights by its XMP packet', async (format) => {
  expect(await creditIn(await plain().toFormat(format).withXmp(PACKET).toBuffer())).toEqual({
    title: 'Harbour & fog',
    creator: 'Jane Doe, Jo świt',
    creditLine: 'Doe Pictures',
    rights: '© 2026 Jane Doe',
    terms: 'https://doe.example/terms',
    mining: 'DMI-PROHIBITED-AIMLTRAINING',
  });
});

it('or by IPTC’s record, in whatever letters, or by Exif data, in this order', async () => {
  const record = await withRecord([
    [5, Buffer.from('Hafen')],
    [80, Buffer.from('Jürgen', 'latin1')],
    [116, Buffer.from('© Jürgen', 'utf8')],
  ]);
  expect(await creditIn(record)).toEqual({ ...NOBODY, title: 'Hafen', creator: 'Jürgen', rights: '© Jürgen' });
  const exif = { IFD0: { Artist: 'Cam Era', Copyright: 'Cam' } };
  const photo = () => plain().jpeg().withExif(exif);
  expect(await creditIn(await photo().toBuffer())).toEqual({ ...NOBODY, creator: 'Cam Era', rights: 'Cam' });
  const both = await photo()
    .withXmp(packetOf('<dc:creator><rdf:Seq><rdf:li>X</rdf:li></rdf:Seq></dc:creator>'))
    .toBuffer();
  expect(await creditIn(both)).toEqual({ ...NOBODY, creator: 'X', rights: 'Cam' });
});

it('what names nobody has no credit, and no file breaks it', async () => {
  const png = await plain().png().toBuffer();
  expect(await creditIn(png)).toBeNull();
  expect(await creditIn(await plain().png().withXmp(packetOf('<dc:creator></dc:creator>')).toBuffer())).toBeNull();
  expect(await creditIn(Buffer.from('no picture'))).toBeNull();
  const whole = await withRecord([[80, Buffer.from('Jane')]]);
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), async (at, byte) => {
      const broken = Buffer.from(whole);
      broken[at] = byte;
      await creditIn(broken);
    }),
    { numRuns: 20 },
  );
  const long = await plain()
    .png()
    .withXmp(packetOf('', `photoshop:Credit="${'a\u0007 '.repeat(500)}"`))
    .toBuffer();
  expect((await creditIn(long))?.creditLine).toHaveLength(300);
});
