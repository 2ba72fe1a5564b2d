import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { readUpscaler } from '#renderer/engine/checkpoint/upscaler-file.ts';
import type { ValidRender } from '#renderer/engine/contract/task.ts';
import { decodeChannels } from '#renderer/engine/image/decode-channels.ts';
import { resizeLikePillow } from '#renderer/engine/image/pillow-resize.ts';
import { encodePng } from '#renderer/engine/image/png.ts';
import { openUpscaler } from '#renderer/engine/networks/open-upscaler.ts';
import { type UpscaleProgress, USUAL_TILES, upscale } from '#renderer/engine/pipeline/upscale.ts';
import { LocalEngine } from '#renderer/engine/process/local-engine.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import { difference, drawAll, engineSettings } from '#test/contract/engine.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { ON_CPU } from '#test/golden/check/networks.ts';
import { compactShapes, writeUpscaler } from '#test/renderer/engine/golden-upscalers.ts';
import { picturesIn, settingsIn, stepsIn, tinyRender } from '#test/renderer/engine/process/tiny-render.ts';

const scratch = scratchFolder();
let latents: Tensor | null = null;
/** Room for one model: a render that needs two has them one after the other. */
const engine = new LocalEngine(engineSettings({ residentModels: 1 }), { onLatents: (final) => (latents = final) });
afterAll(() => engine.close());

/** A picture of smooth colours. */
async function photo(width: number, height: number): Promise<Uint8Array> {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width)];
    return [(255 * x) / width, (255 * y) / height, 128][i % 3]!;
  });
  return sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

/** The right half white. */
async function halfMask(width: number, height: number): Promise<Uint8Array> {
  const data = Uint8Array.from({ length: width * height }, (_, i) => (i % width >= width / 2 ? 255 : 0));
  return sharp(data, { raw: { width, height, channels: 1 } })
    .png()
    .toBuffer();
}

function black(width: number, height: number): Promise<Uint8Array> {
  return sharp({ create: { width, height, channels: 3, background: '#000' } })
    .png()
    .toBuffer();
}

const source = async (change: Partial<NonNullable<ValidRender['source']>> = {}) => ({
  image: await photo(64, 64),
  strength: 0.5,
  mask: null,
  margins: null,
  imageGuidance: 1.5,
  pasteBack: null,
  ...change,
});

const never = new AbortController().signal;

async function whole(progress: AsyncIterable<UpscaleProgress>) {
  for await (const one of progress) if (one.kind === 'enlarged') return one.picture;
  return expect.fail('no picture came');
}

describe('several pictures at once', () => {
  it.each([
    ['from words', 'sdxl', async () => ({})],
    ['from a picture', 'sd15', async () => ({ source: await source() })],
    ['in a mask', 'inpaint9', async () => ({ source: await source({ mask: await halfMask(64, 64) }) })],
    ['by instruction', 'instruct8', async () => ({ source: await source() })],
    [
      'in two passes',
      'sd15',
      async () => ({ hires: { width: 96, height: 96, steps: 2, strength: 0.5, by: 'pixels' } }),
    ],
  ] as const)('are each what they are alone, %s', async (_, model, wish) => {
    const render = await tinyRender(model, await wish());
    const together = picturesIn(await drawAll(engine, { ...render, count: 2 }));
    const alone = picturesIn(await drawAll(engine, { ...render, seed: render.seed + 1 }));
    expect(together).toHaveLength(2);
    expect(await difference(together[1]!, alone[0]!)).toBeLessThan(0.5);
    expect(await difference(together[0]!, together[1]!)).toBeGreaterThan(1);
  });
});

describe('a variation', () => {
  it('is nearer to the picture of its seed the less of another is mixed in, and says so', async () => {
    const drawn = async (strength: number) => {
      const variation = { seed: 40, strength };
      return picturesIn(await drawAll(engine, await tinyRender('sd15', { count: 2, variation, sampler: 'euler' })));
    };
    const [some, much] = [await drawn(0.1), await drawn(0.8)];
    const apart = await Promise.all([some, much].map(([first, second]) => difference(first!, second!)));
    expect(apart[0]).toBeLessThan(apart[1]!);
    expect(settingsIn(some[1]!)).toContain('Seed: 7, Variation seed: 41, Variation seed strength: 0.1');
  });

  it('of full strength is the picture of the other seed', async () => {
    const variation = { seed: 40, strength: 1 };
    const change = { sampler: 'euler' } as const;
    const [mixed] = picturesIn(await drawAll(engine, await tinyRender('sd15', { ...change, variation })));
    const [other] = picturesIn(await drawAll(engine, await tinyRender('sd15', { ...change, seed: 40 })));
    expect(await difference(mixed!, other!)).toBeLessThan(0.5);
  });
});

describe('a render that is stopped', () => {
  it('takes its share of the steps and shows what was to be seen by then', async () => {
    const events = await drawAll(engine, await tinyRender('sd15', { steps: 10, stop: 0.3 }));
    expect(stepsIn(events)).toEqual([1, 2, 3].map((step) => [step, 3]));
    const [early] = picturesIn(events);
    expect(settingsIn(early!)).toContain('Stopped at: 30%');
    const [whole] = picturesIn(await drawAll(engine, await tinyRender('sd15', { steps: 10 })));
    expect(await difference(early!, whole!)).toBeGreaterThan(0.5);
  });
});

describe('a picture that tiles', () => {
  it('goes on at its opposite edges as it does inside', async () => {
    const edges = async (tile: boolean) => {
      const change = { tile, width: 128, height: 128, sampler: 'euler', steps: 6 } as const;
      const [png] = picturesIn(await drawAll(engine, await tinyRender('sd15', change)));
      const { data } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
      const columns = (a: number, b: number) => {
        const rows = Array.from({ length: 128 }, (_, y) =>
          Math.abs(data[(y * 128 + a) * 3]! - data[(y * 128 + b) * 3]!),
        );
        return rows.reduce((sum, each) => sum + each, 0) / rows.length;
      };
      const inside = Array.from({ length: 120 }, (_, x) => columns(x + 3, x + 4)).toSorted((x, y) => x - y);
      return { seam: columns(127, 0), most: inside.at(-1)!, said: settingsIn(png!).includes('Tiling: True') };
    };
    const [tiled, plain] = [await edges(true), await edges(false)];
    expect(tiled.seam).toBeLessThanOrEqual(tiled.most);
    expect(tiled.said).toBe(true);
    expect(plain.said).toBe(false);
    expect(plain.seam).toBeGreaterThan(tiled.seam);
  });
});

describe('a second pass', () => {
  it('counts its steps on, shows previews of one size, and makes a larger picture that says so', async () => {
    const hires = { width: 96, height: 128, steps: 4, strength: 0.5, by: 'latent' } as const;
    const previews = { everySteps: 1, maxSide: 0 };
    const events = await drawAll(engine, await tinyRender('sd15', { hires, previews, height: 80 }));
    expect(stepsIn(events)).toEqual([1, 2, 3, 4, 5, 6].map((step) => [step, 6]));
    expect(events[0]).toMatchObject({ kind: 'started', steps: 6 });
    for (const event of events) if (event.kind === 'preview') expect(event.width).toBe(96);
    const [png] = picturesIn(events);
    expect(await sharp(png).metadata()).toMatchObject({ width: 96, height: 128 });
    expect(settingsIn(png!)).toContain(
      'Denoising strength: 0.5, Hires upscale: 1.5, Hires steps: 4, Hires upscaler: Latent',
    );
  });
});

describe('a second pass by an upscaler', () => {
  it("is the first pass's picture through network, Lanczos, encoder and the steps from a picture", async () => {
    const file = join(scratch, 'small.safetensors');
    await writeUpscaler(file, compactShapes(4, 1, 2));
    const hires = { width: 96, height: 144, steps: 4, strength: 0.5, by: 'upscaler' } as const;
    const wish = { hires: { ...hires, upscaler: { name: 'small', file, blend: null } }, height: 72 };
    const events = await drawAll(engine, await tinyRender('sd15', wish));
    const second = latents;

    const [small] = picturesIn(await drawAll(engine, await tinyRender('sd15', { height: 72 })));
    const { network: config, weights } = await readUpscaler(file);
    const network = await openUpscaler(config, weights, ON_CPU);
    const picture = await decodeChannels(small!);
    const { data } = await whole(upscale(picture, network, { ...USUAL_TILES, scale: null, signal: never }));
    await network.release();
    const large = await resizeLikePillow(
      { width: 128, height: 144, channels: 3, data },
      { ...hires, filter: 'lanczos' },
    );
    const source = { image: await encodePng(large, {}), strength: 0.5, mask: null, margins: null, imageGuidance: 1.5 };
    const again = { source: { ...source, pasteBack: null }, width: 96, height: 144 };
    await drawAll(engine, await tinyRender('sd15', again));
    const square = latents!.data.reduce((sum, value) => sum + value * value, 0) / latents!.data.length;
    const worst = latents!.data.reduce((most, value, i) => Math.max(most, Math.abs(value - second!.data[i]!)), 0);
    expect(worst / Math.sqrt(square)).toBeLessThan(1e-5);
    expect(stepsIn(events)).toEqual([1, 2, 3, 4, 5, 6, 7].map((step) => [step, 7]));
    expect(settingsIn(picturesIn(events)[0]!)).toContain('Hires steps: 4, Hires upscaler: small');
  });
});

describe('a picture to start from', () => {
  it('stays where the mask is black', async () => {
    const image = await photo(128, 128);
    const drawn = async (mask: Uint8Array) => {
      const wish = await source({ image, mask, strength: 1 });
      await drawAll(engine, await tinyRender('sd15', { source: wish, width: 128, height: 128 }));
      return Array.from({ length: 16 }, (_, x) => [...latents!.data].filter((_, i) => i % 16 === x));
    };
    const [some, none] = [await drawn(await halfMask(128, 128)), await drawn(await black(128, 128))];
    expect(some.slice(0, 8)).toEqual(none.slice(0, 8));
    for (let x = 8; x < 16; x++) expect(some[x]).not.toEqual(none[x]);
  });

  it('stays as it is inside the seam of its margins', async () => {
    const image = await photo(64, 64);
    const margins = { left: 64, top: 0, right: 0, bottom: 0 };
    const render = await tinyRender('inpaint9', { source: await source({ image, margins, strength: 1 }), width: 128 });
    const [png] = picturesIn(await drawAll(engine, render));
    const right = (file: Uint8Array, left: number) =>
      sharp(file).extract({ left, top: 0, width: 40, height: 64 }).png().toBuffer();
    expect(await difference(await right(png!, 88), await right(image, 24))).toBeLessThan(0.6);
    expect(settingsIn(png!)).toContain('Outpaint: left 64 top 0 right 0 bottom 0, Kept part: as decoded');
  });

  it('stays whole beside its margins when it is pasted back', async () => {
    const image = await photo(64, 64);
    const margins = { left: 64, top: 0, right: 0, bottom: 0 };
    const wish = await source({ image, margins, strength: 1, pasteBack: { feather: 8 } });
    const [png] = picturesIn(await drawAll(engine, await tinyRender('sd15', { source: wish, width: 128 })));
    const right = await sharp(png).extract({ left: 64, top: 0, width: 64, height: 64 }).png().toBuffer();
    expect(await difference(right, image)).toBe(0);
  });

  it('is refused in one sentence when it cannot be decoded', async () => {
    const broken = (await photo(64, 64)).subarray(0, 300);
    const drawing = drawAll(engine, await tinyRender('sd15', { source: await source({ image: broken }) }));
    await expect(drawing).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('Cannot decode the image'),
    });
  });

  it('is asked for where the model cannot do without', async () => {
    const sentence = { code: 'invalid' };
    await expect(drawAll(engine, await tinyRender('inpaint9'))).rejects.toMatchObject(sentence);
    await expect(drawAll(engine, await tinyRender('instruct8'))).rejects.toMatchObject(sentence);
  });
});
