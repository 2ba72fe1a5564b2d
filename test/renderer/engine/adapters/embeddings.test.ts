import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readEmbedding, readEmbeddings } from '#renderer/engine/adapters/embeddings.ts';
import { writeSafetensors } from '#renderer/engine/weights/safetensors/write-safetensors.ts';
import { sharedEnglish } from '#shared/text/english.ts';
import { source } from '#test/renderer/engine/adapters/adapter-styles.ts';
import { withFolder } from '#test/renderer/engine/weights/scratch.ts';

/** Numbers 0, 1, 2 … so that every vector is told from every other. */
function counted(key: string, ...shape: number[]) {
  const count = shape.reduce((product, n) => product * n, 1);
  return source(
    key,
    shape,
    Float32Array.from({ length: count }, (_, i) => i),
  );
}

type Tensors = readonly ReturnType<typeof counted>[];

async function read(tensors: Tensors, widths: readonly number[]) {
  return withFolder(async (folder) => {
    const file = join(folder, 'word.safetensors');
    await writeSafetensors(file, tensors);
    const { words } = await readEmbedding({ name: 'word', file }, widths);
    expect([...words.keys()]).toEqual(['word']);
    return words.get('word')!.map((vectors) => vectors.map((vector) => [...vector]));
  });
}

/** All words of a file with the first number of each vector by encoder, and what is said of it. */
async function readWords(tensors: Tensors, widths: readonly number[]) {
  return withFolder(async (folder) => {
    const file = join(folder, 'word.safetensors');
    await writeSafetensors(file, tensors);
    const { words, notes } = await readEmbedding({ name: 'word', file }, widths);
    const firsts = [...words].map(([word, perEncoder]) => [word, perEncoder.map((vectors) => vectors.map(([x]) => x))]);
    return { words: firsts, notes: notes.map((note) => sharedEnglish.say(note)) };
  });
}

describe('readEmbedding', () => {
  it.each([
    ['one vector of diffusers, by the token that it stands for', [counted('<cat-toy>', 3)], [3], [[[0, 1, 2]]]],
    [
      'several vectors of diffusers',
      [counted('<cat-toy>', 2, 3)],
      [3],
      [
        [
          [0, 1, 2],
          [3, 4, 5],
        ],
      ],
    ],
    ['A1111, whatever else the file holds', [counted('emb_params', 1, 3), counted('step', 1)], [3], [[[0, 1, 2]]]],
    [
      "SDXL's pair, in the model's order",
      [counted('clip_g', 2, 4), counted('clip_l', 1, 3)],
      [3, 4],
      [
        [[0, 1, 2]],
        [
          [0, 1, 2, 3],
          [4, 5, 6, 7],
        ],
      ],
    ],
    ['the second half alone', [counted('clip_g', 1, 4)], [3, 4], [[], [[0, 1, 2, 3]]]],
    ['the first half alone', [counted('clip_l', 1, 3)], [3, 4], [[[0, 1, 2]], []]],
    [
      'the encoders by their places, whatever their widths',
      [counted('text_encoders_1', 1, 3), counted('text_encoders_0', 2, 3)],
      [3, 3],
      [
        [
          [0, 1, 2],
          [3, 4, 5],
        ],
        [[0, 1, 2]],
      ],
    ],
    ['the half of a pair for a model with only that encoder', [counted('clip_g', 1, 4)], [4], [[[0, 1, 2, 3]]]],
  ] as const)('reads %s', async (_name, tensors, widths, expected) => {
    expect(await read(tensors as Tensors, widths)).toEqual(expected);
  });

  it.each([
    ['a file without tensors', [], [3], /word\.safetensors\): it holds no tensor$/],
    ['a LoRA', [counted('a.lora_A.weight', 1, 3), counted('a.lora_B.weight', 3, 1)], [3], /it is no textual inversion/],
    [
      'an SD 1.5 word for SDXL',
      [counted('emb_params', 1, 768)],
      [768, 1280],
      /key emb_params: it is made for SD 1\.5 \(width 768\); this model reads SDXL \(width 768\+1280\)/,
    ],
    [
      'an SDXL word for SD 1.5',
      [counted('clip_l', 1, 768), counted('clip_g', 1, 1280)],
      [768],
      /key clip_l: it is made for SDXL \(width 768\+1280\); this model reads SD 1\.5 \(width 768\)/,
    ],
    ['a word for encoders of no family', [counted('a', 1, 5)], [3], /made for text encoders of width 5/],
    ['more vectors than a window holds', [counted('a', 76, 3)], [3], /key a: it must hold 1 to 75 vectors, given 76/],
    ['no vectors', [counted('a', 0, 3)], [3], /key a: it must hold 1 to 75 vectors, given 0/],
    [
      'a shape that is no list of vectors',
      [counted('a', 2, 2, 3)],
      [3],
      /its shape must be vectors × width, given 2×2×3/,
    ],
    [
      'numbers that are none',
      [source('a', [3], Float32Array.of(1, Number.NaN, 0))],
      [3],
      /numbers that are not finite/,
    ],
  ] as const)('refuses %s and says why', async (_name, tensors, widths, message) => {
    const reading = read(tensors as Tensors, widths);
    await expect(reading).rejects.toMatchObject({ code: 'invalid', message: expect.stringMatching(message) });
    await expect(reading).rejects.toThrow(/^Cannot use embedding word \(.*\/word\.safetensors\): /);
  });
});

describe('a file', () => {
  it('of several words has each by its key', async () => {
    const tensors = [counted('<s0>', 3), counted('<s1>', 2, 3)];
    expect(await readWords(tensors, [3])).toEqual({
      words: [
        ['<s0>', [[0]]],
        ['<s1>', [[0, 3]]],
      ],
      notes: [],
    });
  });

  it('of a LoRA gives the words that were trained with it, and says what else it holds', async () => {
    const tensors = [
      counted('bundle_emb.mychar.clip_l', 1, 3),
      counted('bundle_emb.mychar.clip_g', 1, 4),
      counted('lora_unet_x.lora_up.weight', 1, 1),
    ];
    expect(await readWords(tensors, [3, 4])).toEqual({
      words: [['mychar', [[0], [0]]]],
      notes: ['Key lora_unet_x.lora_up.weight of its file is a vector of no encoder of this model and is not used'],
    });
  });

  it('says which of its vectors are for no encoder here', async () => {
    const tensors = [
      counted('clip_l', 1, 3),
      counted('clip_g', 1, 4),
      counted('t5xxl', 1, 8),
      counted('clip_l_out', 3),
    ];
    expect((await readWords(tensors, [3, 4])).notes).toEqual([
      'Key t5xxl and 1 more of its file are vectors of no encoder of this model and are not used',
    ]);
    expect((await readWords([counted('emb_params', 1, 3), counted('step', 1)], [3])).notes).toEqual([]);
  });
});

describe('readEmbeddings', () => {
  it('gives null for no files and a table by name for some', async () => {
    expect(await readEmbeddings([], [3])).toBeNull();
    await withFolder(async (folder) => {
      const file = join(folder, 'a.safetensors');
      await writeSafetensors(file, [counted('x', 3)]);
      const table = await readEmbeddings([{ name: 'easynegative', file }], [3]);
      expect([...table!.words]).toEqual([['easynegative', [[Float32Array.of(0, 1, 2)]]]]);
    });
  });

  it('says which file is damaged', async () => {
    await withFolder(async (folder) => {
      const file = join(folder, 'a.pt');
      await writeFile(file, 'not a pickle at all');
      await expect(readEmbeddings([{ name: 'a', file }], [3])).rejects.toMatchObject({ code: 'invalid' });
    });
  });

  it('reads a word of A1111 as torch stores it', async () => {
    const file = fileURLToPath(new URL('../../../golden/torch/made-by-torch-inversion.pt', import.meta.url));
    const { words } = await readEmbedding({ name: 'word', file }, [3]);
    expect(words.get('word')).toEqual([[Float32Array.of(0, 1, 2), Float32Array.of(3, 4, 5)]]);
  });
});
