import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { withExifText } from '#bot/image/exif-text.ts';
import { a1111Doors } from '#test/bot/api/a1111/a1111-fixture.ts';
import { tinyPng } from '#test/fakes/tiny-png.ts';

const { doors, post, get } = a1111Doors();

const BOAT = tinyPng({ width: 64, height: 64, seed: 1 }).toString('base64');

describe('A1111’s API', () => {
  it('says how far a job is, and ends it', async () => {
    doors().renderer.setStepMs(100);
    const drawing = post('/sdapi/v1/txt2img', { prompt: 'a boat', steps: 50 });
    let progress = {
      progress: 0,
      state: { sampling_step: 0, sampling_steps: 0 },
      current_image: null as string | null,
    };
    while (!progress.current_image) progress = (await get('/sdapi/v1/progress')) as typeof progress;
    expect(progress.state.sampling_steps).toBe(50);
    expect(progress.progress).toBeGreaterThan(0);
    await post('/sdapi/v1/interrupt', {});
    expect((await drawing).status).toBe(200);
    expect(await get('/sdapi/v1/progress?skip_current_image=true')).toMatchObject({ progress: 0, current_image: null });
    doors().renderer.setStepMs(1);
  });

  it('lists what there is, by A1111’s names', async () => {
    expect(await get('/sdapi/v1/sd-models')).toMatchObject([{ title: 'small' }, { title: 'other' }]);
    expect(await get('/sdapi/v1/samplers')).toContainEqual({ name: 'DPM++ 2M', aliases: ['dpmpp_2m'], options: {} });
    expect(await get('/sdapi/v1/schedulers')).toContainEqual(expect.objectContaining({ name: 'sgm_uniform' }));
    expect(await get('/sdapi/v1/loras')).toMatchObject([{ name: 'inked' }]);
    expect(await get('/sdapi/v1/embeddings')).toMatchObject({
      loaded: { badhands: { shape: 768 } },
    });
    expect(await get('/sdapi/v1/upscalers')).toMatchObject([{ name: 'None' }, { name: 'Easel' }]);
    expect(await get('/sdapi/v1/prompt-styles')).toContainEqual(
      expect.objectContaining({ prompt: expect.stringContaining('{prompt}') }),
    );
    expect(await get('/controlnet/model_list')).toEqual({ model_list: ['canny-sd15'] });
    expect(await get('/controlnet/module_list')).toMatchObject({ module_list: ['none', 'canny'] });
    expect(await get('/controlnet/control_types')).toMatchObject({
      control_types: { All: { module_list: ['none', 'canny'], model_list: ['canny-sd15'] } },
    });
  });

  it('makes a picture larger, says what is in it and what it says of itself, and finds its edges', async () => {
    const image = `data:image/png;base64,${BOAT}`;
    const larger = await post<{ image: string }>('/sdapi/v1/extra-single-image', {
      image,
      upscaler_1: 'Easel',
      upscaling_resize: 2,
    });
    expect((await sharp(Buffer.from(larger.body.image, 'base64')).metadata()).width).toBe(256);
    expect((await post('/sdapi/v1/interrogate', { image, model: 'clip' })).body).toEqual({
      caption: 'a boat at night',
    });
    expect((await post('/sdapi/v1/interrogate', { image, model: 'deepdanbooru' })).body).toEqual({ caption: 'boat' });
    expect((await post('/sdapi/v1/png-info', { image })).body).toMatchObject({ info: '', items: {} });
    const edges = await post('/controlnet/detect', { controlnet_module: 'canny', controlnet_input_images: [image] });
    expect(edges.body.images).toHaveLength(1);
    expect((await post('/sdapi/v1/extra-single-image', { image, upscaler_1: 'LDSR' })).body.detail).toMatch(
      /LDSR.*Easel/,
    );
    expect((await post('/sdapi/v1/extra-single-image', { image })).status).toBe(400);
  });

  it('says by A1111’s names what a picture was drawn with', async () => {
    const settings = 'Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 5, Size: 64x96, Model hash: 0123456789';
    const text = `a boat\nNegative prompt: fog\n${settings}`;
    const jpeg = withExifText(await sharp(Buffer.from(BOAT, 'base64')).jpeg().toBuffer(), text);
    expect((await post('/sdapi/v1/png-info', { image: Buffer.from(jpeg).toString('base64') })).body).toEqual({
      info: text,
      items: { parameters: text },
      parameters: {
        ...{ Prompt: 'a boat', 'Negative prompt': 'fog', Steps: '20', Sampler: 'Euler a', 'CFG scale': '7', Seed: '5' },
        ...{ 'Size-1': '64', 'Size-2': '96', 'Model hash': '0123456789' },
      },
    });
  });

  it('makes several pictures larger with one request, and says how many that may be', async () => {
    const imageList = ['one', 'two'].map((name) => ({ name, data: BOAT }));
    const asked = { upscaler_1: 'Easel', upscaling_resize: 2, imageList };
    const { status, body } = await post('/sdapi/v1/extra-batch-images', asked);
    expect([status, body.images.length]).toEqual([200, 2]);
    const many = Array.from({ length: 17 }, () => imageList[0]);
    for (const given of [[], many]) {
      const refused = await post('/sdapi/v1/extra-batch-images', { ...asked, imageList: given });
      expect([refused.status, refused.body.detail]).toEqual([400, expect.stringContaining(`given ${given.length}`)]);
    }
    expect((await post('/sdapi/v1/extra-batch-images', { ...asked, image: BOAT })).body.detail).toMatch(/image/);
  });

  it.each([
    ['unload-checkpoint', /renderers decide/],
    ['reload-checkpoint', /renderers decide/],
    ['train/embedding', /\/train/],
    ['create/hypernetwork', /\/train/],
    ['server-kill', /no such door/],
  ])('says in one sentence that there is nothing for %s', async (route, said) => {
    const { status, body } = await post(`/sdapi/v1/${route}`, {});
    expect(status).toBeGreaterThanOrEqual(400);
    expect(body.detail).toMatch(said);
  });

  it('says of its server what A1111 says where it cannot tell', async () => {
    const error = expect.stringContaining('renderers draw here');
    expect(await get('/sdapi/v1/memory')).toEqual({ ram: { error }, cuda: { error } });
    expect(await get('/sdapi/v1/extensions')).toEqual([]);
    for (const what of ['checkpoints', 'embeddings', 'loras', 'vae'])
      expect(await post(`/sdapi/v1/refresh-${what}`, {})).toEqual({ status: 200, body: null });
  });
});
