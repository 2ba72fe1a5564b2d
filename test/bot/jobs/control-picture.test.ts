import sharp from 'sharp';
import { expect, it } from 'vitest';
import { imagineOrder } from '#bot/commands/imagine-order.ts';
import { startTestJobService, submission, viewsUntil, withRenderer } from '#test/bot/jobs/job-service-fixture.ts';
import { FAKE_DESCRIPTION } from '#test/fakes/fake-description.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

it('a control picture travels from the options of /imagine to the renderer, and an edit of the words keeps it', async () => {
  const [tiny] = FAKE_DESCRIPTION.models;
  const controlNetworks = ['canny', 'fill_inpaint'].map((name) => ({ name, kind: 'controlnet', licence: '' }));
  const models = [{ ...tiny!, controlNetworks }];
  const preprocessors = ['canny', 'inpaint'].map((method) => ({ method, model: '', licence: '' }));
  const renderer = await withRenderer({ description: { models, preprocessors } });
  const service = await startTestJobService({ folder: scratchFolder(), addresses: [renderer.address] });
  const image = { create: { width: 8, height: 8, channels: 3, background: '#fff' } } as const;
  const {
    image: { sha256 },
  } = await service.intake.keep(await sharp(image).png().toBuffer());
  const given = {
    prompt: 'a lighthouse',
    steps: 2,
    control: 'canny',
    'control-image': { sha256 },
    'control-weight': 0.8,
  };
  const doors = { platform: 'studio', intake: service.intake } as const;
  await expect(imagineOrder({ prompt: 'x', control: 'canny' }, doors)).rejects.toMatchObject({
    said: { key: 'imagine.control-missing' },
  });

  const order = await imagineOrder(given, doors);
  const first = await service.jobs.submit(submission({ order }));
  const edit = { ...submission({ order: { prompt: 'a boat', steps: 2 } }), parentId: first.job.id };
  const second = await service.jobs.submit(edit);
  await viewsUntil(service, second.job.id, ({ job }) => job.state.kind === 'done');
  const unit = { network: 'canny', weight: expect.closeTo(0.8), start: 0, end: 1, preprocess: 'canny' };
  const seen = renderer.renders.map(({ spec }) =>
    spec.control?.units.map(({ image: bytes, ...said }) => ({ ...said, png: bytes[1] })),
  );
  expect(seen).toEqual([[{ ...unit, png: 0x50 }], [{ ...unit, png: 0x50 }]]);

  // Several at once, each with its own numbers; the last picture is read by those that have none of their own.
  const several = { prompt: 'x', steps: 2, 'control-image': { sha256 }, 'control-image-2': { sha256 } };
  const fourth = await service.jobs.submit(
    submission({ order: await imagineOrder({ ...several, control: 'canny:0.8:0:0.5, canny, canny:0.3' }, doors) }),
  );
  await viewsUntil(service, fourth.job.id, ({ job }) => job.state.kind === 'done');
  expect(renderer.renders.at(-1)!.spec.control?.units).toMatchObject([
    { network: 'canny', weight: expect.closeTo(0.8), start: 0, end: 0.5 },
    { network: 'canny', weight: 1, start: 0, end: 1 },
    { network: 'canny', weight: expect.closeTo(0.3), start: 0, end: 1 },
  ]);
  // Guess mode is one word for all of them, and comes to the renderer.
  for (const control of ['canny:0.8:guess', 'guess']) {
    const order = await imagineOrder({ prompt: 'x', 'control-image': { sha256 }, control }, doors);
    expect(order).toMatchObject({ controlGuess: true, control: [{ image: { sha256 } }] });
  }
  const guessing = await imagineOrder({ ...several, control: 'canny:0.8, canny, guess' }, doors);
  const fifth = await service.jobs.submit(submission({ order: guessing }));
  await viewsUntil(service, fifth.job.id, ({ job }) => job.state.kind === 'done');
  expect(renderer.renders.at(-1)!.spec.control).toMatchObject({ guess: true, units: [{ network: 'canny' }, {}] });
  const refused = await Promise.all(
    ['canny', 'canny:x', 'a,b,c,d,e'].map((control) =>
      imagineOrder({ ...several, control }, doors).catch(({ said }) => said.key),
    ),
  );
  expect(refused).toEqual(['imagine.control-each', 'imagine.control-form', 'imagine.controls-max']);

  // A network for inpainting reads what is drawn into, so it is asked for without a picture of its own.
  const open = { prompt: 'a door', steps: 2, image: { sha256 }, mask: { sha256 }, control: 'inpaint' };
  const third = await service.jobs.submit(submission({ order: await imagineOrder(open, doors) }));
  await viewsUntil(service, third.job.id, ({ job }) => job.state.kind === 'done');
  expect(renderer.renders.at(-1)!.spec.control?.units).toMatchObject([
    { network: 'fill_inpaint', preprocess: 'inpaint', image: { length: 0 } },
  ]);
});
