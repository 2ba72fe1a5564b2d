import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { encodePng } from '#renderer/engine/image/png.ts';
import { LocalEngine } from '#renderer/engine/process/local-engine.ts';
import { end, startTestJobService, submission } from '#test/bot/jobs/job-service-fixture.ts';
import { engineSettings } from '#test/contract/engine.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { writeTinyCaptioner } from '#test/fakes/tiny-captioner.ts';
import { storedGolden } from '#test/golden/check/check-case.ts';
import { serveDemo } from '#test/renderer/service/real-renderer.ts';

/** A bot over a renderer with the bundled model and its tagger, and what lies in this folder. */
async function trainingOver(models: string) {
  const engine = new LocalEngine(engineSettings({ cacheFolder: scratchFolder() }));
  const renderer = await serveDemo(engine, { EASEL_MODELS: models });
  onTestFinished(() => renderer.close());
  const place = await startTestJobService({ folder: scratchFolder(), addresses: [renderer.address] });
  const { jobs, intake } = place;
  const by = { serverId: 'a', memberId: 'boss', memberName: 'Boss', mayManageServer: true };
  await jobs.rules.settings.set(by, { name: 'training', value: 'everybody', channelId: null });
  const { place: channel, member } = submission();
  const asker = { place: { ...channel, serverId: 'a' }, member };
  await expect.poll(() => jobs.training.canDescribe(), { timeout: 20_000 }).toBe(true);
  const data = await encodePng(storedGolden('control').recipe.picture('a', [64, 96]), {});
  const { pictures } = await intake.filesForTraining([{ name: 'a.png', data }]);
  const request = { ...asker, requestKey: 'captions' };
  const described = await jobs.training.describe(pictures, request, AbortSignal.timeout(60_000));
  return { place, jobs, asker, described };
}

it('a training reads what a BLIP captioner says of its pictures', { timeout: 90_000 }, async () => {
  const models = scratchFolder();
  const folder = join(models, 'describers', 'blip');
  mkdirSync(folder, { recursive: true });
  await writeTinyCaptioner(storedGolden('control'), folder);
  const { place, jobs, asker, described } = await trainingOver(models);
  const [{ caption }] = described as [(typeof described)[0]];
  expect(caption).toMatch(/^\w+( \w+)+$/);
  const wish = { kind: 'style', name: 'wash', about: '', steps: 1, pictures: described } as const;
  const { job } = await jobs.training.start(wish, { ...asker, requestKey: 'train' });
  expect(job.settled.task).toMatchObject({ pictures: [{ caption: `${caption}, wash style` }] });
  expect((await end(place, job.id)).job.state.kind).toBe('done');
});

it('where only a tagger is there its tags are the caption', { timeout: 90_000 }, async () => {
  const { described } = await trainingOver('none');
  expect(described[0]!.caption).toMatch(/^[a-z ]+(, [a-z ]+)*$/);
  expect(described[0]!.caption).not.toContain('rating');
});
