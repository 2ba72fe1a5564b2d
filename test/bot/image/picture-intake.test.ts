import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createPictureIntake } from '#bot/image/picture-intake.ts';
import { fileMarks } from '#bot/image/picture-marks.ts';
import type { BlobStore } from '#bot/ports/blobs.ts';
import { readCbor } from '#bot/provenance/cbor.ts';
import { ingredientsFrom } from '#bot/provenance/ingredients.ts';
import { dataOf } from '#bot/provenance/jumbf.ts';
import { openStorage } from '#bot/storage/storage.ts';
import { signedFile } from '#test/bot/provenance/signed-pictures.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const png = await sharp({ create: { width: 32, height: 16, channels: 3, background: '#3060a0' } })
  .png()
  .toBuffer();

async function fileServer(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function openBlobs(): Promise<BlobStore> {
  const storage = await openStorage({ file: `${scratchFolder()}/ledger.sqlite` });
  onTestFinished(() => storage.close());
  return storage.blobs;
}

async function intakeFrom(origin: string, signal = new AbortController().signal) {
  const blobs = await openBlobs();
  return { blobs, intake: createPictureIntake({ blobs, origins: [origin], signal }) };
}

const at = (url: string, bytes = 100) => ({ url, name: 'a.png', bytes });

describe('pictures that people give', () => {
  it('are fetched from where the platform keeps files, and found again by their content', async () => {
    const origin = await fileServer((_, response) => response.end(png));
    const { blobs, intake } = await intakeFrom(origin);
    const taken = await intake.take(at(`${origin}/attachments/1/2/a.png?ex=1`));
    expect(taken).toMatchObject({ image: { mime: 'image/png' }, width: 32, height: 16 });
    expect(await blobs.get(taken.image)).toHaveLength(taken.image.bytes);
    expect(await intake.take({ sha256: taken.image.sha256 })).toEqual(taken);
    expect(await intake.keep(png)).toEqual(taken);
    expect(Object.keys(taken)).toEqual(['image', 'width', 'height']); // an order keeps all of it
  });

  it('keep what they say of themselves, and nobody says it for them', async () => {
    const { blobs, intake } = await intakeFrom('http://nowhere.example');
    const given = await signedFile('webp');
    const { image } = await intake.keep(given);
    const { differenceFrom: _how, watermark: _mark, ...marks } = await intake.marksOf(image);
    expect(marks).toEqual(await fileMarks(given));
    expect((await intake.take(image)).image).toEqual(image);
    const [assertion] = ingredientsFrom([(await blobs.get(image))!]).assertions;
    expect(assertion!.label).toBe('c2pa.ingredient.v3');
    const forged = await intake.keep((await blobs.get(image))!);
    expect((await intake.marksOf(forged.image)).manifest?.state).toBe('broken');
  });

  it('name their author and rights in what is drawn from them', async () => {
    const { blobs, intake } = await intakeFrom('http://nowhere.example');
    const packet = '<rdf:Description dc:creator="Jane Doe" dc:rights="© Doe" plus:DataMining="DMI-PROHIBITED"/>';
    const { image } = await intake.keep(await sharp(png).withXmp(`<x:xmpmeta>${packet}</x:xmpmeta>`).toBuffer());
    expect((await intake.marksOf(image)).credit).toMatchObject({ creator: 'Jane Doe', rights: '© Doe' });
    const { assertions } = ingredientsFrom([(await blobs.get(image))!]);
    expect(assertions.map((each) => readCbor(dataOf(each)!))).toEqual([
      {
        'dc:title': 'a picture by Jane Doe',
        relationship: 'inputTo',
        description: 'dc:creator: Jane Doe; dc:rights: © Doe; plus:DataMining: DMI-PROHIBITED',
      },
    ]);
  });

  it('are fetched from nowhere else', async () => {
    const asked: string[] = [];
    const elsewhere = await fileServer((request, response) => {
      asked.push(request.url!);
      response.end(png);
    });
    const origin = await fileServer((_, response) => response.writeHead(302, { location: `${elsewhere}/a.png` }).end());
    const { intake } = await intakeFrom(origin);
    const addresses = [
      `${elsewhere}/a.png`,
      `${origin}@${new URL(elsewhere).host}/a.png`,
      origin.replace('//', '//user:word@'),
      'file:///etc/passwd',
      'not an address',
      '',
    ];
    for (const address of addresses) {
      await expect(intake.take(at(address))).rejects.toMatchObject({ code: 'invalid' });
    }
    await expect(intake.take(at(`${origin}/moved.png`))).rejects.toMatchObject({ code: 'unavailable' });
    expect(asked).toEqual([]);
  });

  it('are refused when they are gone, unknown, or too heavy, whatever was said of their size', async () => {
    const megabyte = Buffer.alloc(2 ** 20);
    let sent = 0;
    const origin = await fileServer((request, response) => {
      if (request.url === '/gone') return response.writeHead(404).end();
      const pump = () => {
        while (!response.destroyed && response.write(megabyte)) sent += 1;
        if (!response.destroyed) response.once('drain', pump);
      };
      pump();
    });
    const { intake } = await intakeFrom(origin);
    await expect(intake.take(at(`${origin}/gone`))).rejects.toMatchObject({ code: 'not-found' });
    await expect(intake.take({ sha256: 'ab'.repeat(32) })).rejects.toMatchObject({ code: 'not-found' });
    const heavy = { code: 'invalid', message: '“a.png”: Cannot use this picture: a file may have 25 MiB at most' };
    await expect(intake.take(at(`${origin}/heavy`, 26 * 2 ** 20))).rejects.toMatchObject(heavy);
    expect(sent).toBe(0);
    await expect(intake.take(at(`${origin}/heavy`))).rejects.toMatchObject(heavy);
  });

  it('are not waited for any more when the bot ends', async () => {
    const ending = new AbortController();
    const origin = await fileServer(() => ending.abort(new Error('ending')));
    const { intake } = await intakeFrom(origin, ending.signal);
    await expect(intake.take(at(`${origin}/slow`))).rejects.toThrow('ending');
  });
});
