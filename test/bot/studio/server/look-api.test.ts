import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { JobCard } from '#bot/studio/server/api.ts';
import { putMark } from '#shared/watermark/watermark.ts';
import { cardsUntil, openStudio } from '#test/bot/studio/server/studio-fixture.ts';
import { FOUND_MASK, SEEING } from '#test/fakes/seen-picture.ts';
import { syntheticPicture } from '#test/shared/watermark/synthetic-pictures.ts';

/** A picture of 20 × 10 that the studio has taken in. */
async function kept({ workplace }: Awaited<ReturnType<typeof openStudio>>): Promise<{ readonly sha256: string }> {
  const file = await sharp({ create: { width: 20, height: 10, channels: 3, background: '#246' } })
    .png()
    .toBuffer();
  return { sha256: (await workplace.intake.keep(file)).image.sha256 };
}

describe('a picture in the studio', () => {
  it('is asked what a click is on, and the mask lies at an address of its own', async () => {
    const place = await openStudio(SEEING);
    const image = await kept(place);
    const { status, body } = await place.ask<JobCard>('POST', '/api/segment', { image, points: [{ x: 3, y: 4 }] });
    expect(status).toBe(201);
    const [card] = (await cardsUntil(place, { id: body.id, state: 'done' })).slice(-1);
    expect(card).toMatchObject({ masks: [{ index: 0, label: '', width: 20, height: 10 }], pictures: [] });
    expect(card!.masks[0]!.score).toBeCloseTo(0.9);
    const { request } = place.renderer.renders[0]!;
    expect(request).toMatchObject({ segment: { points: [{ x: 3, y: 4, outside: false }], box: null } });
    const mask = await place.workplace.jobs.mask(body.id, 0);
    expect(Buffer.from(mask!).equals(FOUND_MASK)).toBe(true);
    expect(await place.workplace.jobs.mask(body.id, 1)).toBeNull();
  });

  it('is described, and a suggestion is drawn', async () => {
    const place = await openStudio(SEEING);
    const image = await kept(place);
    const { jobs } = place.workplace;
    const run = await place.ask<{ job: JobCard }>('POST', '/api/commands/describe', { input: { image } });
    const [card] = (await cardsUntil(place, { id: run.body.job.id, state: 'done' })).slice(-1);
    expect(card!.suggestions).toEqual([
      'a lighthouse \\(old\\) by the sea',
      'a white tower on a rock',
      'lighthouse, no humans',
    ]);
    const drawn = await place.ask<JobCard>('POST', `/api/jobs/${card!.id}/draw`, { picture: 2 });
    expect(drawn.body).toMatchObject({ parentId: card!.id, order: { prompt: 'lighthouse, no humans' } });
    const none = await place.ask('POST', `/api/jobs/${card!.id}/draw`, { picture: 9 });
    expect(none.status).toBe(404);
    expect(await jobs.view(card!.id)).toMatchObject({ job: { state: { kind: 'done' } } });
  });

  it('is dropped there and says where it comes from: its invisible mark is found in a JPEG', async () => {
    const place = await openStudio();
    const picture = syntheticPicture('scene', { width: 256, height: 256, seed: 1 });
    putMark(picture);
    const { width, height, data } = picture;
    const file = await sharp(data, { raw: { width, height, channels: 3 } })
      .jpeg({ quality: 80 })
      .toBuffer();
    const headers = { 'content-type': 'image/jpeg' };
    const sent = { method: 'POST', headers, body: new Uint8Array(file) };
    const { sha256 } = (await (await fetch(`${place.studio.address}/api/pictures`, sent)).json()) as { sha256: string };
    const { status, body } = await place.ask('POST', '/api/commands/verify', { input: { image: { sha256 } } });
    expect(status).toBe(200);
    expect(JSON.stringify(body)).toContain('Drawn with Easel: its watermark is in the pixels');
  });

  it('is not where no renderer can, and what is no question is refused by name', async () => {
    const place = await openStudio();
    const image = await kept(place);
    const refused = await place.ask('POST', '/api/segment', { image });
    expect([refused.status, refused.body.error]).toEqual([503, expect.stringMatching(/No renderer can find things/)]);
    const wrong = await place.ask('POST', '/api/segment', { image, points: [{ x: -1, y: 2 }] });
    expect([wrong.status, wrong.body.error]).toEqual([400, expect.stringContaining('points.0.x must be as in')]);
  });
});
