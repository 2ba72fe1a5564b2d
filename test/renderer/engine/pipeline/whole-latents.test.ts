import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ModelChoice, modelFilesAt } from '#renderer/engine/contract/model-choice.ts';
import type { ValidRender, ValidSource } from '#renderer/engine/contract/task.ts';
import { decodePicture, type PixelSize } from '#renderer/engine/image/decode-picture.ts';
import { pixelsOf } from '#renderer/engine/image/raster.ts';
import { extended } from '#renderer/engine/pipeline/outpainting.ts';
import type { DecodedPicture } from '#renderer/engine/pipeline/progress.ts';
import { followRecipe } from '#renderer/engine/pipeline/recipe.ts';
import { inWholeLatents } from '#renderer/engine/pipeline/whole-latents.ts';
import { ModelLoader } from '#renderer/engine/residency/model-loader.ts';
import { createNoise } from '#renderer/engine/samplers/random.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import { demoRender, plainPrompt } from '#test/contract/engine.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { pipelines, writeTinyModel, writeTinyVae } from '#test/renderer/engine/pipeline/tiny-model.ts';

const scratch = scratchFolder();
const settings = { provider: 'cpu', threads: 1, batchRows: 8, cacheFolder: scratch } as const;
const loader = new ModelLoader({ modelsMax: 2, memoryMib: 0, options: Promise.resolve(settings), onChange: () => {} });
const { signal } = new AbortController();
let model: ModelChoice;
const noise = Uint8Array.from({ length: 72 * 88 * 3 }, (_, i) => (i * 7919) % 251);
const photo = await sharp(noise, { raw: { width: 72, height: 88, channels: 3 } })
  .png()
  .toBuffer();
const mask = await sharp({ create: { width: 72, height: 88, channels: 3, background: 'white' } })
  .png()
  .toBuffer();

/** The left half is drawn anew. */
const halfMask = await sharp(mask)
  .composite([{ input: { create: { width: 36, height: 88, channels: 3, background: 'black' } }, left: 36, top: 0 }])
  .png()
  .toBuffer();
const decoded = async (size: PixelSize) => pixelsOf(await decodePicture('image', photo, size));

/** A tiny model whose VAE has one stage more than others: 16 pixels to a latent. */
beforeAll(async () => {
  const folder = await writeTinyModel(scratch, 'sd15');
  const { vae } = pipelines.models.sd15!;
  const channels = vae.block_out_channels as number[];
  const one = (name: string) => (vae[name] as string[])[0]!;
  await writeTinyVae(`${folder}/vae`, {
    ...vae,
    block_out_channels: [channels[0]!, ...channels],
    down_block_types: Array(channels.length + 1).fill(one('down_block_types')),
    up_block_types: Array(channels.length + 1).fill(one('up_block_types')),
  });
  model = { name: 'tiny', files: modelFilesAt(folder), adapters: [] };
});
afterAll(() => loader.close());

async function draw(wish: Partial<ValidRender>) {
  const lease = await loader.acquire([{ choice: model, encodes: true }], signal);
  const pictures: DecodedPicture[] = [];
  let latents: readonly number[] = [];
  const models = { acquire: async () => lease.models[0]!, noise: createNoise, signal };
  const asked = { model, prompt: plainPrompt(pipelines.prompt), steps: 2, width: 72, height: 88 };
  for await (const progress of followRecipe(models, demoRender({ ...asked, ...wish }))) {
    if (progress.kind === 'denoised') latents = progress.latents.dims;
    if (progress.kind === 'picture') pictures.push(progress);
  }
  lease.giveBack();
  return { latents, pictures, sizes: pictures.map(({ pixels }) => pixels.dims) };
}

describe('a model with 16 pixels to a latent', () => {
  const source: ValidSource = {
    image: photo,
    strength: 0.5,
    mask: null,
    margins: null,
    imageGuidance: 1,
    pasteBack: null,
  };
  const margins = { left: 8, top: 0, right: 16, bottom: 8 };

  it.each<[string, Partial<ValidRender>]>([
    ['by words', {}],
    ['from a picture', { source }],
    ['where a mask says', { source: { ...source, mask } }],
    ['round a picture', { source: { ...source, margins, strength: 1 } }],
  ])('draws sides of any eight pixels %s', async (_, wish) => {
    expect(await draw(wish)).toMatchObject({ latents: [1, 4, 6, 5], sizes: [[1, 3, 88, 72]] });
  });

  it.each<[string, Partial<ValidSource>, () => Promise<Tensor>]>([
    ['of a mask', { mask: halfMask }, () => decoded({ width: 72, height: 88 })],
    ['inside of margins', { margins }, async () => extended(await decoded({ width: 48, height: 80 }), margins)],
  ])('keeps every number that is to be kept %s', async (_, wish, expected) => {
    const { pictures } = await draw({ source: { ...source, ...wish, strength: 1, pasteBack: { feather: 0 } } });
    const { pixels, drawn } = pictures[0]!;
    const given = await expected();
    const isKept = (i: number) => drawn!.data[i % (72 * 88)] === 0;
    const off = Array.from(pixels.data, (value, i) => [isKept(i), Math.abs(value - given.data[i]!)] as const);
    expect(off.filter(([kept]) => kept).length).toBeGreaterThan(3 * 1000);
    expect(Math.max(...off.map(([kept, by]) => (kept ? by : 0)))).toBe(0);
    expect(Math.max(...off.map(([kept, by]) => (kept ? 0 : by)))).toBeGreaterThan(0.1);
  });

  it('draws a second pass so, too', async () => {
    const hires = { width: 104, height: 120, steps: 2, strength: 0.5, by: 'latent' } as const;
    const { latents, sizes } = await draw({ hires });
    expect([latents, sizes]).toEqual([[1, 4, 8, 7], [[1, 3, 120, 104]]]);
  });

  it('leaves sides alone that are whole latents', async () => {
    expect(await draw({ width: 64, height: 80 })).toMatchObject({ latents: [1, 4, 5, 4], sizes: [[1, 3, 80, 64]] });
  });
});

describe('sides', () => {
  it('stay as they are for each multiple of the factor', () => {
    for (const factor of [1, 2, 4, 8]) {
      for (let side = 64; side <= 256; side += 8) {
        const render = demoRender({ width: side, height: 320 - side });
        expect(inWholeLatents(render, factor)).toEqual(render);
      }
    }
  });

  it('become the next larger ones', () => {
    expect(inWholeLatents(demoRender({ width: 72, height: 64 }), 32)).toMatchObject({ width: 96, height: 64 });
  });
});
