import OpenAI, { toFile } from 'openai';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenDoors, openDoors } from '#test/bot/api/api-fixture.ts';
import { DEMO_DESCRIPTION } from '#test/bot/studio/server/studio-fixture.ts';
import { tinyPng } from '#test/fakes/tiny-png.ts';

const closers: (() => Promise<void>)[] = [];
let doors: OpenDoors;
let client: OpenAI;

beforeAll(async () => {
  doors = await openDoors((close) => closers.push(close), {
    renderer: {
      description: { ...DEMO_DESCRIPTION, tasks: ['draw', 'describe'] },
      results: ({ task }) =>
        task === 'describe' ? [{ event: 'text', text: { index: 0, text: 'a boat at night', score: 0.9 } }] : [],
    },
  });
  client = new OpenAI({ apiKey: doors.token, baseURL: `${doors.api.address}/v1`, maxRetries: 0 });
});
afterAll(async () => {
  for (const close of closers.reverse()) await close();
});

const drawn = () => doors.renderer.renders.at(-1)!.spec;
const isPng = (base64: string | undefined) =>
  Buffer.from(base64 ?? '', 'base64')
    .subarray(1, 4)
    .toString() === 'PNG';
const picture = (name = 'boat.png') => toFile(tinyPng({ width: 64, height: 64, seed: 1 }), name, { type: 'image/png' });

describe('OpenAI’s own client', () => {
  it('lists the models, and gets one by its name', async () => {
    expect((await client.models.list()).data.map(({ id }) => id)).toEqual(['demo']);
    expect(await client.models.retrieve('demo')).toMatchObject({ id: 'demo', object: 'model' });
    await expect(client.models.retrieve('gpt-9')).rejects.toMatchObject({ status: 404 });
  });

  it('draws pictures of a size as base64, in the format that it asks for', async () => {
    const asked = { prompt: 'a red boat', n: 2, size: '64x96', response_format: 'b64_json' } as const;
    const { data, created } = await client.images.generate({ ...asked, size: '64x96' as '256x256', model: 'demo' });
    expect(data!.map(({ b64_json }) => isPng(b64_json))).toEqual([true, true]);
    expect(created).toBeGreaterThan(1_700_000_000);
    expect(drawn()).toMatchObject({ width: 64, height: 96, count: 2, model: 'demo', parametersPrompt: 'a red boat' });
    const webp = await client.images.generate({ prompt: 'a red boat', output_format: 'webp' });
    expect((await sharp(Buffer.from(webp.data![0]!.b64_json!, 'base64')).metadata()).format).toBe('webp');
  });

  it('gets a link where it says nothing, as from OpenAI', async () => {
    const { data } = await client.images.generate({ prompt: 'a red boat' });
    expect((await fetch(data![0]!.url!)).headers.get('content-type')).toBe('image/png');
  });

  it('streams pictures on the way, then the last one', async () => {
    const steps = { steps: 8 };
    const asked = { prompt: 'a red boat', stream: true, partial_images: 2, ...steps } as const;
    const events = [];
    for await (const event of await client.images.generate(asked)) events.push(event);
    expect(events.map(({ type }) => type)).toEqual([
      'image_generation.partial_image',
      'image_generation.partial_image',
      'image_generation.completed',
    ]);
    expect(events.at(0)).toMatchObject({ partial_image_index: 0, size: 'auto' });
    expect(isPng(events.at(-1)!.b64_json)).toBe(true);
  });

  it('edits what is transparent in a mask, or the whole picture', async () => {
    const hole = await sharp({ create: { width: 64, height: 64, channels: 4, background: '#ffff' } })
      .composite([
        { input: Buffer.alloc(32 * 32 * 4, 255), raw: { width: 32, height: 32, channels: 4 }, blend: 'dest-out' },
      ])
      .png()
      .toBuffer();
    const mask = await toFile(hole, 'mask.png', { type: 'image/png' });
    await client.images.edit({ image: await picture(), mask, prompt: 'a red boat', n: 1, response_format: 'b64_json' });
    const { channels } = await sharp(drawn().source!.mask).stats();
    expect(channels[0]!.mean).toBeCloseTo(255 / 4, 0);
    await client.images.edit({ image: await picture(), prompt: 'a red boat' });
    expect(drawn().source).toMatchObject({ mask: expect.toSatisfy((bytes: Uint8Array | null) => !bytes?.length) });
  });

  it('varies a picture from the words that a network finds for it', async () => {
    const { data } = await client.images.createVariation({ image: await picture(), n: 1 });
    expect(data).toHaveLength(1);
    expect(drawn()).toMatchObject({ parametersPrompt: 'a boat at night', source: { strength: expect.closeTo(0.65) } });
  });

  it.each([
    ['a quality', { quality: 'high' }, /quality/],
    ['a transparent background', { background: 'transparent' }, /background/],
    ['a model of theirs', { model: 'gpt-image-1' }, /gpt-image-1.*demo|demo/s],
    ['pictures on the way without a stream', { partial_images: 2 }, /partial_images.*stream/],
    ['a link to a WebP', { response_format: 'url', output_format: 'webp' }, /b64_json/],
    ['a size that is none', { size: 'large' }, /1024x1024/],
    ['an option that nobody has', { sparkle: true }, /sparkle/],
  ])('is refused %s, by name and in its own shape', async (_what, more, message) => {
    const refused = client.images.generate({ prompt: 'a boat', ...(more as object) });
    await expect(refused).rejects.toMatchObject({
      status: 400,
      type: 'invalid_request_error',
      message: expect.stringMatching(message),
    });
  });

  it('is refused with a wrong key as it expects it', async () => {
    const stranger = new OpenAI({ apiKey: 'sk-x', baseURL: `${doors.api.address}/v1`, maxRetries: 0 });
    await expect(stranger.models.list()).rejects.toBeInstanceOf(OpenAI.AuthenticationError);
  });
});
