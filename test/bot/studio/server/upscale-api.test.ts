import { describe, expect, it } from 'vitest';
import type { JobCard } from '#bot/studio/server/api.ts';
import { cardsUntil, openStudio, submit } from '#test/bot/studio/server/studio-fixture.ts';
import { ANIMATING, RESTORING, UPSCALING } from '#test/fakes/larger-picture.ts';

const ORDER = { prompt: 'a lighthouse', style: 'plain', steps: 2 };

describe('a picture in the studio', () => {
  it('is made larger where a renderer can, as a job of its own', async () => {
    const place = await openStudio(UPSCALING);
    const { id } = await submit(place, ORDER);
    const [drawn] = (await cardsUntil(place, { id, state: 'done' })).slice(-1);
    expect(drawn).toMatchObject({ canUpscale: true });
    const { status, body } = await place.ask<JobCard>('POST', `/api/jobs/${id}/upscale`, {});
    expect(status).toBe(201);
    expect(body).toMatchObject({ parentId: id, settled: null, order: { prompt: 'a lighthouse' } });
    const [larger] = (await cardsUntil(place, { id: body.id, state: 'done' })).slice(-1);
    expect(larger?.pictures).toMatchObject([{ width: 256, height: 256 }]);
  });

  it('has its faces mended where a renderer can', async () => {
    const place = await openStudio(RESTORING);
    const { id } = await submit(place, ORDER);
    const [drawn] = (await cardsUntil(place, { id, state: 'done' })).slice(-1);
    expect(drawn).toMatchObject({ canUpscale: false, canRestore: true });
    const { status, body } = await place.ask<JobCard>('POST', `/api/jobs/${id}/restore`, {});
    expect([status, body.parentId]).toEqual([201, id]);
  });

  it('moves where a renderer can make it, and lies as a WebP where another picture does', async () => {
    const place = await openStudio(ANIMATING);
    const { id } = await submit(place, ORDER);
    const [drawn] = (await cardsUntil(place, { id, state: 'done' })).slice(-1);
    expect(drawn).toMatchObject({ canAnimate: true, moves: false });
    const { body } = await place.ask<JobCard>('POST', `/api/jobs/${id}/animate`, {});
    const [moving] = (await cardsUntil(place, { id: body.id, state: 'done' })).slice(-1);
    expect(moving).toMatchObject({ parentId: id, moves: true, canAnimate: false, canUpscale: false });
    expect(moving?.pictures).toHaveLength(1);
    const file = await fetch(`${place.studio.address}/api/jobs/${body.id}/pictures/0.png?download`);
    expect([file.headers.get('content-type'), file.headers.get('content-disposition')]).toEqual([
      'image/webp',
      'attachment; filename="easel.webp"',
    ]);
    expect(Buffer.from(await file.arrayBuffer()).toString('latin1', 8, 12)).toBe('WEBP');
  });

  it('is not where none can, and says why to who asks all the same', async () => {
    const place = await openStudio();
    const { id } = await submit(place, ORDER);
    const [drawn] = (await cardsUntil(place, { id, state: 'done' })).slice(-1);
    expect(drawn).toMatchObject({ canUpscale: false });
    const { status, body } = await place.ask('POST', `/api/jobs/${id}/upscale`, {});
    expect([status, body.error]).toEqual([503, expect.stringMatching(/No renderer can make pictures larger/)]);
  });
});
