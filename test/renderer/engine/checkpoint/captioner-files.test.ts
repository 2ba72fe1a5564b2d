import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readCaptioner } from '#renderer/engine/checkpoint/captioner-files.ts';
import { readDescriber } from '#renderer/engine/checkpoint/describer-file.ts';
import { parseBlipConfig } from '#renderer/engine/graph/nets/blip-config.ts';
import { PLAIN_WRITING, writeText } from '#renderer/engine/pipeline/write-text.ts';
import { describerNeed } from '#renderer/engine/residency/describer-need.ts';
import { row } from '#renderer/engine/tensor.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { compareTensor } from '#test/golden/check/compare.ts';
import { ON_CPU } from '#test/golden/check/networks.ts';
import { createRecipe } from '#test/golden/check/recipe.ts';
import type { GoldenTensor } from '#test/renderer/engine/graph/golden.ts';
import { op, type TorchTensor, torchZip, writeTorch } from '#test/renderer/engine/weights/torch/torch-writer.ts';

interface GoldenOriginal {
  readonly config: { readonly vision: { readonly image_size: number }; readonly text: { readonly vocab_size: number } };
  readonly extra: number;
  readonly keys: Readonly<Record<string, readonly number[]>>;
  readonly states: GoldenTensor;
  readonly logits: { readonly ids: readonly (readonly number[])[]; readonly out: GoldenTensor };
  readonly generate: readonly {
    readonly picture: number;
    readonly args: { readonly max_length: number; readonly num_beams?: number };
    readonly sequence: readonly number[];
    readonly beam_score: number | null;
  }[];
}

const golden: GoldenOriginal = JSON.parse(
  readFileSync(new URL('../../../golden/blip-original.json', import.meta.url), 'utf8'),
);
const recipe = createRecipe('');
const folder = scratchFolder();
const file = join(folder, 'model_base_caption.pth');
const END = 102;

/** The same table and bias a second time, as the program saves them. */
const TIED: Readonly<Record<string, string>> = {
  'text_decoder.cls.predictions.decoder.weight': 'text_decoder.bert.embeddings.word_embeddings.weight',
  'text_decoder.cls.predictions.decoder.bias': 'text_decoder.cls.predictions.bias',
};

beforeAll(() => {
  const numbers = (key: string, shape: readonly number[]) => {
    const values = recipe.parameter(TIED[key] ?? key, shape);
    if (key.endsWith('cls.predictions.bias') || key.endsWith('decoder.bias')) values[END]! += golden.extra;
    return new Uint8Array(values.buffer);
  };
  const all = Object.entries(golden.keys).map(([key, shape]): [string, TorchTensor] => [
    key,
    { dtype: 'F32', shape, bytes: numbers(key, shape) },
  ]);
  const places: TorchTensor = { dtype: 'I64', shape: [1, 40], bytes: new Uint8Array(8 * 40) };
  const state = new Map<string, TorchTensor>([...all, ['text_decoder.bert.embeddings.position_ids', places]]);
  // Its authors save a dictionary that has the weights under `model`.
  const saved = torchZip(state, (inner) => Buffer.concat([op.dict, op.text('model'), inner, op.setItem]));
  writeTorch(file, saved);
});

describe("BLIP as its authors' program saves it", () => {
  it('has the configuration that its shapes tell: heads of 64, its own ε, and where texts begin and end', async () => {
    const { config } = await readCaptioner(file);
    const { vision_config, text_config } = { vision_config: golden.config.vision, text_config: golden.config.text };
    expect(config).toEqual(parseBlipConfig({ vision_config, text_config }));
    expect(config).toMatchObject({ vision: { heads: 2, eps: 1e-6 }, text: { heads: 1, startId: 110, endId: END } });
  });

  it('can be read where its vocabulary lies beside it, and gives numbers otherwise', async () => {
    expect(await readDescriber(file)).toEqual({ kind: 'captions', hasWords: false });
    const beside = join(folder, 'with words');
    mkdirSync(beside);
    writeFileSync(join(beside, 'blip.pth'), readFileSync(file));
    writeFileSync(join(beside, 'vocab.txt'), Array.from({ length: 110 }, (_, i) => `word${i}\n`).join(''));
    expect(await readDescriber(join(beside, 'blip.pth'))).toEqual({ kind: 'captions', hasWords: true });
  });

  it('sees and writes what transformers does with the same numbers', async () => {
    const options = { ...ON_CPU, batchRows: 1, cacheFolder: folder };
    const network = await (await describerNeed({ name: 'blip', kind: 'captions', path: file }, options)).open();
    if (network.kind !== 'captions') throw new Error('it writes captions');
    const { captioner } = network;
    const side = golden.config.vision.image_size;
    const pictures = recipe.input('in:blip', [2, 3, side, side]);
    const bound = { bound: 1e-4, relative: true };
    const both = await captioner.look(pictures);
    expect(compareTensor('', both.states, golden.states, bound).error).toBeLessThan(bound.bound);
    const { logits } = await captioner.read(golden.logits.ids, {
      seen: await captioner.look(row(pictures, 0)),
      written: null,
    });
    expect(compareTensor('', logits, golden.logits.out, bound).error).toBeLessThan(bound.bound);
    for (const { picture, args, sequence, beam_score } of golden.generate) {
      const wish = { ...PLAIN_WRITING, beams: args.num_beams ?? 1, lengthMax: args.max_length };
      const seen = await captioner.look(row(pictures, picture));
      for await (const progress of writeText(captioner, seen, { ...wish, signal: new AbortController().signal })) {
        if (progress.kind !== 'written') continue;
        const [{ ids, score } = { ids: [], score: 0 }] = progress.texts;
        expect(ids).toEqual(sequence);
        if (beam_score !== null) expect(score).toBeCloseTo(beam_score, 4);
      }
    }
    expect(golden.generate.some(({ sequence }) => sequence.at(-1) === END)).toBe(true);
    await network.release();
  });
});
