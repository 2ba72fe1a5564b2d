import sharp from 'sharp';
import type { TrainingWish } from '#bot/ports/training.ts';
import { startTestJobService, submission, withRenderer } from '#test/bot/jobs/job-service-fixture.ts';
import { FAKE_DESCRIPTION } from '#test/fakes/fake-description.ts';
import type { FakeRendererOptions } from '#test/fakes/renderer.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { trainedResults } from '#test/fakes/trained-file.ts';

/** A job service with a renderer that trains, and a wish for a training of a picture that is there. */
export async function trainingPlace(options: FakeRendererOptions = {}) {
  const renderer = await withRenderer({
    description: { ...FAKE_DESCRIPTION, tasks: ['draw', 'train'], draws: ['own_adapters'] },
    results: trainedResults,
    ...options,
  });
  const place = await startTestJobService({ folder: scratchFolder(), addresses: [renderer.address] });
  const picture = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#a03020' } })
    .png()
    .toBuffer();
  const { pictures } = await place.intake.filesForTraining([{ name: 'a.png', data: picture }]);
  const wish: TrainingWish = { kind: 'style', name: 'mine', about: '', steps: 2, pictures };
  return { ...place, place, renderer, wish };
}

/** Somebody in a server. */
export const asker = (serverId: string, change = {}) => {
  const { place, member } = submission();
  return { place: { ...place, serverId }, member: { ...member, ...change } };
};
