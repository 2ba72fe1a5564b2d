import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { type Answer, a1111Doors } from '#test/bot/api/a1111/a1111-fixture.ts';
import { tinyPng } from '#test/fakes/tiny-png.ts';

const { doors, post, get } = a1111Doors();

const drawn = () =>
  doors()
    .renderer.renders.filter(({ request }) => request.task === 'draw')
    .at(-1)!.spec;
const BOAT = tinyPng({ width: 64, height: 64, seed: 1 }).toString('base64');

describe('A1111’s API draws what its clients send', () => {
  it('as SillyTavern says it, with everything switched off that it always sends', async () => {
    const { status, body } = await post('/sdapi/v1/txt2img', {
      ...{ url: doors().api.address, auth: `anybody:${doors().token}` },
      ...{ prompt: 'a (red:1.2) boat', negative_prompt: 'fog', sampler_name: 'DPM++ 2M Karras', scheduler: 'karras' },
      ...{ steps: 20, cfg_scale: 7, width: 64, height: 64, restore_faces: false, enable_hr: false },
      ...{
        hr_upscaler: 'Latent',
        hr_scale: 2,
        hr_additional_modules: [],
        denoising_strength: 0.7,
        hr_second_pass_steps: 15,
      },
      ...{ seed: 5, override_settings: { CLIP_stop_at_last_layers: 1 }, override_settings_restore_afterwards: true },
      ...{ save_images: true, send_images: true, do_not_save_grid: false, do_not_save_samples: false },
    });
    expect(status).toBe(200);
    expect(Buffer.from(body.images[0]!, 'base64').subarray(1, 4).toString()).toBe('PNG');
    expect(JSON.stringify(body)).not.toContain(doors().token);
    expect(JSON.parse(body.info)).toMatchObject({ seed: 5, sampler_name: 'DPM++ 2M', steps: 20, all_seeds: [5] });
    expect(drawn()).toMatchObject({
      sampler: 'dpmpp_2m',
      karras: true,
      steps: 20,
      guidance: 7,
      seed: 5,
      parametersPrompt: 'a (red:1.2) boat',
    });
  });

  it('as Open WebUI says it, which chooses the model by the options and sends a name with its key', async () => {
    // It sends back everything that it got.
    const options = (await get('/sdapi/v1/options')) as object;
    expect((await post('/sdapi/v1/options', { ...options, sd_model_checkpoint: 'other' })).status).toBe(200);
    expect(await get('/sdapi/v1/options')).toMatchObject({ sd_model_checkpoint: 'other' });
    const basic = { authorization: `Basic ${Buffer.from(`anybody:${doors().token}`).toString('base64')}` };
    const body = {
      prompt: 'a boat',
      batch_size: 2,
      width: 64,
      height: 64,
      steps: 4,
      negative_prompt: '',
      cfg_scale: 5,
    };
    const response = await doors().ask('POST', '/sdapi/v1/txt2img', { body, headers: basic });
    expect(((await response.json()) as Answer).images).toHaveLength(2);
    expect(drawn()).toMatchObject({ model: 'other', count: 2, steps: 4 });
    await post('/sdapi/v1/options', { sd_model_checkpoint: 'small.safetensors [0123456789]' });
  });

  it('as AIYA says it: batches by two numbers, the sampler by its index, no style, a second pass in half the steps', async () => {
    expect((await doors().ask('GET', '/sdapi/v1/cmd-flags')).status).toBe(200);
    const { status, body } = await post('/sdapi/v1/txt2img', {
      ...{
        prompt: 'a boat',
        negative_prompt: 'fog',
        steps: 4,
        width: 64,
        height: 64,
        cfg_scale: 7,
        sampler_index: 'PLMS',
      },
      ...{
        seed: 9,
        seed_resize_from_h: -1,
        seed_resize_from_w: -1,
        denoising_strength: null,
        n_iter: 2,
        batch_size: 1,
      },
      ...{ enable_hr: true, hr_upscaler: 'Latent', hr_scale: 1.5, hr_second_pass_steps: 2.0 },
      styles: ['None'],
      override_settings: { sd_model_checkpoint: 'small', CLIP_stop_at_last_layers: 1 },
    });
    expect([status, body.detail]).toEqual([200, undefined]);
    expect(JSON.parse(body.info).notices).toContainEqual(expect.stringMatching(/^hr_second_pass_steps.*2/));
    expect(drawn()).toMatchObject({ sampler: 'pndm', count: 2, hires: { scale: 1.5, by: 'latent' }, model: 'small' });
  });

  it.each(['Latent', 'R-ESRGAN 4x+'])(
    'as AIYA says it with its high-resolution switch: enlarged by 1, by %s',
    async (by) => {
      const { status, body } = await post('/sdapi/v1/txt2img', {
        ...{ prompt: 'a boat', negative_prompt: '', steps: 5, width: 64, height: 64, cfg_scale: 7, seed: 9 },
        ...{ sampler_index: 'Euler a', seed_resize_from_h: -1, seed_resize_from_w: -1, n_iter: 1, batch_size: 1 },
        ...{ enable_hr: true, hr_upscaler: by, hr_scale: 1, hr_second_pass_steps: 2.5, denoising_strength: '0.75' },
        styles: ['None'],
        override_settings: { CLIP_stop_at_last_layers: 1 },
      });
      expect([status, body.detail]).toEqual([200, undefined]);
      expect(body.images).toHaveLength(1);
      expect(JSON.parse(body.info).notices).toEqual([expect.stringMatching(/one pass.*same size/)]);
      expect(drawn()).toMatchObject({ sampler: 'euler_a', width: 64, height: 64 });
      expect(drawn().hires ?? null).toBeNull();
    },
  );

  it('as plugins of painting programs say it: a mask, inverted, and an edge picture to follow', async () => {
    const hole = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    const { status, body } = await post('/sdapi/v1/img2img', {
      ...{ init_images: [`data:image/png;base64,${BOAT}`], mask: hole.toString('base64'), inpainting_mask_invert: 1 },
      ...{ denoising_strength: 0.5, inpainting_fill: 1, inpaint_full_res: false, mask_blur: 12, resize_mode: 0 },
      ...{ prompt: 'a boat', steps: 8, sampler_name: 'UniPC', width: 64, height: 64, include_init_images: false },
      alwayson_scripts: {
        controlnet: {
          args: [
            {
              enabled: true,
              image: BOAT,
              module: 'canny',
              model: 'canny-sd15 [0123abcd]',
              weight: 0.8,
              pixel_perfect: true,
              control_mode: 'ControlNet is more important',
            },
            { enabled: false, model: 'unknown' },
            { input_image: BOAT, module: 'none', model: 'canny-sd15', guidance_start: 0.25, guidance_end: 0.75 },
          ],
        },
        ADetailer: { args: [false] },
      },
    });
    expect([status, body.detail]).toEqual([200, undefined]);
    expect(drawn()).toMatchObject({
      source: { strength: 0.5 },
      control: {
        units: [
          { network: 'canny-sd15', weight: expect.closeTo(0.8), start: 0, end: 1 },
          { network: 'canny-sd15', weight: 1, start: 0.25, end: 0.75 },
        ],
        guess: true,
      },
    });
    expect((await sharp(drawn().source!.mask).stats()).channels[0]!.mean).toBe(0);
    expect(JSON.parse(body.info).notices).toContainEqual(expect.stringMatching(/^mask_blur.*12/));
  });

  it('as Krita’s plugin says it: a canvas drawn at half its size and enlarged to it, a sketch followed as an object', async () => {
    expect(await get('/queue/status')).toMatchObject({ msg: 'estimation', queue_size: 0 });
    expect(await get('/controlnet/settings')).toMatchObject({ control_net_unit_count: expect.any(Number) });
    const { status, body } = await post('/sdapi/v1/txt2img', {
      ...{
        prompt: 'a harbour',
        negative_prompt: '',
        width: 64,
        height: 85,
        seed: -1,
        subseed: -1,
        subseed_strength: 0,
      },
      ...{ sampler_name: 'UniPC', steps: 4, cfg_scale: 7, n_iter: 1, batch_size: 1, save_images: true },
      ...{ enable_hr: true, hr_upscaler: 'Latent', hr_second_pass_steps: 0, hr_resize_x: 96, hr_resize_y: 128 },
      denoising_strength: 0.7,
      override_settings: { sd_model_checkpoint: 'small', sd_vae: 'Automatic' },
      override_settings_restore_afterwards: false,
      alwayson_scripts: {
        controlnet: {
          args: [
            {
              ...{ enabled: true, module: 'none', model: 'canny-sd15', weight: 1, resize_mode: 'Crop and Resize' },
              ...{ lowvram: false, processor_res: 512, threshold_a: -2, threshold_b: -3, pixel_perfect: false },
              ...{ guidance_start: 0, guidance_end: 1, control_mode: 'Balanced', image: { image: BOAT } },
            },
          ],
        },
      },
    });
    expect([status, body.detail]).toEqual([200, undefined]);
    expect(drawn()).toMatchObject({
      ...{ width: 64, height: 80, hires: { scale: 1.5, by: 'latent' }, sampler: 'unipc', model: 'small' },
      control: { units: [{ network: 'canny-sd15' }] },
    });
    const { notices } = JSON.parse(body.info);
    expect(notices).toContainEqual(expect.stringMatching(/^denoising_strength.*0\.7/));
    expect(notices).toContainEqual(expect.stringContaining('64 × 80'));
    const cut = { prompt: 'a boat', width: 64, height: 64, enable_hr: true, hr_upscaler: 'Latent', hr_resize_x: 96 };
    expect((await post('/sdapi/v1/txt2img', { ...cut, hr_resize_y: 160 })).body.detail).toMatch(/hr_resize_y.*160/);
  });

  it('as Krita’s plugin says it: a selection drawn anew, the canvas made larger and put into words', async () => {
    const always = { override_settings: {}, override_settings_restore_afterwards: false };
    const { status, body } = await post('/sdapi/v1/img2img', {
      ...{ prompt: 'a harbour', negative_prompt: 'fog', width: 64, height: 64, init_images: [BOAT], mask: BOAT },
      ...{
        mask_blur: 4,
        inpainting_mask_invert: 0,
        inpainting_fill: 1,
        inpaint_full_res: 1,
        inpaint_full_res_padding: 0,
      },
      ...{ sampler_name: 'UniPC', steps: 4, cfg_scale: 7, seed: 3, subseed: -1, subseed_strength: 0, n_iter: 1 },
      ...{ ...always, batch_size: 1, denoising_strength: 0.6, alwayson_scripts: {} },
      override_settings: { sd_model_checkpoint: 'small', sd_vae: '', img2img_color_correction: true },
    });
    expect([status, body.detail]).toEqual([200, undefined]);
    expect(drawn()).toMatchObject({ seed: 3, source: { strength: expect.closeTo(0.6), mask: expect.anything() } });
    const told = JSON.parse(body.info).notices.join();
    for (const name of ['inpaint_full_res', 'img2img_color_correction']) expect(told).toContain(name);
    const size = {
      resize_mode: 0,
      upscaling_resize: 2,
      upscaling_resize_w: 0,
      upscaling_resize_h: 0,
      upscaling_crop: true,
    };
    const enlarged = { ...size, ...always, upscaler_1: 'Easel', image: BOAT };
    expect((await post('/sdapi/v1/extra-single-image', enlarged)).status).toBe(200);
    const asked = { model: 'clip', width: 64, height: 64, image: BOAT };
    expect((await post('/sdapi/v1/interrogate', asked)).body).toEqual({ caption: 'a boat at night' });
  });

  it('and names what cannot be had, all at once', async () => {
    const body = { prompt: 'a boat', subseed_strength: 0.5, tiling: true, sparkle: 1, restore_faces: false };
    const { status, body: refused } = await post('/sdapi/v1/txt2img', body);
    expect(status).toBe(400);
    for (const name of ['subseed_strength', 'tiling', 'sparkle']) expect(refused.detail).toContain(name);
    expect(refused.detail).not.toContain('restore_faces');
  });

  it.each([
    ['an option', { override_settings: { sd_vae: 'x.pt' } }, /sd_vae/],
    ['a script', { alwayson_scripts: { ADetailer: { args: [true, {}] } } }, /ADetailer/],
    ['a schedule type', { scheduler: 'Beta' }, /Beta.*Karras/],
    ['an upscaler', { enable_hr: true, hr_upscaler: 'SwinIR 4x' }, /SwinIR/],
    ['several styles', { styles: ['a', 'b'] }, /a and b/],
    ['a model', { override_settings: { sd_model_checkpoint: 'nothing' } }, /nothing/],
    ['a number that is none', { steps: 'many' }, /steps/],
  ])('and refuses %s by name', async (_what, more, said) => {
    const { status, body } = await post('/sdapi/v1/txt2img', { prompt: 'a boat', ...more });
    expect([status, body.detail]).toEqual([400, expect.stringMatching(said)]);
  });
});
