import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readDescriber } from '#renderer/engine/checkpoint/describer-file.ts';
import { readTags, readWdTagger } from '#renderer/engine/checkpoint/wd-tagger-files.ts';
import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildTagNet, type TagNetConfig } from '#renderer/engine/graph/nets/tag-net.ts';
import { openWdTagger } from '#renderer/engine/networks/open-tagger.ts';
import { describePicture } from '#renderer/engine/pipeline/describe.ts';
import { likelyWdTags, wdPixels, whiteSquare } from '#renderer/engine/pipeline/wd-tags.ts';
import { describerNeed } from '#renderer/engine/residency/describer-need.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import { writeSafetensors } from '#renderer/engine/weights/safetensors/write-safetensors.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { compareTensor } from '#test/golden/check/compare.ts';
import { ON_CPU, UNREAD } from '#test/golden/check/networks.ts';
import { createRecipe } from '#test/golden/check/recipe.ts';
import type { GoldenTensor } from '#test/renderer/engine/graph/golden.ts';

interface GoldenWd {
  readonly keys: Readonly<Record<string, readonly number[]>>;
  readonly runs: Readonly<Record<'gelu' | 'gelu_tanh', GoldenTensor>>;
  readonly published: Readonly<Record<TagNetConfig['kind'] | 'swinv2' | 'eva02', readonly number[]>>;
  readonly others: Readonly<Record<'swinv2' | 'convnext' | 'eva02', GoldenOther>>;
  readonly pixels: readonly { picture: string; hw: readonly [number, number]; out: GoldenTensor }[];
}

interface GoldenOther {
  readonly side: number;
  readonly keys: GoldenWd['keys'];
  readonly logits: GoldenTensor;
}

const golden = JSON.parse(readFileSync('test/golden/wd-tagger.json', 'utf8')) as GoldenWd;
const recipe = createRecipe('');
const scratch = scratchFolder();
const folder = join(scratch, 'wd-vit');
const RELATIVE = { bound: 1e-4, relative: true };
const CSV = [
  'tag_id,name,category,count',
  '1,general,9,5',
  '2,explicit,9,5',
  ...Array.from({ length: 6 }, (_, i) => `${3 + i},tag_${i},0,5`),
  '9,"a ""quoted"", one",0,5',
  ...Array.from({ length: 3 }, (_, i) => `${10 + i},somebody_${i},4,5`),
].join('\n');

const SHARED = { tags: 10_861, activation: 'gelu_tanh' } as const;

async function writeTagger(into: string, keys: GoldenWd['keys'], config: object): Promise<void> {
  mkdirSync(into);
  const sources = Object.entries(keys).map(([key, shape]) => {
    const bytes = () => new Uint8Array(recipe.parameter(key, shape).buffer);
    return { key, dtype: 'F32' as const, shape, bytes };
  });
  await writeSafetensors(join(into, 'model.safetensors'), sources);
  writeFileSync(join(into, 'config.json'), JSON.stringify(config));
  writeFileSync(join(into, 'selected_tags.csv'), `${CSV}\n`);
}

/** Logits of hashed pixels. */
async function answerOf(files: Awaited<ReturnType<typeof readWdTagger>>): Promise<Tensor> {
  const { config, weights } = files;
  const network = await openWdTagger(config, weights, ON_CPU);
  const scores = await network.judge(recipe.input('in:wd', [1, 3, config.side, config.side]));
  await network.release();
  return { dims: [1, 12], data: Float32Array.from(scores, (score) => Math.log(score / (1 - score))) };
}

beforeAll(() => writeTagger(folder, golden.keys, { model_args: { act_layer: 'gelu_tanh' } }));

describe('a WD tagger', () => {
  it("is read from timm's files, and answers as timm does with either activation", async () => {
    expect(await readDescriber(folder)).toEqual({ kind: 'tags', hasWords: true });
    const { config, ...files } = await readWdTagger(folder);
    expect(config).toEqual({
      ...{ kind: 'vit', width: 128, inner: 512, layers: 2, heads: 2, side: 32, patch: 8, tags: 12 },
      activation: 'gelu_tanh',
    });
    for (const activation of ['gelu', 'gelu_tanh'] as const) {
      const found = await answerOf({ ...files, config: { ...config, activation } as typeof config });
      expect(compareTensor('', found, golden.runs[activation], RELATIVE).error).toBeLessThan(1e-4);
    }
  });

  // What each of the published config.json says.
  it.each([
    ['swinv2', { model_args: { act_layer: 'gelu_tanh', img_size: 64, window_size: 4 } }],
    ['convnext', { model_args: { act_layer: 'gelu_tanh' }, pretrained_cfg: { input_size: [3, 64, 64] } }],
    ['eva02', { model_args: { img_size: 32, ref_feat_shape: [4, 4] } }],
  ] as const)('that is %s answers as timm does', async (name, config) => {
    const { keys, logits, side } = golden.others[name];
    const into = join(scratch, name);
    await writeTagger(into, keys, config);
    expect(await readDescriber(into)).toEqual({ kind: 'tags', hasWords: true });
    const files = await readWdTagger(into);
    expect(files.config.side).toBe(side);
    expect(compareTensor('', await answerOf(files), logits, RELATIVE).error).toBeLessThan(1e-4);
  });

  it.each<[keyof GoldenWd['published'], TagNetConfig]>([
    ['vit', { kind: 'vit', width: 768, inner: 3072, layers: 12, heads: 12, side: 448, patch: 16, ...SHARED }],
    [
      'swinv2',
      {
        ...{ kind: 'swin', width: 128, depths: [2, 2, 18, 2], heads: [4, 8, 16, 32], side: 448, patch: 4, window: 14 },
        ...SHARED,
      },
    ],
    ['convnext', { kind: 'convnext', widths: [128, 256, 512, 1024], depths: [3, 3, 27, 3], side: 448, ...SHARED }],
    [
      'eva02',
      {
        ...{ kind: 'eva', width: 1024, inner: 2730, layers: 24, heads: 16, side: 448, patch: 14, places: 32 },
        ...SHARED,
      },
    ],
  ])('that is %s has every number of the published file', (name, config) => {
    const shapes = wantedWeights((weights) => buildTagNet(config, weights, UNREAD));
    const numbers = [...shapes.values()].reduce((sum, shape) => sum + shape.reduce((a, b) => a * b, 1), 0);
    expect([shapes.size, numbers]).toEqual(golden.published[name]);
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
        for (const { score, written } of progress.texts.slice(0, 2))
          expect([score >= 0.5, written]).toEqual([true, 'tag']);
        expect(progress.texts[2]!.text).toMatch(/^rating:(general|explicit)$/);
      }
    }
    await network.release();
    expect(kinds).toEqual(['step', 'described']);
  });

  it('of another kind is refused with what would do and what it has', async () => {
    const other = join(scratch, 'wd-moat');
    mkdirSync(other);
    const bytes = () => new Uint8Array(4);
    await writeSafetensors(join(other, 'model.safetensors'), [
      { key: 'head.fc.bias', dtype: 'F32', shape: [1], bytes },
    ]);
    writeFileSync(join(other, 'selected_tags.csv'), CSV);
    writeFileSync(join(other, 'config.json'), '{}');
    await expect(readDescriber(other)).rejects.toThrow(
      /wd-moat: as a WD tagger it must be a ViT, .*first key is head.fc.bias/,
    );
  });
});
