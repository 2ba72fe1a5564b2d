import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { encodePng } from '#renderer/engine/image/png.ts';
import { writeSafetensors } from '#renderer/engine/weights/safetensors/write-safetensors.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { storedGolden } from '#test/golden/check/check-case.ts';
import { recordedAt } from '#test/golden/check/part.ts';
import { writeControlNet } from '#test/renderer/engine/checkpoint/some-controls.ts';
import { compactShapes, writeUpscaler } from '#test/renderer/engine/golden-upscalers.ts';
import { writeTinyAnimator } from '#test/renderer/engine/tiny-animator.ts';

const scratch = scratchFolder();
const golden = storedGolden('control');
const at = (name: string) => join(scratch, name);

type Shapes = Readonly<Record<string, readonly number[]>>;

async function writeKeys(file: string, keys: Shapes): Promise<void> {
  const sources = Object.entries(keys).map(([key, shape]) => {
    const bytes = () => new Uint8Array(golden.recipe.parameter(key, shape).buffer);
    return { key, dtype: 'F32' as const, shape, bytes };
  });
  await writeSafetensors(file, sources);
}

async function writeCaptioner(folder: string): Promise<void> {
  const { config, tiny, wordpiece } = recordedAt<{
    config: { vision: object; text: object };
    tiny: { keys: Shapes };
    wordpiece: { vocab: readonly string[] };
  }>(golden, 'blip');
  mkdirSync(folder);
  await writeKeys(join(folder, 'model.safetensors'), tiny.keys);
  const known = { vision_config: config.vision, text_config: config.text };
  writeFileSync(join(folder, 'config.json'), JSON.stringify(known));
  const vocabulary = Array.from({ length: 78 }, (_, id) => wordpiece.vocab[id] ?? `word${id}`);
  writeFileSync(join(folder, 'vocab.txt'), `${vocabulary.join('\n')}\n`);
}

beforeAll(async () => {
  writeFileSync(at('photo.png'), await encodePng(golden.recipe.picture('sam', [90, 140]), {}));
  writeFileSync(at('mask.png'), await encodePng(golden.recipe.picture('mask', [45, 70]), {}));
  writeFileSync(at('small.png'), await encodePng(golden.recipe.picture('a', [24, 32]), {}));
  await writeUpscaler(at('up.safetensors'), compactShapes(4, 1, 2));
  await writeKeys(at('sam.safetensors'), recordedAt<{ tiny: { keys: Shapes } }>(golden, 'sam').tiny.keys);
  await writeCaptioner(at('blip'));
  await writeTinyAnimator(at('svd'));
  await writeControlNet(scratch, 'edges');
});

/** Runs what a line of the documentation says, in the scratch folder; what it prints is JSON. */
async function run(line: string): Promise<Record<string, unknown>> {
  const [command, ...words] = line.split(' ');
  const entry = fileURLToPath(new URL(`../../renderer/${command}.ts`, import.meta.url));
  const env = { ...process.env, EASEL_CACHE: scratch, EASEL_PROVIDER: 'cpu', EASEL_THREADS: '1' };
  const child = spawn(process.execPath, [entry, ...words], { env, cwd: scratch });
  let [out, err] = ['', ''];
  child.stdout.on('data', (data: Buffer) => {
    out += data;
  });
  child.stderr.on('data', (data: Buffer) => {
    err += data;
  });
  const [code] = (await once(child, 'close')) as [number];
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out) as Record<string, unknown>;
}

const sizeOf = async (name: string) => {
  const { width, height, pages = 1 } = await sharp(at(name)).metadata();
  return [width, height, pages];
};

describe('the commands, as they are documented', () => {
  it('render draws by control pictures, two networks, from a picture and in a mask, and writes latents', async () => {
    const drawn = await run(
      'render --prompt house --width 64 --height 64 --steps 2 --seed 1 --control edges:photo.png:0.8 ' +
        '--control edges/diffusion_pytorch_model.safetensors:photo.png:0.5:0.2:0.9 --guess ' +
        '--init photo.png --strength 0.9 --mask mask.png --latents latents.json --out a.png --json',
    );
    expect(drawn).toMatchObject({ files: ['a.png'], seed: 1, totalMs: expect.any(Number) });
    expect(await sizeOf('a.png')).toEqual([64, 64, 1]);
    expect(JSON.parse(readFileSync(at('latents.json'), 'utf8'))).toMatchObject({ shape: expect.any(Array) });
  });

  it('upscale makes a picture larger in tiles and at once, and by another scale', async () => {
    const tiles = await run(
      'upscale --model up.safetensors --input small.png --tile 16 --tile-pad 4 --out u.png --json',
    );
    expect(tiles).toMatchObject({ width: 64, height: 48, tiles: 4 });
    await run('upscale --model up.safetensors --input small.png --no-tiles --scale 3 --out w.png --json');
    expect(await sizeOf('w.png')).toEqual([96, 72, 1]);
  });

  it('segment finds a thing by points, by a box, and in three masks', async () => {
    const ask = 'segment --model sam.safetensors --heads 4 --image-size 128 --patch 16 --input photo.png';
    const one = await run(`${ask} --points [[56,36]] --out m.png --json`);
    expect(one).toMatchObject({ masks: [{ file: 'm.png', score: expect.any(Number) }] });
    const several = await run(`${ask} --points [[56,36,1],[126,81,0]] --multimask --out n.png --json`);
    expect(several.masks).toHaveLength(3);
    const box = await run(`${ask} --box [28,9,112,63] --out b.png --json`);
    expect(box).toMatchObject({ masks: [{ area: 864 }] });
    expect(await sizeOf('b.png')).toEqual([140, 90, 1]);
  });

  it('describe writes captions with their token ids', async () => {
    const said = await run('describe --model blip --beams 3 --min-length 4 --max-length 8 --input small.png --json');
    const [text] = said.texts as readonly { readonly text: string; readonly ids: readonly number[] }[];
    expect(text!.ids.length).toBeGreaterThanOrEqual(4);
    expect(text!.ids.length).toBeLessThanOrEqual(8);
  });

  it('animate makes a picture move, with every option, and writes latents', async () => {
    const film = await run(
      'animate --model svd --input photo.png --seed 3 --frames 3 --steps 2 --fps 8 --motion 100 --noise-aug 0.02 ' +
        '--min-guidance 1 --max-guidance 2 --width 64 --height 64 --out film.webp --latents film.json --json',
    );
    expect(film).toMatchObject({ frames: 3, framesPerSecond: 8, width: 64, height: 64 });
    expect((await sizeOf('film.webp'))[2]).toBe(3);
    expect(JSON.parse(readFileSync(at('film.json'), 'utf8')).shape.slice(0, 2)).toEqual([1, 3]);
  });

  it('preprocess finds edges in its own size', async () => {
    await run('preprocess canny --low 100 --high 200 --input photo.png --out edges.png --json');
    expect(await sizeOf('edges.png')).toEqual([140, 90, 1]);
  });
});
