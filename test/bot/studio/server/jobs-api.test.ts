import { describe, expect, it } from 'vitest';
import type { JobCard, JobPage } from '#bot/studio/server/api.ts';
import { cardsUntil, events, type OpenStudio, openStudio } from '#test/bot/studio/server/studio-fixture.ts';

const ORDER = { prompt: 'a (red:1.4) house', seed: 7, width: 64, height: 64 };

async function submit({ ask }: OpenStudio, body: object = { order: ORDER }): Promise<JobCard> {
  return (await ask<JobCard>('POST', '/api/jobs', body)).body;
}

async function gallery({ ask }: OpenStudio): Promise<JobPage> {
  return (await ask<JobPage>('GET', '/api/jobs')).body;
}

describe('a job of the studio', () => {
  it('is accepted, drawn with previews and found in the gallery', async () => {
    const place = await openStudio({ stepMs: 20 });
    const accepted = await submit(place);
    expect(accepted).toMatchObject({ state: 'queued', live: false, order: ORDER, style: 'storybook' });
    const cards = await cardsUntil(place, { id: accepted.id, state: 'done' });
    expect(cards.some(({ preview }) => preview?.startsWith('data:image/png;base64,'))).toBe(true);
    expect(cards.at(-1)).toMatchObject({ settled: { seed: 7, width: 64 }, pictures: [{ index: 0, seed: 7 }] });
    expect((await gallery(place)).jobs.map(({ id }) => id)).toEqual([accepted.id]);
  });

  it('gives its picture as PNG that may be kept for good', async () => {
    const place = await openStudio();
    const { id } = await submit(place);
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

  it('is accepted once per request key', async () => {
    const place = await openStudio();
    const body = { order: ORDER, requestKey: 'the-same' };
    expect((await submit(place, body)).id).toBe((await submit(place, body)).id);
    expect((await gallery(place)).jobs).toHaveLength(1);
  });

  it('is rerolled and edited into children', async () => {
    const place = await openStudio();
    const first = await submit(place);
    const { body: again } = await place.ask<JobCard>('POST', `/api/jobs/${first.id}/reroll`, {});
    expect(again).toMatchObject({ parentId: first.id, order: { prompt: ORDER.prompt } });
    expect(again.settled?.seed).not.toBe(7);
    const edited = await submit(place, { order: { prompt: 'a blue house' }, parentId: first.id });
    expect(edited.parentId).toBe(first.id);
  });

  it('is cancelled while it is drawn and leaves the gallery', async () => {
    const place = await openStudio({ stepMs: 500 });
    const { id } = await submit(place);
    const states: string[] = [];
    for await (const { event, data } of events(place.studio.address, 'test')) {
      if (event !== 'job') continue;
      states.push((data as JobCard).state);
      if (states.length === 1) await place.ask('POST', `/api/jobs/${id}/cancel`);
      if (states.at(-1) === 'cancelled') break;
    }
    expect((await gallery(place)).jobs).toEqual([]);
  });

  it('is deleted with its pictures', async () => {
    const place = await openStudio();
    const { id } = await submit(place);
    await cardsUntil(place, { id, state: 'done' });
    expect((await place.ask('DELETE', `/api/jobs/${id}`)).status).toBe(200);
    expect((await gallery(place)).jobs).toEqual([]);
    expect(await place.ask('GET', `/api/jobs/${id}/pictures/0.png`)).toMatchObject({ status: 404 });
  });

  it('needs no delivery after a restart', async () => {
    const place = await openStudio();
    const { id } = await submit(place);
    await cardsUntil(place, { id, state: 'done' });
    await expect.poll(async () => (await place.workplace.jobs.undelivered('studio')).length).toBe(0);
  });
});

describe('the gallery', () => {
  it('comes in pages that do not overlap', async () => {
    const place = await openStudio({ stepMs: 0, slots: 10 });
    const isQuiet = () => place.workplace.jobs.queue().length;
    for (let round = 0; round < 5; round++) {
      await Promise.all(Array.from({ length: 10 }, () => submit(place, { order: { ...ORDER, steps: 1 } })));
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
    ['an empty prompt', { order: { prompt: '  ' } }, /prompt is empty/],
    ['a prompt of 10,000 characters', { order: { prompt: 'x'.repeat(10_000) } }, /at most 4,000 characters/],
    ['steps 0', { order: { ...ORDER, steps: 0 } }, /steps.*given 0/],
    ['seed -1', { order: { ...ORDER, seed: -1 } }, /seed.*given -1/],
    ['seed 2^32', { order: { ...ORDER, seed: 2 ** 32 } }, /seed.*given 4294967296/],
    ['a seed in words', { order: { ...ORDER, seed: 'seven' } }, /"seed": it must be a number, given "seven"/],
    ['width 513', { order: { ...ORDER, width: 513 } }, /multiple of 8, given 513/],
    ['five pictures', { order: { ...ORDER, count: 5 } }, /1 to 4, given 5/],
    ['a ratio without numbers', { order: { ...ORDER, ratio: 'wide' } }, /"ratio": it must be an object/],
    ['an unknown style', { order: { ...ORDER, style: 'storybok' } }, /did you mean “storybook”/],
    ['no order', {}, /the order: it must be an object/],
    ['a list', [1], /the request: it must be an object/],
    ['a long key', { order: ORDER, requestKey: 'k'.repeat(65) }, /"requestKey": 1–64 characters/],
  ];

  it.each(cases)('with %s gets one clear sentence', async (_what, body, sentence) => {
    const { ask } = await openStudio();
    const reply = await ask('POST', '/api/jobs', body);
    expect(reply.status).toBe(400);
    expect(reply.body.error).toMatch(sentence);
  });

  it('about a job that is not there says so', async () => {
    const { ask } = await openStudio();
    expect(await ask('POST', '/api/jobs/none/reroll')).toMatchObject({ status: 404 });
    expect(await ask('GET', '/api/jobs/none/pictures/0.png')).toMatchObject({ status: 404 });
    expect(await ask('DELETE', '/api/jobs/none')).toMatchObject({ status: 404 });
    expect((await ask('GET', '/api/jobs?before=soon')).body.error).toContain('"before" must be a number');
  });
});
