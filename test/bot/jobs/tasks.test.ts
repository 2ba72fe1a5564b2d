import { createHash } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { JobView } from '#bot/domain/job.ts';
import type { BlobRef, Task, TaskOf } from '#bot/domain/task.ts';
import { creditIn } from '#bot/image/credit-text.ts';
import { inFormat } from '#bot/image/in-format.ts';
import { checkManifest } from '#bot/provenance/check-manifest.ts';
import { manifestsIn, readJumbf } from '#bot/provenance/jumbf.ts';
import { withGivenCredit } from '#bot/provenance/kept-credit.ts';
import { manifestIn } from '#bot/provenance/manifest-place.ts';
import { openSigner } from '#bot/provenance/open-signer.ts';
import { openStorage } from '#bot/storage/storage.ts';
import { sourceMark, XMP_TEXT } from '#renderer/engine/image/source-mark.ts';
import { systemClock } from '#shared/clock.ts';
import { hiresSize } from '#shared/contract/hires-size.ts';
import { Failure } from '#shared/failure.ts';
import { end, startTestJobService, submission, viewsUntil, withRenderer } from '#test/bot/jobs/job-service-fixture.ts';
import { signedFile } from '#test/bot/provenance/signed-pictures.ts';
import { inEnglish } from '#test/bot/text/in-english.ts';
import { FAKE_DESCRIPTION } from '#test/fakes/fake-description.ts';
import type { FakeEvent } from '#test/fakes/fake-renders.ts';
import { newJob, settledOrder } from '#test/fakes/new-job.ts';
import { piecesOf } from '#test/fakes/pieces.ts';
import { pngWithText } from '#test/fakes/png-with-text.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { tinyPng } from '#test/fakes/tiny-png.ts';

const IMAGE = tinyPng({ width: 32, height: 32, seed: 5, bytesMin: 300_000 });
const DESCRIBE: Omit<TaskOf<'describe'>, 'image'> = { kind: 'describe', model: 'tagger', scoreMin: 0.25, textsMax: 3 };

/** A folder whose ledger has one job, accepted by a process that is gone; `task` is given a blob of the image. */
async function withAcceptedJob(task: (image: BlobRef) => Task): Promise<{ folder: string; image: BlobRef }> {
  const folder = scratchFolder();
  const storage = await openStorage({ file: join(folder, 'ledger.sqlite') });
  const image = await storage.blobs.put(IMAGE, 'image/png');
  await storage.ledger.accept(newJob('a', { settled: { ...settledOrder(), task: task(image) } }));
  await storage.close();
  return { folder, image };
}

const taking = (...tasks: string[]) => ({ description: { ...FAKE_DESCRIPTION, tasks } });

/** It has the network that the orders here name. */
const enlarging = () => ({
  description: { ...FAKE_DESCRIPTION, tasks: ['upscale'], upscalers: [{ name: 'esrgan', scale: 2, licence: '' }] },
});

const BETTERED = 'algorithmicallyEnhanced';

function pictureEvents(png: Buffer): FakeEvent[] {
  const said = { index: 0, seed: 0, width: 64, height: 64, mime: 'image/png', alpha: false };
  return piecesOf(png).map((piece) => ({ event: 'picture', picture: { ...said, ...piece } }));
}

const enlarged = pictureEvents(tinyPng({ width: 64, height: 64, seed: 1 }));

describe('a task with a picture', () => {
  it('outlives the ledger and a restart, and reaches the renderer byte for byte', async () => {
    const { folder } = await withAcceptedJob((image) => {
      const source = { image, strength: 0.5, mask: null, margins: null, imageGuidance: 0 };
      return settledOrder({ source }).task;
    });
    const renderer = await withRenderer();
    const jobs = await startTestJobService({ folder, addresses: [renderer.address] });
    expect((await end(jobs, 'a')).job.state.kind).toBe('done');
    const { source } = renderer.renders[0]!.spec;
    expect(Buffer.from(source!.image).equals(IMAGE)).toBe(true);
    expect(source).toMatchObject({ mask: Buffer.alloc(0), strength: 0.5 });
  });
  it('that came with a manifest leaves it in the file that is stored, and in copies in another format', async () => {
    const folder = scratchFolder();
    const marked = pngWithText(tinyPng({ width: 64, height: 64, seed: 1 }), XMP_TEXT, sourceMark(BETTERED));
    const renderer = await withRenderer({ ...taking('upscale'), results: () => pictureEvents(marked) });
    const signer = openSigner({ files: null, dataFolder: folder, clock: systemClock });
    const service = await startTestJobService({ folder, addresses: [renderer.address], signer });
    const given = await signedFile('webp');
    const [own] = manifestsIn(readJumbf(manifestIn(given)!.store));
    const { image } = await service.intake.keep(given);
    const { place, member, requestKey } = submission();
    const { job } = await service.jobs.upscale({ scale: 0, image, words: '' }, { requestKey, place, member });
    await end(service, job.id);
    const [stored] = await service.jobs.pictures(job.id);
    const copy = await inFormat(stored!.data, { format: 'jpeg', signed: service.jobs.signed });
    for (const file of [stored!.data, copy]) {
      expect(checkManifest(file)).toMatchObject({
        state: 'valid',
        digitalSource: BETTERED,
        ingredients: ['Easel 0.1.0'],
      });
      const manifests = manifestsIn(readJumbf(manifestIn(file)!.store));
      expect(manifests.map(({ bytes }) => Buffer.from(bytes!).equals(own!.bytes!))).toEqual([true, false]);
    }
  });
  it.each(['upscale', 'restore'] as const)('that names its author does so when it is bettered: %s', async (task) => {
    const marked = pngWithText(tinyPng({ width: 64, height: 64, seed: 1 }), XMP_TEXT, sourceMark(BETTERED));
    const restorers = [{ name: 'codeformer', kind: 'faces', licence: '' }];
    const description = { ...taking('draw', task).description, restorers };
    const results = ({ task: asked }: { task: string }) => (asked === task ? pictureEvents(marked) : []);
    const renderer = await withRenderer({ description, results });
    const folder = scratchFolder();
    const signer = openSigner({ files: null, dataFolder: folder, clock: systemClock });
    const service = await startTestJobService({
      ...{ folder, addresses: [renderer.address], signer, keepCredit: withGivenCredit },
    });
    const packet = '<rdf:Description dc:creator="Jane Doe" photoshop:Credit="Doe Pictures" dc:rights="© Doe"/>';
    const named = sharp(IMAGE).withXmp(`<x:xmpmeta>${packet}</x:xmpmeta>`).png();
    const picture = await service.intake.keep(await named.toBuffer());
    const { image } = picture;
    const { place, member, order } = submission();
    const asked = { place, member, requestKey: 'bettered' };
    const bettered =
      task === 'upscale'
        ? await service.jobs.upscale({ scale: 0, image, words: '' }, asked)
        : await service.jobs.restore({ fidelity: 0.5, image, words: '' }, asked);
    const drawn = await service.jobs.submit({
      place,
      member,
      requestKey: 'drawn',
      order: { ...order, start: picture },
    });
    const credits = [bettered, drawn].map(async ({ job: { id } }) => {
      await end(service, id);
      const [stored] = await service.jobs.pictures(id);
      const copy = await inFormat(stored!.data, { format: 'webp', signed: service.jobs.signed });
      if (id === bettered.job.id)
        for (const file of [stored!.data, copy]) expect(checkManifest(file)?.state).toBe('valid');
      return [await creditIn(stored!.data), await creditIn(copy)];
    });
    const credit = expect.objectContaining({ creator: 'Jane Doe', creditLine: 'Doe Pictures', rights: '© Doe' });
    expect(await Promise.all(credits)).toEqual([
      [credit, credit],
      [null, null],
    ]);
  });
  it('whose file is gone fails with a sentence, and no renderer is asked', async () => {
    const { folder, image } = await withAcceptedJob((image) => ({ ...DESCRIBE, image }));
    const storage = await openStorage({ file: join(folder, 'ledger.sqlite') });
    await storage.close();
    rmSync(join(folder, 'blobs', image.sha256));
    const renderer = await withRenderer(taking('describe'));
    const jobs = await startTestJobService({ folder, addresses: [renderer.address] });
    expect((await end(jobs, 'a')).job.state).toMatchObject({
      ...{ kind: 'failed', code: 'invalid', reason: { key: 'blob.gone' } },
    });
    expect(renderer.renders).toEqual([]);
  });
});

describe('a second pass', () => {
  it.each([1.5, 1.1, 1.3, 2.7])('gives a picture of its own size, without a strike: scale %f', async (scale) => {
    const hires = { scale, steps: 2, strength: 0.5, by: '' };
    const { folder } = await withAcceptedJob(() => settledOrder({ width: 40, height: 72, hires }).task);
    const renderer = await withRenderer();
    const jobs = await startTestJobService({ folder, addresses: [renderer.address] });
    const { job } = await end(jobs, 'a');
    const size = hiresSize({ width: 40, height: 72 }, scale);
    expect(job.state).toMatchObject({ kind: 'done', attempt: 1, result: { pictures: [size] } });
  });
});

describe('a task of another kind', () => {
  it('gives texts, which are stored', async () => {
    const { folder, image } = await withAcceptedJob((image) => ({ ...DESCRIBE, image }));
    const texts = ['cat', 'sofa'].map((text, index) => ({ index, text, score: 1 / (index + 1) }));
    const results = () => texts.map((text): FakeEvent => ({ event: 'text', text }));
    const renderer = await withRenderer({ ...taking('draw', 'describe'), results });
    const options = { folder, addresses: [renderer.address] };
    const jobs = await startTestJobService(options);
    await end(jobs, 'a');
    const [request] = renderer.renders.map(({ request }) => request);
    expect(request).toMatchObject({ task: 'describe', describe: { model: 'tagger', scoreMin: 0.25, textsMax: 3 } });
    const sent = (request as Extract<typeof request, { task: 'describe' }>).describe.image;
    expect(createHash('sha256').update(sent).digest('hex')).toBe(image.sha256);
    await jobs.stop();
    const again = await startTestJobService(options);
    expect((await again.jobs.view('a'))?.job.state).toMatchObject({
      kind: 'done',
      result: { kind: 'texts', texts: texts.map(({ text, score }) => ({ text, score })) },
    });
  });
  it('gives a picture of whatever size, with its file', async () => {
    const { folder } = await withAcceptedJob((image) => ({ kind: 'upscale', image, model: 'esrgan', scale: 2 }));
    const renderer = await withRenderer({ ...enlarging(), results: () => enlarged });
    const jobs = await startTestJobService({ folder, addresses: [renderer.address] });
    await end(jobs, 'a');
    const [found] = await jobs.jobs.pictures('a');
    expect(found).toMatchObject({ picture: { width: 64, height: 64, mime: 'image/png', file: 'a-1-0.png' } });
    await jobs.jobs.erase('a', { id: '80351110224678912', name: 'Nelly', isModerator: false });
    expect(readdirSync(join(folder, 'pictures'))).toEqual([]);
  });
  it('waits for a renderer that takes its kind, and says so', async () => {
    const { folder } = await withAcceptedJob((image) => ({ kind: 'upscale', image, model: 'esrgan', scale: 2 }));
    const drawing = await withRenderer();
    const upscaling = await withRenderer({ ...enlarging(), results: () => enlarged });
    const alone = await startTestJobService({ folder, addresses: [drawing.address] });
    const waits = ({ progress }: JobView) => progress.waitingFor?.key === 'waiting.none-for';
    const views = await viewsUntil(alone, 'a', waits);
    expect(inEnglish(views.at(-1)?.progress.waitingFor)).toBe('no connected renderer has a network to upscale');
    await alone.stop();
    const both = await startTestJobService({ folder, addresses: [drawing.address, upscaling.address] });
    expect((await end(both, 'a')).job.state).toMatchObject({ kind: 'done', attempt: 1 });
    expect(drawing.renders).toEqual([]);
  });
  it('that a renderer refuses after all goes to another one, and not there again', async () => {
    const { folder } = await withAcceptedJob((image) => ({ kind: 'upscale', image, model: 'esrgan', scale: 2 }));
    const failure = new Failure('unsupported', 'Cannot upscale here');
    const refusing = await withRenderer({ ...enlarging(), script: () => ({ kind: 'refuse', failure }) });
    const able = await withRenderer({ ...enlarging(), results: () => enlarged, slots: 1 });
    const jobs = await startTestJobService({ folder, addresses: [refusing.address, able.address] });
    expect((await end(jobs, 'a')).job.state.kind).toBe('done');
    expect(refusing.renders.length).toBeLessThanOrEqual(1);
    expect(able.renders).toHaveLength(1);
  });
});
