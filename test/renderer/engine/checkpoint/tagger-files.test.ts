import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readDescriber } from '#renderer/engine/checkpoint/describer-file.ts';
import { readTagger } from '#renderer/engine/checkpoint/tagger-files.ts';
import { openDeepBooru } from '#renderer/engine/networks/open-tagger.ts';
import { describePicture } from '#renderer/engine/pipeline/describe.ts';
import { describerNeed } from '#renderer/engine/residency/describer-need.ts';
import { tensor } from '#renderer/engine/tensor.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { storedGolden } from '#test/golden/check/check-case.ts';
import { compareTensor } from '#test/golden/check/compare.ts';
import { ON_CPU } from '#test/golden/check/networks.ts';
import { recordedAt } from '#test/golden/check/part.ts';
import { booruShapes, planar } from '#test/golden/check/parts/booru.ts';
import type { GoldenTensor } from '#test/renderer/engine/graph/golden.ts';
import { op, type TorchTensor, torchZip, writeTorch } from '#test/renderer/engine/weights/torch/torch-writer.ts';

const golden = storedGolden('control');
const folder = scratchFolder();
const TAGS = ['rating:safe', ...Array.from({ length: 39 }, (_, i) => `tag_${i + 1}`)];
const file = join(folder, 'model-resnet_custom_v3.pt');

/** What torch.save writes of a DeepDanbooru's port: its weights, and the list of its tags among them. */
function write(path: string, { tags = TAGS, without = /^$/ }: { tags?: readonly string[]; without?: RegExp } = {}) {
  const { recipe } = golden;
  const state = [...booruShapes(golden)].map(([key, shape]): [string, TorchTensor] => [
    key,
    { dtype: 'F32', shape, bytes: new Uint8Array(recipe.parameter(key, shape).buffer) },
  ]);
  const list = [op.text('tags'), op.list, op.mark, ...tags.map(op.text), op.appends];
  const named = (weights: Buffer) => Buffer.concat([weights, ...list, op.setItem]);
  return writeTorch(path, torchZip(new Map(state.filter(([key]) => !without.test(key))), named));
}

beforeAll(() => {
  write(file);
});

describe("DeepDanbooru's port to torch", () => {
  it('is found by its keys, with its tags in their order', async () => {
    expect(await readDescriber(file)).toEqual({ kind: 'tags', hasWords: true });
    const { tags, config } = await readTagger(file);
    expect(tags).toEqual(TAGS);
    expect([config.length, config[0], config.at(-1)]).toEqual([179, [4, 3, 7, 7], [40, 256, 1, 1]]);
  });

  it('judges as the reference does', async () => {
    const { config, weights } = await readTagger(file);
    const network = await openDeepBooru(config, weights, { ...ON_CPU, height: 128, width: 128 });
    const scores = await network.judge(planar(golden.recipe.unit('in:booru', [1, 128, 128, 3])));
    await network.release();
    const { out } = recordedAt<{ out: GoldenTensor }>(golden, 'booru.out_128x128');
    const bound = { bound: 1e-4, relative: true };
    expect(compareTensor('', { dims: [1, 40], data: scores }, out, bound).error).toBeLessThan(bound.bound);
  });

  it('describes a picture by its likely tags', async () => {
    const options = { ...ON_CPU, batchRows: 1, cacheFolder: folder };
    const network = await (await describerNeed({ name: 'booru', kind: 'tags', path: file }, options)).open();
    if (network.kind !== 'tags') throw new Error('it gives tags');
    expect(network).toMatchObject({ family: 'deepbooru', side: 512, tags: TAGS });
    const scores = await network.tagger.judge(tensor([1, 3, 512, 512], new Float32Array(3 * 512 ** 2).fill(1)));
    const writing = { begun: '', beams: 1, lengthMin: 0, lengthMax: null, repetitionPenalty: 1 };
    const wish = { scoreMin: null, textsMax: 40, signal: new AbortController().signal, writing };
    // All white stays so, whatever it is brought to.
    const white = { width: 60, height: 40, channels: 3, data: new Uint8Array(60 * 40 * 3).fill(255) } as const;
    const texts: string[] = [];
    for await (const progress of describePicture(white, network, wish)) {
      if (progress.kind === 'described') texts.push(...progress.texts.map(({ text }) => text));
    }
    await network.release();
    const likely = TAGS.filter((tag, i) => scores[i]! >= 0.5 && !tag.startsWith('rating:'));
    expect(likely.length).toBeGreaterThan(0);
    // The rating that it is surest of stands behind what is seen.
    expect(texts.at(-1)).toBe(TAGS[0]);
    expect(texts.slice(0, -1).toSorted()).toEqual(likely.toSorted());
  });

  it('is refused with fewer convolutions, or with fewer tags than it has results', async () => {
    const short = write(join(folder, 'short.pt'), { without: /^n_Conv_17[0-8]\./ });
    await expect(readDescriber(short)).rejects.toThrow(/short\.pt: .*179.*170/);
    const untold = write(join(folder, 'untold.pt'), { tags: TAGS.slice(1) });
    await expect(readDescriber(untold)).rejects.toThrow(/untold\.pt: .*40.*39/);
  });
});
