import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { JobCard, JobPage, KeptPicture, PreviewCard } from '#bot/studio/server/api.ts';
import { STUDIO_MEMBER } from '#bot/studio/server/command-context.ts';
import { cardsUntil, events, type OpenStudio, openStudio, submit } from '#test/bot/studio/server/studio-fixture.ts';

const ORDER = { prompt: 'a (red:1.4) house', seed: 7, width: 64, height: 64 };

async function gallery({ ask }: OpenStudio): Promise<JobPage> {
  return (await ask<JobPage>('GET', '/api/jobs')).body;
}

describe('a job of the studio', () => {
  it('is accepted, drawn with previews and found in the gallery', async () => {
    const place = await openStudio({ stepMs: 20 });
    const accepted = await submit(place, ORDER);
    expect(accepted).toMatchObject({ state: 'queued', live: false, order: ORDER, style: 'storybook' });
    const cards = await cardsUntil(place, { id: accepted.id, state: 'done' });
    expect(cards.some(({ preview }) => preview?.startsWith('data:image/png;base64,'))).toBe(true);
    expect(cards.at(-1)).toMatchObject({ settled: { seed: 7, width: 64 }, pictures: [{ index: 0, seed: 7 }] });
    expect((await gallery(place)).jobs.map(({ id }) => id)).toEqual([accepted.id]);
    // How it came about lies beside the picture, for a studio that begins anew, and goes with it.
    const seen = (await place.ask<PreviewCard[]>('GET', `/api/jobs/${accepted.id}/previews`)).body;
    const { previews, jobs } = place.workplace;
    await expect.poll(async () => (await previews.of(accepted.id)).map(({ step }) => step)).toEqual([1, 2, 3]);
    const kept = await previews.of(accepted.id);
    expect(seen.map(({ address }) => address)).toEqual(
      kept.map(({ data }) => `data:image/png;base64,${Buffer.from(data).toString('base64')}`),
    );
    await jobs.erase(accepted.id, STUDIO_MEMBER);
    expect(await previews.of(accepted.id)).toEqual([]);
  });

  it('gives its picture as PNG that may be kept for good', async () => {
    const place = await openStudio();
    const { id } = await submit(place, ORDER);
    await cardsUntil(place, { id, state: 'done' });
    const response = await fetch(`${place.studio.address}/api/jobs/${id}/pictures/0.png?download`);
    expect(response.headers.get('content-type')).toBe('image/png');
    expect(response.headers.get('cache-control')).toContain('immutable');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="easel-7.png"');
    expect(
      Buffer.from(await response.arrayBuffer())
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
  });

  it('starts from a picture that was handed in', async () => {
    const place = await openStudio();
    const file = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#3060a0' } })
      .webp()
      .toBuffer();
    const handIn = (body: Uint8Array<ArrayBuffer>, type: string) =>
      fetch(`${place.studio.address}/api/pictures`, { method: 'POST', headers: { 'content-type': type }, body });
    const handed = await handIn(new Uint8Array(file), 'image/webp');
    expect(handed.status).toBe(201);
    const { sha256, ...size } = (await handed.json()) as KeptPicture;
    expect(size).toEqual({ width: 64, height: 64, frames: 1 });
    const accepted = await submit(place, { ...ORDER, image: { sha256 }, mask: { sha256 } });
    expect(accepted.order.start).toMatchObject({ image: { sha256 }, mask: { sha256 } });
    const without = await submit(place, { prompt: 'a blue house' }, { parentId: accepted.id });
    expect([without.parentId, without.order.start], 'an edit that took the picture away').toEqual([
      accepted.id,
      undefined,
    ]);
    await cardsUntil(place, { id: accepted.id, state: 'done' });
    expect((await handIn(new Uint8Array(9), 'image/png')).status).toBe(400);
    expect((await handIn(new Uint8Array(file), 'text/plain')).status).toBe(400);
    expect((await handIn(new Uint8Array(26 * 2 ** 20), 'image/png')).status).toBe(400);
  });

  it('goes on from one of its pictures: its words stay, more is drawn round it', async () => {
    const place = await openStudio();
    const { id } = await submit(place, { ...ORDER, width: 96 });
    await cardsUntil(place, { id, state: 'done' });
    const vary = (body: object) => place.ask<JobCard>('POST', `/api/jobs/${id}/vary`, body);
    const wider = await vary({ pictureIndex: 0, variation: 'right', requestKey: 'wider' });
    expect(wider.status).toBe(201);
    expect(wider.body).toMatchObject({ parentId: id, order: { prompt: ORDER.prompt } });
    const { width, height } = wider.body.settled!;
    expect(width / height).toBeCloseTo((96 * 1.5) / 64, 0);
    await cardsUntil(place, { id: wider.body.id, state: 'done' });
    const [, sent] = place.renderer.renders;
    const { left, top, right, bottom } = sent!.spec.source!.margins!;
    expect([left, top, bottom]).toEqual([0, 0, 0]);
    expect(right).toBe(Math.round(width / 3));
    expect(sent!.spec.source!.pasteBack).toEqual({ feather: expect.any(Number) });
    expect((await vary({ pictureIndex: 0, variation: 'right', requestKey: 'wider' })).body.id).toBe(wider.body.id);
    expect((await vary({ pictureIndex: 3, variation: 'subtle' })).status).toBe(404);
    expect((await vary({ pictureIndex: 0, variation: 'sideways' })).status).toBe(400);
  });

  it('is accepted once per request key', async () => {
    const place = await openStudio();
    const again = () => submit(place, ORDER, { requestKey: 'the-same' });
    expect((await again()).id).toBe((await again()).id);
    expect((await gallery(place)).jobs).toHaveLength(1);
  });

  it('is rerolled and edited into children', async () => {
    const place = await openStudio();
    const first = await submit(place, ORDER);
    const { body: again } = await place.ask<JobCard>('POST', `/api/jobs/${first.id}/reroll`, {});
    expect(again).toMatchObject({ parentId: first.id, order: { prompt: ORDER.prompt } });
    expect(again.settled?.seed).not.toBe(7);
    const edited = await submit(place, { prompt: 'a blue house' }, { parentId: first.id });
    expect(edited.parentId).toBe(first.id);
  });

  it('is cancelled while it is drawn and leaves the gallery', async () => {
    const place = await openStudio({ stepMs: 500 });
    const { id } = await submit(place, ORDER);
    const states: string[] = [];
    for await (const { event, data } of events(place.studio.address, 'test')) {
      if (event !== 'job') continue;
      states.push((data as JobCard).state);
      if (states.length === 1) await place.ask('POST', `/api/jobs/${id}/cancel`);
      if (states.at(-1) === 'cancelled') break;
    }
    expect((await gallery(place)).jobs).toEqual([]);
  });

  it('is deleted with its pictures, and can be taken back', async () => {
    const place = await openStudio();
    const { id } = await submit(place, ORDER);
    await cardsUntil(place, { id, state: 'done' });
    expect((await place.ask('POST', `/api/jobs/${id}/delete`)).status).toBe(200);
    expect((await gallery(place)).jobs).toEqual([]);
    expect(await place.ask('GET', `/api/jobs/${id}/pictures/0.png`)).toMatchObject({ status: 404 });
    expect((await place.ask<JobCard>('POST', `/api/jobs/${id}/take-back`)).body).toMatchObject({ id, state: 'done' });
    expect((await gallery(place)).jobs.map((job) => job.id)).toEqual([id]);
  });

  it('needs no delivery after a restart', async () => {
    const place = await openStudio();
    const { id } = await submit(place, ORDER);
    await cardsUntil(place, { id, state: 'done' });
    await expect.poll(async () => (await place.workplace.jobs.undelivered('studio')).length).toBe(0);
  });
});

describe('the gallery', () => {
  it('comes in pages that do not overlap', async () => {
    const place = await openStudio({ stepMs: 0, slots: 10 });
    const isQuiet = () => place.workplace.jobs.queue().length;
    for (let round = 0; round < 5; round++) {
      await Promise.all(Array.from({ length: 10 }, () => submit(place, { ...ORDER, steps: 1 })));
      await expect.poll(isQuiet, { interval: 10, timeout: 10_000 }).toBe(0);
    }
    const first = await gallery(place);
    const { body: second } = await place.ask<JobPage>('GET', `/api/jobs?before=${first.next}`);
    const ids = [...first.jobs, ...second.jobs].map(({ id }) => id);
    expect([first.jobs.length, new Set(ids).size, second.next]).toEqual([48, 50, null]);
  });
});

describe('a wrong request', () => {
  const cases: readonly [string, unknown, RegExp][] = [
    ['an empty prompt', { input: { prompt: '  ' } }, /prompt is empty/],
    ['no prompt', { input: {} }, /without “prompt”/],
    [
      'a prompt of 10,000 characters',
      { input: { prompt: 'x'.repeat(10_000) } },
      /at most 4000 characters, given 10000/,
    ],
    ['steps 0', { input: { ...ORDER, steps: 0 } }, /steps.*given 0/],
    ['seed -1', { input: { ...ORDER, seed: -1 } }, /seed.*given -1/],
    ['seed 2^32', { input: { ...ORDER, seed: 2 ** 32 } }, /seed.*given 4294967296/],
    ['a seed in words', { input: { ...ORDER, seed: 'seven' } }, /seed: it must be a whole number.*given “seven”/],
    ['width 513', { input: { ...ORDER, width: 513 } }, /multiple of 8, given 513/],
    ['five pictures', { input: { ...ORDER, count: 5 } }, /1 to 4, given 5/],
    ['a shape of its own', { input: { ...ORDER, size: 'wide' } }, /“size”: it must be one of usual, 1:1.*given "wide"/],
    ['a field that nobody knows', { input: { ...ORDER, step: 4 } }, /“step”: there is prompt, negative, style/],
    ['an unknown style', { input: { ...ORDER, style: 'storybok' } }, /did you mean “storybook”/],
    ['no input', {}, /without “prompt”/],
    ['an order beside its input', { order: ORDER }, /“order”: there is requestKey, parentId/],
    ['a list', [1], /the request: it must be an object, given \[1\]/],
    ['a long key', { input: ORDER, requestKey: 'k'.repeat(65) }, /“requestKey”: 1 to 64 characters, given 65/],
    ['an empty key', { input: ORDER, requestKey: '' }, /“requestKey”: 1 to 64 characters, given 0/],
  ];

  it.each(cases)('with %s gets one clear sentence', async (_what, body, sentence) => {
    const { ask } = await openStudio();
    const reply = await ask('POST', '/api/commands/imagine', body);
    expect(reply.status).toBe(400);
    expect(reply.body.error).toMatch(sentence);
  });

  it('is refused in German where the browser asks for it', async () => {
    const { studio } = await openStudio();
    const headers = { 'content-type': 'application/json', 'accept-language': 'de-DE,de;q=0.9,en;q=0.5' };
    const body = JSON.stringify({ input: { prompt: 'ein Haus', steps: 'vier' } });
    const reply = await fetch(`${studio.address}/api/commands/imagine`, { method: 'POST', headers, body });
    expect(await reply.json()).toEqual({
      error: '„steps“ ist nicht lesbar: Es muss eine ganze Zahl sein, gegeben "vier"',
    });
  });

  it('about a job that is not there says so', async () => {
    const { ask } = await openStudio();
    expect(await ask('POST', '/api/jobs/none/reroll')).toMatchObject({ status: 404 });
    expect(await ask('GET', '/api/jobs/none/pictures/0.png')).toMatchObject({ status: 404 });
    expect(await ask('POST', '/api/jobs/none/delete')).toMatchObject({ status: 404 });
    expect((await ask('GET', '/api/jobs?before=soon')).body.error).toMatch(
      /“before”: it must be a number, given "soon"/,
    );
    expect(await ask('POST', '/api/jobs/none/paint')).toMatchObject({ status: 404 });
    expect(await ask('POST', '/api/commands/paint', { input: {} })).toMatchObject({ status: 404 });
  });
});
