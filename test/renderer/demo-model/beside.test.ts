import { cpSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unknownWords } from '#bot/prompt/unknown-words.ts';
import { createCatalog } from '#renderer/models/catalog.ts';
import { silentLog } from '#shared/log.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { openDemoEngine } from '#test/renderer/demo-model/demo-engine.ts';
import { edgeOverlap } from '#test/renderer/demo-model/edge-overlap.ts';
import { compactShapes, writeUpscaler } from '#test/renderer/engine/golden-upscalers.ts';

const DEMO = fileURLToPath(new URL('../../../renderer/demo-model', import.meta.url));
const BESIDE = ['controlnets', 'describers', 'ipadapter', 'clip_vision', 'upscalers'].map((part) => join(DEMO, part));
const MOST_BYTES = 12_000_000;
const places = { demoFolder: DEMO, modelsFolder: null, lorasFolder: null, hubFolder: null };
const { usable, describers, upscalers } = await createCatalog(places, silentLog).read();
const scratch = scratchFolder();
const { draw, drawLike, enlarge, tags: tagsOf, close } = openDemoEngine();
let house: Uint8Array;

beforeAll(async () => {
  house = await draw('a yellow house on the right in a meadow by day', 3);
});
afterAll(close);

/** A sun over a roof, drawn as shapes of any size. */
function shapes(side: number): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}" viewBox="0 0 128 128">
    <rect width="128" height="128" fill="#8ecdf2"/><circle cx="88" cy="34" r="19" fill="#ffd23f"/>
    <path d="M14 118 L60 50 L106 118 Z" fill="#d1344b"/><path d="M70 118 Q96 70 122 118 Z" fill="#3a7d44"/></svg>`;
  return sharp(Buffer.from(svg)).removeAlpha().png().toBuffer();
}

/** A square picture whose pixels are the means of 4 × 4. */
async function meansOfFour(file: Uint8Array, side: number): Promise<Buffer> {
  const pixels = await sharp(file).raw().toBuffer();
  const width = side / 4;
  const means = Uint8Array.from({ length: width * width * 3 }, (_, i) => {
    const [x, y, channel] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width), i % 3];
    const at = (k: number) => ((4 * y + (k >> 2)) * side + 4 * x + (k % 4)) * 3 + channel;
    return Math.round(Array.from({ length: 16 }, (_, k) => pixels[at(k)]!).reduce((sum, value) => sum + value) / 16);
  });
  return sharp(means, { raw: { width, height: width, channels: 3 } })
    .png()
    .toBuffer();
}

/** How far values are apart, of 255. */
async function meanError(drawn: Uint8Array, right: Uint8Array): Promise<number> {
  const [a, b] = await Promise.all([drawn, right].map((file) => sharp(file).removeAlpha().raw().toBuffer()));
  const sum = a!.reduce((total, value, i) => total + Math.abs(value - b![i]!), 0);
  return sum / a!.length;
}

describe('the networks beside the bundled model', () => {
  it('are small, and offered without any folder', () => {
    const files = BESIDE.flatMap((folder) =>
      readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name))),
    );
    expect(files.reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThan(MOST_BYTES);
    expect(usable[0]!.controls).toMatchObject([{ name: 'canny-demo', kind: 'controlnet' }]);
    expect(usable[0]!.imageAdapters).toMatchObject([{ name: 'stickers', kind: 'base' }]);
    expect(describers).toMatchObject([{ name: 'stickers', kind: 'tags' }]);
    expect(upscalers).toMatchObject([{ name: 'stickers-x4', scale: 4 }]);
  });

  it('are behind the operator’s, and left out where there are models of other pictures', async () => {
    const [demoFolder, modelsFolder] = [join(scratch, 'bundled'), join(scratch, 'models')];
    cpSync(DEMO, demoFolder, { recursive: true });
    for (const [folder, name, size] of [
      [demoFolder, 'drawn', 4],
      [modelsFolder, 'own', 8],
    ] as const) {
      mkdirSync(join(folder, 'upscalers'), { recursive: true });
      await writeUpscaler(join(folder, `upscalers/${name}.safetensors`), compactShapes(size, 1, 2));
    }
    const catalog = createCatalog({ ...places, demoFolder, modelsFolder }, silentLog);
    expect((await catalog.read()).upscalers.map(({ name }) => name)).toEqual(['own', 'drawn', 'stickers-x4']);
    cpSync(DEMO, join(modelsFolder, 'mine'), { recursive: true });
    const { usable, upscalers } = await catalog.read();
    expect(upscalers.map(({ name }) => name)).toEqual(['own']);
    // A control network goes with every model that it fits.
    const names = ['canny-demo'];
    expect(usable.map(({ controls }) => controls?.map(({ name }) => name))).toEqual([names, names]);
  });

  it('keep a picture to edges that are asked for', async () => {
    const [canny] = usable[0]!.controls!;
    const preparation = { method: 'canny', network: null } as const;
    const unit = { network: canny!, image: house, weight: 1, start: 0, end: 1, preparation };
    const kept = await draw('a house in a meadow by day', 11, { units: [unit], guess: false });
    const free = await draw('a house in a meadow by day', 11);
    expect(await edgeOverlap(house, kept)).toBeGreaterThan(0.5);
    expect(await edgeOverlap(house, free)).toBeLessThan(0.3);
  });

  it('make flat shapes four times as large, with a third less of error than interpolation leaves', async () => {
    const large = await shapes(512);
    const small = await meansOfFour(large, 512);
    const enlarged = await enlarge(small, upscalers[0]!);
    const usual = await sharp(small).resize(512, 512, { kernel: 'cubic' }).png().toBuffer();
    expect(await meanError(enlarged, large)).toBeLessThan(0.66 * (await meanError(usual, large)));
  });

  it.each(['a burger', 'a panda', 'a pig', 'a pizza', 'a ghost', 'a penguin', 'a robot'])(
    'draw what a picture of %s shows without a word',
    async (thing) => {
      const shown = await draw(`${thing} on the right in a meadow by day`, 3);
      const tags = await tagsOf(await drawLike(shown, 13, usable[0]!.imageAdapters![0]!), describers);
      expect(tags).toEqual(expect.arrayContaining([thing, 'on the right', 'by day', 'in a meadow']));
    },
  );

  it('say what a picture shows in words that the model knows', async () => {
    const tags = await tagsOf(house, describers);
    expect(tags.toSorted()).toEqual(['a yellow house', 'by day', 'in a meadow', 'on the right']);
    expect(tags.flatMap((tag) => unknownWords(tag, usable[0]!.words!))).toEqual([]);
  });
});
