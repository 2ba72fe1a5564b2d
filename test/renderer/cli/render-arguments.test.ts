import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readArguments } from '#renderer/cli/render-arguments.ts';
import { USAGE } from '#renderer/cli/render-options.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { tinyPng } from '#test/fakes/tiny-png.ts';

const scratch = scratchFolder();
const prompt = ['--prompt', 'a (red) house'];

function check(words: readonly string[], expected: object) {
  expect(readArguments([...prompt, ...words])).toMatchObject(expected);
}

function refused(words: readonly string[], sentence: string) {
  expect(() => readArguments(words)).toThrow(expect.objectContaining({ code: 'invalid', message: sentence }));
}

describe('the words of the command line', () => {
  it('leave open what the model or the sampler decides', () => {
    check([], {
      model: null,
      prompt: { chunks: [{ spans: [{ text: 'a (red) house', weight: 1 }] }] },
      negative: { chunks: [] },
      adapters: [],
      seed: null,
      steps: null,
      guidance: null,
      sampler: null,
      width: null,
      height: null,
      karras: false,
      count: 1,
      clipSkip: 0,
      out: 'picture.png',
      latents: null,
      json: false,
    });
  });

  it('settle everything else', () => {
    check(['--seed', '7', '--steps', '20', '--guidance', '6.5', '--sampler', 'euler', '--karras', '--clip-skip', '1'], {
      seed: 7,
      steps: 20,
      guidance: 6.5,
      sampler: 'euler',
      karras: true,
      clipSkip: 1,
    });
    check(['--width', '512', '--height', '768', '--negative', 'fog', '--json', '--latents', 'l.json'], {
      width: 512,
      height: 768,
      negative: { chunks: [{ spans: [{ text: 'fog', weight: 1 }] }] },
      json: true,
      latents: 'l.json',
    });
  });

  it('name adapters by their files, with a weight or without', () => {
    check(
      [
        '--lora',
        'a/ink.safetensors:0.8',
        '--lora',
        'lcm.safetensors',
        '--lora',
        '/x/c:d.safetensors:-1',
        '--lora',
        'pytorch_lora_weights.bin',
      ],
      {
        adapters: [
          { name: 'ink', file: resolve('a/ink.safetensors'), weight: 0.8 },
          { name: 'lcm', file: resolve('lcm.safetensors'), weight: 1 },
          { name: 'c:d', file: '/x/c:d.safetensors', weight: -1 },
          { name: 'pytorch_lora_weights', file: resolve('pytorch_lora_weights.bin'), weight: 1 },
        ],
      },
    );
  });

  it('may hold a parsed prompt in a file', () => {
    const file = join(scratch, 'prompt.json');
    const parsed = { chunks: [{ spans: [{ text: 'red', weight: 1.5 }] }] };
    writeFileSync(file, JSON.stringify(parsed));
    expect(readArguments(['--prompt-json', file])).toMatchObject({ prompt: parsed, promptText: 'red' });
    for (const text of ['{', '{"chunks":[{"spans":[{"text":1,"weight":1}]}]}', '[]']) {
      writeFileSync(file, text);
      expect(() => readArguments(['--prompt-json', file])).toThrow('must hold {"chunks"');
    }
    refused(['--prompt-json', 'none.json'], 'Cannot read the prompt: there is no file none.json');
  });

  it('wish for a picture to start from, a second pass, a second model', () => {
    const file = join(scratch, 'start.png');
    const image = tinyPng({ width: 2, height: 1, seed: 1 });
    writeFileSync(file, image);
    check(['--init', file], {
      source: { image, strength: 0.75, mask: new Uint8Array(), margins: null, imageGuidance: 1.5 },
    });
    const margins = { left: 64, top: 0, right: 0, bottom: 8 };
    check(['--init', file, '--margins', '64,0, 0,8'], { source: { strength: 1, margins } });
    check(['--init', file, '--mask', file, '--strength', '0.5'], { source: { strength: 0.5, mask: image } });
    check(['--hires', '2', '--hires-by', 'pixels'], { hires: { scale: 2, steps: 0, strength: 0.5, by: 'pixels' } });
    check(['--refiner', 'a/b'], { refinement: { path: resolve('a/b'), highNoiseFraction: 0.8 } });
    check(['--vae', 'v', '--embedding', 'x/bad-hands.pt', '--style-lora', 'ink.safetensors:0.5'], {
      vae: resolve('v'),
      embeddings: [{ name: 'bad-hands', file: resolve('x/bad-hands.pt') }],
      styles: [{ name: 'ink', file: resolve('ink.safetensors'), weight: 0.5 }],
    });
    check(['--sigmas', 'exponential', '--eta', '0.5', '--guidance-rescale', '0.7', '--weighting', 'comfy'], {
      sigmas: 'exponential',
      eta: { value: 0.5 },
      guidanceRescale: 0.7,
      weighting: 'comfy',
    });
    refused([...prompt, '--strength', '0.5'], 'Cannot render: --strength must come with a picture, given no --init');
    refused(
      [...prompt, '--init', file, '--margins', '1,2,3'],
      'Cannot render: --margins must be four numbers as in 64,0,64,0, given 1,2,3',
    );
  });

  it('name the picture of several that cannot be taken, and what is wrong with it', () => {
    const [file, huge, words] = ['fine.png', 'huge.png', 'words.png'].map((name) => join(scratch, name));
    writeFileSync(file!, tinyPng({ width: 2, height: 1, seed: 1 }));
    const large = tinyPng({ width: 2, height: 1, seed: 1 });
    large.writeUInt32BE(20_000, 16);
    large.writeUInt32BE(10_000, 20);
    writeFileSync(huge!, large);
    writeFileSync(words!, 'no picture');
    refused(
      [...prompt, '--control', `net:${file}:1`, '--control', `net:${huge}:1`],
      `${huge}: Cannot render: control picture must be from 1 to 40000000 pixels, given 20000x10000`,
    );
    const other = 'must be a PNG, JPEG or WebP file, given 10 bytes of something else';
    refused([...prompt, '--init', file!, '--mask', words!], `${words}: Cannot render: mask ${other}`);
    const tall = join(scratch, 'tall.png');
    writeFileSync(tall, tinyPng({ width: 40, height: 90, seed: 1 }));
    writeFileSync(huge!, tinyPng({ width: 90, height: 90, seed: 1 }));
    const shape = 'must be as large as what it lies over, or of its proportions (90x90), given 40x90';
    refused([...prompt, '--init', huge!, '--mask', tall], `${tall}: Cannot render: mask ${shape}`);
  });

  it('bring pictures beside the words: those of one IP-Adapter together, where a mask is white', () => {
    const [file, adapter] = [join(scratch, 'p.png'), resolve('plus.bin')];
    const image = tinyPng({ width: 2, height: 1, seed: 1 });
    writeFileSync(file, image);
    const wish = (...more: string[]) => ['--ip-adapter', ['plus.bin', file, ...more].join(':')];
    const none = new Uint8Array();
    check([...wish(), ...wish('0.5', file), ...wish('0'), '--image-encoder', 'h', '--ip-scope', 'style'], {
      imageEncoder: resolve('h'),
      imageMasks: [file],
      imagePrompts: [
        {
          ...{ adapter, scope: 'style' },
          pictures: [
            { image, strength: 0, mask: none },
            { image, strength: 0.5, mask: image },
            { image, strength: Number.MIN_VALUE, mask: none },
          ],
        },
      ],
    });
    const given = 'plus.bin:p.png:much';
    refused(
      [...prompt, '--ip-adapter', given, '--image-encoder', 'h'],
      `Cannot render: --ip-adapter must be FILE:IMAGE:SCALE or FILE:IMAGE:SCALE:MASK, given ${given}`,
    );
    refused(
      [...prompt, '--image-encoder', 'h'],
      'Cannot render: --image-encoder must come with a picture beside the ' + 'words, given no --ip-adapter',
    );
  });

  it('ask for help', () => {
    expect(readArguments(['--help'])).toBeNull();
    expect(USAGE).toContain('--latents FILE.json');
  });

  it('are refused in one sentence', () => {
    const p = prompt;
    refused([], 'Cannot render: --prompt must say what to draw, given nothing');
    refused([...p, '--steps', '0'], 'Cannot render: --steps must be a whole number from 1 to 1000, given 0');
    refused([...p, '--steps', '2.5'], 'Cannot render: --steps must be a whole number from 1 to 1000, given 2.5');
    refused([...p, '--seed=-1'], 'Cannot render: --seed must be a whole number from 0 to 4294967295, given -1');
    refused(
      [...p, '--seed', '4294967296'],
      'Cannot render: --seed must be a whole number from 0 to 4294967295, given 4294967296',
    );
    refused([...p, '--seed', 'dog'], 'Cannot render: --seed must be a whole number from 0 to 4294967295, given dog');
    refused([...p, '--seed', '-1'], 'Cannot render: --seed must be a whole number from 0 to 4294967295, given -1');
    refused([...p, '--guidance', 'NaN'], 'Cannot render: --guidance must be a number, given NaN');
    refused([...p, '--count', '0'], 'Cannot render: --count must be a whole number from 1 to 64, given 0');
    expect(() => readArguments(['--promt', 'a'])).toThrow("Cannot read the command line: unknown option '--promt'");
    expect(() => readArguments([...p, 'stray'])).toThrow('Cannot read the command line');
  });
});
