import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { encodePng } from '#renderer/engine/image/png.ts';
import { writeSafetensors } from '#renderer/engine/weights/safetensors/write-safetensors.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { storedGolden } from '#test/golden/check/check-case.ts';
import type { RecordedEncoder } from '#test/golden/check/image-prompts/clip-vision-cases.ts';
import { writeGoldenAdapter, writeGoldenEncoder } from '#test/golden/check/image-prompts/golden-adapters.ts';
import { recordedAt } from '#test/golden/check/part.ts';
import { runDocumented } from '#test/renderer/documented-command.ts';
import { DEMO_CONTROL, writeControlNet } from '#test/renderer/engine/checkpoint/some-controls.ts';
import { compactShapes, writeUpscaler } from '#test/renderer/engine/golden-upscalers.ts';
import { pngTexts } from '#test/renderer/engine/image/png-texts.ts';
import { writeTinyModel } from '#test/renderer/engine/pipeline/tiny-model.ts';
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

const LIKE = 'render --model sd15 --prompt abc --width 64 --height 64 --steps 1 --out x.png';
const DRAW = 'render --prompt house --width 64 --height 64 --steps 1 --out x.png';

beforeAll(async () => {
  writeFileSync(at('photo.png'), await encodePng(golden.recipe.picture('sam', [90, 140]), {}));
  writeFileSync(at('mask.png'), await encodePng(golden.recipe.picture('mask', [45, 70]), {}));
  writeFileSync(at('small.png'), await encodePng(golden.recipe.picture('a', [24, 32]), {}));
  await writeUpscaler(at('up.safetensors'), compactShapes(4, 1, 2));
  await writeUpscaler(at('wide-up.safetensors'), compactShapes(6, 1, 2));
  await writeKeys(at('sam.safetensors'), recordedAt<{ tiny: { keys: Shapes } }>(golden, 'sam').tiny.keys);
  await writeCaptioner(at('blip'));
  await writeTinyAnimator(at('svd'));
  await writeControlNet(scratch, 'edges');
  await writeControlNet(scratch, 'wide', { config: { ...DEMO_CONTROL, cross_attention_dim: 64 } });
  await writeTinyModel(scratch, 'sd15');
  const { config } = recordedAt<RecordedEncoder>(golden, 'ipadapter.clip_vision_h_gelu');
  await writeGoldenEncoder(scratch, config, { file: golden });
  await writeGoldenEncoder(at('other'), { ...config, projection_dim: 20 }, { file: golden });
  await writeGoldenAdapter(scratch, 'sd15_base', { file: golden });
  await writeBadPictures();
});

async function writeBadPictures(): Promise<void> {
  const huge = Buffer.alloc(45);
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(huge);
  huge.writeUInt32BE(20_000, 16);
  huge.writeUInt32BE(10_000, 20);
  huge[24] = 8;
  writeFileSync(at('huge.png'), huge);
  const create = { width: 16, height: 16, channels: 3, background: '#345' } as const;
  const deep = sharp(new Uint16Array(3 * 256), { raw: { width: 16, height: 16, channels: 3 } });
  writeFileSync(at('deep.png'), await deep.toColourspace('rgb16').png().toBuffer());
  const frames = await Promise.all(
    ['#345', '#543'].map((background) =>
      sharp({ create: { ...create, background } })
        .png()
        .toBuffer(),
    ),
  );
  writeFileSync(
    at('moving.webp'),
    await sharp(frames, { join: { animated: true } })
      .webp({ loop: 0 })
      .toBuffer(),
  );
  writeFileSync(
    at('tall.png'),
    await sharp({ create: { ...create, height: 64 } })
      .png()
      .toBuffer(),
  );
  writeFileSync(
    at('square.png'),
    await sharp({ create: { ...create, background: '#fff' } })
      .png()
      .toBuffer(),
  );
  writeFileSync(at('letter.txt'), 'Dear painter, this is no picture.');
}

const ended = (line: string) => runDocumented(line, scratch);

/** Runs one that prints JSON. */
async function run(line: string): Promise<Record<string, unknown>> {
  const { code, out, err } = await ended(line);
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

  it('render takes pictures beside the words by an IP-Adapter, several, with a mask', async () => {
    const ask = 'render --model sd15 --prompt abc --width 64 --height 64 --steps 2 --seed 1 --json';
    const like = `${ask} --image-encoder image-encoder --ip-adapter sd15_base.safetensors:photo.png`;
    const drawn = await run(`${like}:0.6 --latents one.json --out i.png`);
    expect(drawn).toMatchObject({ files: ['i.png'], family: 'sd15', unetCalls: expect.any(Number) });
    await run(`${like}:0.6 --ip-adapter sd15_base.safetensors:small.png:0.9:square.png --latents two.json --out j.png`);
    await run(`${ask} --latents none.json --out k.png`);
    const [one, two, none] = ['one', 'two', 'none'].map((name) => readFileSync(at(`${name}.json`), 'utf8'));
    expect(new Set([one, two, none]).size).toBe(3);
  }, 90_000);

  it('render fills in what a mask leaves open by a ControlNet for inpainting', async () => {
    const ask = 'render --prompt house --width 64 --height 64 --steps 2 --seed 1 --init photo.png --json';
    await run(`${ask} --mask mask.png --control edges::1 --out f.png`);
    await run(`${ask} --margins 16,0,0,0 --control edges::1 --out g.png`);
    expect(pngTexts(readFileSync(at('f.png')))[0]?.text).toContain('Module: inpaint, Model: edges');
  });

  it.each([
    [
      `${DRAW} --control wide:photo.png:1`,
      'Cannot steer demo with control network wide: it is for models that read text of 64 numbers',
    ],
    [`${DRAW} --control letter.txt:photo.png:1`, 'letter.txt: weights must be .safetensors or'],
    [`${DRAW} --control edges::1`, 'needs a picture with a mask or margins, given none'],
    [
      `${DRAW} --init photo.png --mask tall.png`,
      'mask must be as large as what it lies over, or of its proportions (140x90), given 16x64',
    ],
    [`${DRAW} --ip-adapter sd15_base.safetensors:photo.png:1 --image-encoder image-encoder`, 'sd15_base'],
    [
      `${LIKE} --ip-adapter sd15_base.safetensors:photo.png:1 --image-encoder other/image-encoder`,
      'Cannot use image encoder image-encoder with IP-Adapter sd15_base.safetensors: key image_proj.proj.weight of the ' +
        'adapter reads 24 numbers, and the encoder gives 20; take an image encoder of width 24',
    ],
    [
      `${LIKE} --ip-adapter sd15_base.safetensors:photo.png:1:tall.png --image-encoder image-encoder`,
      'tall.png: Cannot render: mask must be as large as what it lies over, or of its proportions (64x64), given 16x64',
    ],
    [`${LIKE} --ip-adapter letter.txt:photo.png:1 --image-encoder image-encoder`, 'letter.txt: weights must be'],
    [`${LIKE} --ip-adapter sd15_base.safetensors:photo.png:1 --image-encoder nowhere`, 'nowhere'],
    ['describe --model blip --input huge.png --json', 'from 1 to 40000000 pixels, given 20000x10000'],
    ['segment --model sam.safetensors --input moving.webp --points [[1,1]] --out x.png', 'one frame'],
    ['upscale --model up.safetensors --input deep.png --out x.png', 'at most 8 bits a channel'],
    ['preprocess canny --input letter.txt --out x.png', 'PNG, JPEG or WebP file'],
    ['animate --model svd --input letter.txt --out x.webp', 'PNG, JPEG or WebP file'],
    [
      'upscale --model up.safetensors --blend wide-up.safetensors:0.5 --input small.png --out x.png',
      'Cannot blend upscaler up.safetensors with wide-up.safetensors: both must be the same network',
    ],
    ['upscale --model up.safetensors --input small.png --out nowhere/x.png', 'Cannot write nowhere/x.png: ENOENT'],
    [`${DRAW.replace('x.png', 'blip')}`, 'Cannot write blip: EISDIR'],
    [
      'segment --model up.safetensors --input photo.png --points [[1,1]] --out x.png',
      'up.safetensors: it must be a Segment Anything',
    ],
    [
      'describe --model sam.safetensors --input photo.png --json',
      'Cannot load describer sam.safetensors: as a BLIP captioner it must have the weight',
    ],
    [
      'describe --model nowhere --input photo.png --json',
      'Cannot load describer nowhere: there is no such file or folder',
    ],
    [
      'animate --model sd15 --input photo.png --out x.webp',
      'Cannot load sd15 to animate pictures: image_encoder is missing',
    ],
    [
      'preprocess softedge --model up.safetensors --input photo.png --out x.png',
      'up.safetensors: it must be HED, PiDiNet, line art',
    ],
    [`${DRAW} --control edges:moving.webp:1`, 'moving.webp: Cannot render: control picture must be one still picture'],
    [`${DRAW} --control edges:huge.png:1`, 'huge.png: Cannot render: control picture must be from 1 to 40000000'],
    [`${DRAW} --init deep.png --control edges:photo.png:1`, 'deep.png: Cannot render: image must be of at most 8 bits'],
    ['animate --model svd --input photo.png --out x.mp4', 'Cannot write x.mp4: its name must end in .webp'],
    ['upscale --model letter.txt --input small.png --out x.png', 'letter.txt: weights must be .safetensors or'],
  ])('%s is refused by one sentence', async (line, sentence) => {
    const { code, out, err } = await ended(line);
    expect([code, out]).toEqual([2, '']);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(err).toContain(sentence);
    expect(existsSync(at('x.png'))).toBe(false);
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
