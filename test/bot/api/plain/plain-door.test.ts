import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JobAnswer } from '#bot/api/plain/job-answer.ts';
import { type OpenDoors, openDoors } from '#test/bot/api/api-fixture.ts';
import { tinyPng } from '#test/fakes/tiny-png.ts';

const closers: (() => Promise<void>)[] = [];
let doors: OpenDoors;

beforeAll(async () => {
  const sdxl = { defaultWidth: 1024, defaultHeight: 1024, adapters: [], demonstration: false, windowTokens: 75 };
  doors = await openDoors((close) => closers.push(close), {
    renderer: {
      description: {
        samplers: ['unipc', 'dpmpp_2m'].map((name) => ({ name, hasKarras: true })),
        models: [
          { name: 'large', family: 'sdxl', ...sdxl },
          { name: 'polish', family: 'sdxl-refiner', ...sdxl },
        ],
      },
    },
  });
});
afterAll(async () => {
  for (const close of closers.reverse()) await close();
});

/** As others offer it, word for word. */
const SAID = {
  ...{ scheduler: 'UniPC', num_inference_steps: 25, guidance_scale: 8, strength: 0.2, high_noise_fraction: 0.8 },
  ...{ seed: 468685, img_width: 1024, img_height: 1024, refiner: true, base64: false, samples: 1, style: 'base' },
};

const drawn = () => doors.renderer.renders.at(-1)!.spec;

describe('the plain API', () => {
  it('draws what every field says, and sends the picture itself with what is to be known of it', async () => {
    const body = { prompt: 'a ((red:1.3)) boat', negative_prompt: 'fog', ...SAID };
    const response = await doors.ask('POST', '/api/draw', { body });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect(response.headers.get('x-easel-seed')).toBe('468685');
    expect(JSON.parse(response.headers.get('x-easel-notices')!)).toContainEqual(expect.stringMatching(/strength/i));
    expect(new Uint8Array(await response.arrayBuffer()).subarray(1, 4)).toEqual(new TextEncoder().encode('PNG'));
    expect(drawn()).toMatchObject({
      ...{ sampler: 'unipc', steps: 25, guidance: 8, seed: 468685, width: 1024, height: 1024, count: 1 },
      ...{ model: 'large', parametersPrompt: 'a ((red:1.3)) boat', parametersNegative: 'fog' },
      refiner: { model: 'polish', highNoiseFraction: expect.closeTo(0.8, 5) },
    });
  });

  it('weighs double brackets as A1111 does: the number, then 1.1 for the outer pair', async () => {
    await doors.ask('POST', '/api/draw', { body: { prompt: 'a ((red:1.3)) boat' } });
    const spans = drawn().prompt!.chunks.flatMap((chunk) => chunk.spans);
    expect(spans.find(({ text }) => text === 'red')?.weight).toBeCloseTo(1.43, 5);
  });

  it('gives base64 where that is wanted, several pictures with a seed each, and one job for one request', async () => {
    const headers = { 'idempotency-key': 'once' };
    const body = { prompt: 'a boat', samples: 2, seed: 7, base64: true };
    const answer = (await (await doors.ask('POST', '/api/draw', { body, headers })).json()) as JobAnswer;
    expect(answer).toMatchObject({ state: 'done', error: null });
    expect(answer.pictures.map(({ seed }) => seed)).toEqual([7, 8]);
    for (const { base64 } of answer.pictures)
      expect(Buffer.from(base64!, 'base64').subarray(1, 4).toString()).toBe('PNG');
    const renders = doors.renderer.renders.length;
    const again = (await (await doors.ask('POST', '/api/draw', { body, headers })).json()) as JobAnswer;
    expect([again.id, doors.renderer.renders.length]).toEqual([answer.id, renders]);
  });

  it('starts from a picture, and gives links that need no key', async () => {
    const image = `data:image/png;base64,${Buffer.from(tinyPng({ width: 64, height: 64, seed: 1 })).toString('base64')}`;
    const body = { prompt: 'a boat', image, mask: image, strength: 0.5, base64: true };
    const { pictures } = (await (await doors.ask('POST', '/api/draw', { body })).json()) as JobAnswer;
    expect(drawn().source).toMatchObject({ strength: 0.5 });
    const linked = await fetch(pictures[0]!.url);
    expect([linked.status, linked.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect((await fetch(pictures[0]!.url.replace('/0.png', '/1.png'))).status).toBe(403);
  });

  it('shows a job that nobody waits for, and lists it', async () => {
    const response = await doors.ask('POST', '/api/draw', { body: { prompt: 'a boat', wait: false } });
    const { id, state } = (await response.json()) as JobAnswer;
    expect([response.status, state]).toEqual([202, expect.stringMatching(/queued|rendering/)]);
    const listed = (await (await doors.ask('GET', '/api/jobs?limit=5')).json()) as { jobs: JobAnswer[] };
    expect(listed.jobs.map((job) => job.id)).toContain(id);
    expect((await doors.ask('DELETE', `/api/jobs/${id}`)).status).toBeLessThan(500);
  });
});
