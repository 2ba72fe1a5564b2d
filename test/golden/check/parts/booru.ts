import { deepBooruConfig } from '#renderer/engine/checkpoint/tagger-files.ts';
import { openDeepBooru } from '#renderer/engine/networks/open-tagger.ts';
import { likelyTags, squareCanvas, TAG_SCORE_MIN, tagText } from '#renderer/engine/pipeline/tag-picture.ts';
import { type Tensor, tensor } from '#renderer/engine/tensor.ts';
import { compareBytes, compareExactly, compareTensor, type GoldenBytes } from '#test/golden/check/compare.ts';
import { ON_CPU } from '#test/golden/check/networks.ts';
import { type GoldenCase, type GoldenFile, type GoldenPart, recordedAt } from '#test/golden/check/part.ts';
import { type GoldenTensor, withParameters } from '#test/renderer/engine/graph/golden.ts';

const RELATIVE = { bound: 1e-4, relative: true };

interface GoldenBooru {
  readonly tiny: { readonly shapes: Readonly<Record<string, readonly number[]>> };
  readonly tag_text: {
    readonly probabilities: Readonly<Record<string, number>>;
    readonly cases: readonly { readonly args: TextArgs; readonly text: string }[];
  };
  readonly canvas: readonly (GoldenBytes & {
    readonly picture: string;
    readonly hw: readonly [number, number];
    readonly size: number;
  })[];
}

interface TextArgs {
  readonly th?: number;
  readonly alpha?: boolean;
  readonly spaces?: boolean;
  readonly escape?: boolean;
  readonly ranks?: boolean;
  readonly drop?: string;
}

/** DeepDanbooru's network, and A1111's program around it; control.json. */
export const BOORU_PART: GoldenPart = {
  format: 'control',
  key: 'booru',
  cases(file) {
    const booru = recordedAt<GoldenBooru>(file, 'booru');
    const sizes = Object.keys(booru).filter((key) => key.startsWith('out_'));
    return [
      ...sizes.map((name): GoldenCase => ({ name, run: () => compareNetwork(file, name) })),
      { name: 'tag_text', run: async () => compareTexts(booru) },
      ...booru.canvas.map(
        (expected): GoldenCase => ({
          name: `canvas ${expected.picture}`,
          run: async () => {
            const canvas = await squareCanvas(file.recipe.picture(expected.picture, expected.hw), expected.size);
            return [compareBytes('', canvas.data, expected)];
          },
        }),
      ),
    ];
  },
};

/** Keys and shapes of the small network. */
export function booruShapes(file: GoldenFile): ReadonlyMap<string, readonly number[]> {
  const { shapes } = recordedAt<GoldenBooru>(file, 'booru').tiny;
  return new Map([...Object.entries(shapes), ...biases(shapes)]);
}

function compareNetwork(file: GoldenFile, name: string) {
  const { out } = recordedAt<{ out: GoldenTensor }>(file, `booru.${name}`);
  const [height = 0, width = 0] = name.slice('out_'.length).split('x').map(Number);
  return withParameters(
    booruShapes(file),
    async (weights) => {
      const network = await openDeepBooru(deepBooruConfig(weights), weights, { ...ON_CPU, height, width });
      const scores = await network.judge(planar(file.recipe.unit('in:booru', [1, height, width, 3])));
      await network.release();
      return [compareTensor('', { dims: [1, scores.length], data: scores }, out, RELATIVE)];
    },
    file.recipe.parameter,
  );
}

/** The record has the shapes of kernels alone; all convolutions but the last have biases. */
function biases(shapes: GoldenBooru['tiny']['shapes']): [string, readonly number[]][] {
  const all = Object.entries(shapes).map(
    ([key, [outputs]]) => [key.replace('.weight', '.bias'), [outputs!]] as [string, readonly number[]],
  );
  return all.slice(0, -1);
}

/** (1, h, w, 3) -> (1, 3, h, w). */
export function planar({ dims, data }: Tensor): Tensor {
  const [, height = 0, width = 0] = dims;
  const result = tensor([1, 3, height, width]);
  const plane = height * width;
  for (let i = 0; i < data.length; i++) result.data[(i % 3) * plane + Math.floor(i / 3)] = data[i]!;
  return result;
}

function compareTexts({ tag_text: { probabilities, cases } }: GoldenBooru) {
  const tags = Object.keys(probabilities);
  return cases.map(({ args, text }) => {
    const { th = TAG_SCORE_MIN, alpha = true, spaces = true, escape: escapes = true, ranks = false, drop = '' } = args;
    const likely = likelyTags(tags, Float64Array.from(Object.values(probabilities)), th);
    const dropped = drop.split(',').map((tag) => tag.trim().replaceAll(' ', '_'));
    return compareExactly(
      JSON.stringify(args),
      tagText(likely, { alpha, spaces, escapes, ranks, drop: dropped }),
      text,
    );
  });
}
