import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { pngText } from '#bot/image/png-text.ts';
import { digitalSourceIn } from '#bot/provenance/digital-source.ts';
import { type Answer, a1111Doors } from '#test/bot/api/a1111/a1111-fixture.ts';
import type { OpenDoors } from '#test/bot/api/api-fixture.ts';
import { tinyPng } from '#test/fakes/tiny-png.ts';

const { doors, post, get } = a1111Doors({ stepMs: 40, decodeMs: 10_000 });

/** Asks for what a program waits for, and stops it once the queue shows this of it. */
async function stopped(
  body: object,
  isEnough: (view: ReturnType<OpenDoors['workplace']['jobs']['queue']>[number]) => boolean,
  { way = 'txt2img', by = 'interrupt' } = {},
) {
  const drawing = post<Answer>(`/sdapi/v1/${way}`, { prompt: 'a boat', width: 64, height: 96, seed: 7, ...body });
  while (!doors().workplace.jobs.queue().some(isEnough)) await get('/sdapi/v1/progress?skip_current_image=true');
  expect(await post(`/sdapi/v1/${by}`, {})).toEqual({ status: 200, body: {} });
  const { status, body: answer } = await drawing;
  expect(status).toBe(200);
  const files = answer.images.map((image) => Buffer.from(image, 'base64'));
  return { files, info: JSON.parse(answer.info) };
}

describe('A1111’s API gives whoever waits for a job that is stopped', () => {
  it.each(['interrupt', 'skip'])('the pictures as they were to be seen, of their size: %s', async (by) => {
    const isSeen = ({ progress }: { progress: { preview: unknown } }) => progress.preview !== null;
    const { files, info } = await stopped({ steps: 100, batch_size: 2 }, isSeen, { by });
    for (const file of files) {
      expect(await sharp(file).metadata()).toMatchObject({ format: 'png', width: 64, height: 96 });
      expect(digitalSourceIn(file)).toBe('trainedAlgorithmicMedia');
      expect(pngText(file, 'parameters')).toBeNull(); // they would not draw it
    }
    expect(info).toMatchObject({ interrupted: true, seed: 7, all_seeds: [7, 8], infotexts: ['', ''], steps: 100 });
    expect(info.notices).toContainEqual(expect.stringMatching(/^stopped at step \d+ of 100; .* 0, .* 2$/));
  });

  it('those that were finished, and the others as they were to be seen', async () => {
    const isOneThere = ({ progress }: { progress: { arrived?: readonly unknown[] } }) => progress.arrived?.length === 1;
    const { files, info } = await stopped({ steps: 2, batch_size: 2 }, isOneThere);
    expect(files).toHaveLength(2);
    expect(files[0]!.equals(tinyPng({ width: 64, height: 96, seed: 7 }))).toBe(true);
    expect(info.notices).toContainEqual(expect.stringMatching(/^stopped at step 2 of 2; .* 1, .* 1$/));
  });

  it('what came of a given picture as what has parts of one', async () => {
    const init_images = [tinyPng({ width: 64, height: 96, seed: 1 }).toString('base64')];
    const isSeen = ({ progress }: { progress: { preview: unknown } }) => progress.preview !== null;
    const { files } = await stopped({ steps: 100, init_images }, isSeen, { way: 'img2img' });
    expect(files.map(digitalSourceIn)).toEqual(['compositeWithTrainedAlgorithmicMedia']);
  });

  it('no pictures where none had begun', async () => {
    doors().renderer.setStepMs(60_000);
    const { files, info } = await stopped({ steps: 100 }, () => true);
    doors().renderer.setStepMs(40);
    expect([files, info.interrupted, info.all_seeds]).toEqual([[], true, []]);
  });

  it('nothing but the reason where somebody else has stopped it', async () => {
    const drawing = post('/sdapi/v1/txt2img', { prompt: 'a boat', steps: 100 });
    const { jobs } = doors().workplace;
    while (jobs.queue().length === 0) await get('/sdapi/v1/progress');
    await jobs.cancel(jobs.queue()[0]!.job.id, { id: 'mo', name: 'Mo', isModerator: true });
    expect(await drawing).toMatchObject({ status: 409, body: { detail: expect.stringContaining('cancelled') } });
  });
});
