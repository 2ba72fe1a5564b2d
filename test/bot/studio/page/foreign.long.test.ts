import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { withExifText } from '#bot/image/exif-text.ts';
import { ENGLISH } from '#bot/text/english.ts';
import { findingsOf } from '#test/bot/studio/page/audit.ts';
import { inBrowser, openPages, openSettings } from '#test/bot/studio/page/pages.ts';
import { pngWithText } from '#test/fakes/png-with-text.ts';
import { tinyFilm } from '#test/fakes/tiny-film.ts';

const picture = sharp({ create: { width: 48, height: 32, channels: 3, background: '#3a7' } });
const [png, jpeg, webp] = await Promise.all([
  picture.png().toBuffer(),
  picture.jpeg().toBuffer(),
  picture.webp().toBuffer(),
]);

const INFOTEXT = (more: string) =>
  `a (red:1.2) house, 家\nNegative prompt: clouds\nSteps: 12, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 3.5, Seed: 42, Size: 192x128${more}`;

const GRAPH = {
  3: {
    class_type: 'KSampler',
    inputs: {
      ...{ seed: 42, steps: 12, cfg: 3.5, sampler_name: 'dpmpp_2m', scheduler: 'karras' },
      ...{ positive: ['6', 0], negative: ['7', 0], latent_image: ['5', 0] },
    },
  },
  4: { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'dreamshaper.safetensors' } },
  5: { class_type: 'EmptyLatentImage', inputs: { width: 192, height: 128 } },
  6: { class_type: 'CLIPTextEncode', inputs: { text: 'a (red:1.2) house, 家' } },
  7: { class_type: 'CLIPTextEncode', inputs: { text: 'clouds' } },
};

const FOOOCUS = {
  ...{ prompt: 'a (red:1.2) house, 家', negative_prompt: 'clouds', steps: 12, guidance_scale: 3.5, seed: '42' },
  ...{ sampler: 'dpmpp_2m', scheduler: 'karras', resolution: '(192, 128)', base_model: 'juggernaut.safetensors' },
  ...{ styles: "['Fooocus V2']", version: 'Fooocus v2.5.5' },
};

const INVOKE = {
  ...{ positive_prompt: 'a (red:1.2) house, 家', negative_prompt: 'clouds', steps: 12, cfg_scale: 3.5, seed: 42 },
  ...{ scheduler: 'dpmpp_2m_k', width: 192, height: 128, model: { name: 'dream' }, loras: [] },
};

const SIZE = '--width 192 --height 128';

/** A file of each program in each format that it writes: what stands in the prompt then, and what is said to be left out. */
const FILES: readonly (readonly [string, Buffer, { readonly flags: string; readonly leftOut: string }])[] = [
  ['A1111.png', pngWithText(png, 'parameters', INFOTEXT(', Model: elsewhere, Clip skip: 2')), both('Clip skip')],
  ['A1111.jpeg', exif(jpeg, INFOTEXT(', Model: elsewhere')), both()],
  ['A1111.webp', exif(webp, INFOTEXT(', Model: elsewhere')), both()],
  [
    'Easel.png',
    pngWithText(png, 'parameters', INFOTEXT(', Model: demo, Version: Easel')),
    { flags: '--sampler DPM++-2M-Karras', leftOut: '' },
  ],
  [
    'ComfyUI.png',
    pngWithText(png, 'prompt', JSON.stringify(GRAPH)),
    { flags: '--sampler dpmpp_2m-Karras', leftOut: 'dreamshaper' },
  ],
  [
    'ComfyUI.webp',
    await picture
      .clone()
      .withExif({ IFD0: { Make: `prompt:${JSON.stringify(GRAPH).replaceAll(', 家', '')}`, Model: 'workflow:{}' } })
      .webp()
      .toBuffer(),
    { flags: '--sampler dpmpp_2m-Karras', leftOut: 'dreamshaper' },
  ],
  [
    'Fooocus.png',
    pngWithText(png, 'parameters', JSON.stringify(FOOOCUS)),
    { flags: '--sampler dpmpp_2m-Karras', leftOut: 'juggernaut, which is not here and styles' },
  ],
  ['Fooocus.jpg', exif(jpeg, JSON.stringify(FOOOCUS)), { flags: '--sampler dpmpp_2m-Karras', leftOut: 'styles' }],
  [
    'InvokeAI.png',
    pngWithText(png, 'invokeai_metadata', JSON.stringify(INVOKE)),
    { flags: '--sampler dpmpp_2m_k', leftOut: 'dream, which is not here' },
  ],
];

function both(leftOut = 'elsewhere, which is not here') {
  return { flags: '--sampler DPM++-2M-Karras', leftOut };
}

function exif(file: Buffer, text: string): Buffer {
  return Buffer.from(withExifText(file, text));
}

const pages = openPages();

inBrowser('a picture of another program', () => {
  it('brings its words and settings when it is dropped, and says what is left out', { timeout: 60_000 }, async () => {
    const { page, errors } = await pages.visit();
    await openSettings(page);
    for (const [name, file, { flags, leftOut }] of FILES) {
      await page.evaluate(() => document.getElementById('toasts')!.replaceChildren());
      await page.locator('#prompt').fill('');
      await drop(page, name, file);
      const words = name === 'ComfyUI.webp' ? 'a (red:1.2) house' : 'a (red:1.2) house, 家';
      await expect
        .poll(() => page.locator('#prompt').inputValue(), { message: name })
        .toBe(`${words} ${flags} ${SIZE}`);
      const shown = await Promise.all([
        page.locator('#negative').inputValue(),
        page.locator('.of-steps .value').textContent(),
        page.locator('.of-guidance .value').textContent(),
        page.locator('.of-seed input').inputValue(),
      ]);
      expect(shown, name).toEqual(['clouds', '12', '3.5', '42']);
      const said = await page.locator('.toast').innerText();
      expect(said, name).toMatch(leftOut === '' ? /settings are here now/ : /left out/);
      expect(said, name).toContain(leftOut);
    }
    expect(await findingsOf(page, '.composer')).toEqual([]);
    await page.locator('.toast').getByRole('button', { name: 'Start from it' }).click();
    await page.locator('#given img').waitFor();
    expect(errors).toEqual([]);
  });

  it('of 200 megapixels, a cut one and one that is none are refused in one sentence, and nothing typed is lost', async () => {
    const { page } = await pages.visit();
    await page.locator('#prompt').fill('what took long to think of');
    const huge = sharp({
      create: { width: 20_000, height: 10_000, channels: 3, background: '#3a7' },
      limitInputPixels: false,
    });
    const refused = [
      ['huge.png', await huge.png().toBuffer(), /^Cannot use this picture: at most [\d,]+ pixels, given 20000×10000/],
      ['cut.png', png.subarray(0, png.length - 20), /^Cannot read this picture: the file is damaged or was cut off/],
      ['words.png', Buffer.from('no picture'), /^Cannot read this file as a picture: it must be PNG/],
    ] as const;
    for (const [name, file, sentence] of refused) {
      await page.evaluate(() => document.getElementById('toasts')!.replaceChildren());
      await drop(page, name, file);
      await expect
        .poll(() => page.locator('.toast').allInnerTexts(), { message: name })
        .toEqual([expect.stringMatching(sentence)]);
      expect(await page.locator('#prompt').inputValue()).toBe('what took long to think of');
      expect(await page.locator('#given img').count()).toBe(0);
    }
  });

  it('that moves is what one starts from by its first frame, which is said once', async () => {
    const { page } = await pages.visit();
    await page.locator('#prompt').fill('what took long to think of');
    const colours = [
      [200, 30, 10],
      [10, 30, 200],
    ];
    await drop(page, 'film.webp', await tinyFilm({ width: 64, height: 64, colours }));
    await expect
      .poll(() => page.locator('.toast').allInnerTexts())
      .toEqual([expect.stringContaining(ENGLISH['page.first-frame']({ frames: 2 }))]);
    expect(await page.locator('#given img').getAttribute('src')).toMatch(/^\/api\/pictures\//); // a still one
    expect(await page.locator('#prompt').inputValue()).toBe('what took long to think of');
  });
});

/** As somebody does who pulls a file over the page. */
async function drop(page: Page, name: string, file: Buffer): Promise<void> {
  await page.evaluate(
    ({ name, base64 }) => {
      const bytes = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([bytes], name));
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    },
    { name, base64: file.toString('base64') },
  );
}
