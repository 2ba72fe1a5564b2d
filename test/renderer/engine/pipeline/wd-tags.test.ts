import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readDescriber } from '#renderer/engine/checkpoint/describer-file.ts';
import { readTags, readWdTagger } from '#renderer/engine/checkpoint/wd-tagger-files.ts';
import { openTagVit } from '#renderer/engine/networks/open-tagger.ts';
import { describePicture } from '#renderer/engine/pipeline/describe.ts';
import { likelyWdTags, wdPixels, whiteSquare } from '#renderer/engine/pipeline/wd-tags.ts';
import { describerNeed } from '#renderer/engine/residency/describer-need.ts';
import { writeSafetensors } from '#renderer/engine/weights/safetensors/write-safetensors.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { compareTensor } from '#test/golden/check/compare.ts';
import { ON_CPU } from '#test/golden/check/networks.ts';
import { createRecipe } from '#test/golden/check/recipe.ts';
import type { GoldenTensor } from '#test/renderer/engine/graph/golden.ts';

interface GoldenWd {
  readonly keys: Readonly<Record<string, readonly number[]>>;
  readonly runs: Readonly<Record<'gelu' | 'gelu_tanh', GoldenTensor>>;
  readonly pixels: readonly { picture: string; hw: readonly [number, number]; out: GoldenTensor }[];
}

const golden = JSON.parse(readFileSync('test/golden/wd-tagger.json', 'utf8')) as GoldenWd;
const recipe = createRecipe('');
const folder = join(scratchFolder(), 'wd-vit');
const RELATIVE = { bound: 1e-4, relative: true };
const CSV = [
  'tag_id,name,category,count',
  '1,general,9,5',
  '2,explicit,9,5',
  ...Array.from({ length: 6 }, (_, i) => `${3 + i},tag_${i},0,5`),
  '9,"a ""quoted"", one",0,5',
  ...Array.from({ length: 3 }, (_, i) => `${10 + i},somebody_${i},4,5`),
].join('\n');

beforeAll(async () => {
  mkdirSync(folder);
  const sources = Object.entries(golden.keys).map(([key, shape]) => {
    const bytes = () => new Uint8Array(recipe.parameter(key, shape).buffer);
    return { key, dtype: 'F32' as const, shape, bytes };
  });
  await writeSafetensors(join(folder, 'model.safetensors'), sources);
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ model_args: { act_layer: 'gelu_tanh' } }));
  writeFileSync(join(folder, 'selected_tags.csv'), `${CSV}\n`);
});

describe('a WD tagger', () => {
  it("is read from timm's files, and answers as timm does with either activation", async () => {
    expect(await readDescriber(folder)).toEqual({ kind: 'tags', hasWords: true });
    const { config, weights } = await readWdTagger(folder);
    expect(config).toEqual({
      ...{ width: 128, inner: 512, layers: 2, heads: 2, side: 32, patch: 8, tags: 12 },
      activation: 'gelu_tanh',
    });
    for (const activation of ['gelu', 'gelu_tanh'] as const) {
      const network = await openTagVit({ ...config, activation }, weights, ON_CPU);
      const scores = await network.judge(recipe.input('in:wd', [1, 3, 32, 32]));
      await network.release();
      const logits = Float32Array.from(scores, (score) => Math.log(score / (1 - score)));
      const found = compareTensor('', { dims: [1, 12], data: logits }, golden.runs[activation], RELATIVE);
      expect(found.error).toBeLessThan(1e-4);
    }
  });

  it("sees a picture as the authors' example prepares it", async () => {
    for (const { picture, hw, out } of golden.pixels) {
      const pixels = wdPixels(await whiteSquare(recipe.picture(picture, hw), 32));
      expect(compareTensor('', pixels, out, { bound: 1e-6 }).error).toBeLessThan(1e-6);
    }
  });

  it('gives what is seen and who is seen by bounds of their own, and ratings to nobody', async () => {
    const tags = readTags(CSV);
    expect(tags.map(({ kind }) => kind[0]).join('')).toBe('rrgggggggccc');
    expect(tags[8]).toEqual({ name: 'a "quoted", one', kind: 'general' });
    const scores = [0.99, 0.99, 0.34, 0.36, 0.9, 0, 0, 0, 0.5, 0.84, 0.86, 0];
    const named = (scoreMin: number | null) => likelyWdTags(tags, scores, scoreMin).map(({ tag }) => tag);
    expect(named(null)).toEqual(['tag_2', 'somebody_1', 'a "quoted", one', 'tag_1']);
    expect(named(0.845)).toEqual(['tag_2', 'somebody_1']);
  });

  it('describes a picture', async () => {
    const options = { ...ON_CPU, batchRows: 1, cacheFolder: scratchFolder() };
    const need = await describerNeed({ name: 'wd-vit', kind: 'tags', path: folder }, options);
    const network = await need.open();
    const wish = { scoreMin: 0.5, textsMax: 3, signal: new AbortController().signal };
    const writing = { begun: '', beams: 1, lengthMin: 0, lengthMax: null, repetitionPenalty: 1 };
    const kinds: string[] = [];
    for await (const progress of describePicture(recipe.picture('wd', [40, 57]), network, { ...wish, writing })) {
      kinds.push(progress.kind);
      if (progress.kind === 'described') {
        expect(progress.texts).toHaveLength(3);
        for (const { score, written } of progress.texts) expect([score >= 0.5, written]).toEqual([true, 'tag']);
      }
    }
    await network.release();
    expect(kinds).toEqual(['step', 'described']);
  });

  it('of another kind is refused with the weight that is missing', async () => {
    const other = join(scratchFolder(), 'wd-swinv2');
    mkdirSync(other);
    const bytes = () => new Uint8Array(4);
    await writeSafetensors(join(other, 'model.safetensors'), [
      { key: 'head.fc.bias', dtype: 'F32', shape: [1], bytes },
    ]);
    writeFileSync(join(other, 'selected_tags.csv'), CSV);
    await expect(readDescriber(other)).rejects.toThrow(/wd-swinv2: of the WD taggers.*must have the weight pos_embed/);
  });
});
