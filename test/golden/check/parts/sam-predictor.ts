import { resizeLikePillow } from '#renderer/engine/image/pillow-resize.ts';
import type { Segmenter } from '#renderer/engine/networks/open-segmenter.ts';
import type { FoundThing, Pointing } from '#renderer/engine/pipeline/segment.ts';
import { findThing, logitsOf, seenSize, squarePixels, viewPicture } from '#renderer/engine/pipeline/segment.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import {
  compareBytes,
  compareExactly,
  compareNumbers,
  compareTensor,
  type GoldenBytes,
} from '#test/golden/check/compare.ts';
import { type Finding, type GoldenFile, type GoldenPart, recordedAt } from '#test/golden/check/part.ts';
import { type GoldenSam, withSegmenter } from '#test/golden/check/parts/sam.ts';
import type { GoldenTensor } from '#test/renderer/engine/graph/golden.ts';

const RELATIVE = { bound: 1e-4, relative: true };
const forever = new AbortController().signal;

type Pair = readonly [number, number];

interface GoldenAnswer {
  readonly args: {
    readonly point_coords?: readonly Pair[];
    readonly point_labels?: readonly number[];
    readonly box?: readonly [number, number, number, number];
    readonly multimask_output?: boolean;
  };
  readonly scores: readonly number[];
  readonly low_res: GoldenTensor;
  readonly logits: GoldenTensor;
  readonly masks: readonly { readonly bits: string }[];
  readonly areas: readonly number[];
  readonly near_zero: number;
}

interface GoldenPrediction {
  readonly picture: string;
  readonly hw: Pair;
  readonly input_size: Pair;
  readonly resized: GoldenBytes;
  readonly pixels: GoldenTensor;
  readonly features: GoldenTensor;
  readonly point: GoldenAnswer;
  readonly point_single: GoldenAnswer;
  readonly box: GoldenAnswer;
  readonly points: GoldenAnswer;
  readonly refine: { readonly best: number; readonly scores: readonly number[]; readonly area: number };
}

/** Whole questions about pictures: resized, asked, and back at the picture's size; control.json. */
export const SAM_PREDICTOR_PART: GoldenPart = {
  format: 'control',
  key: 'sam.predictor',
  cases(file) {
    const sam = recordedAt<GoldenSam>(file, 'sam');
    return recordedAt<readonly GoldenPrediction[]>(file, 'sam.predictor').map((expected) => ({
      name: expected.picture,
      run: () => withSegmenter(file, sam, (network) => predict(file, { expected, network })),
    }));
  },
};

async function predict(
  file: GoldenFile,
  { expected, network }: { readonly expected: GoldenPrediction; readonly network: Segmenter },
): Promise<readonly Finding[]> {
  const picture = file.recipe.picture(expected.picture, expected.hw);
  const view = await viewPicture(picture, network, forever);
  const small = await resizeLikePillow(picture, { ...seenSize(picture, network.side), filter: 'bilinear' });
  const findings = [
    compareExactly('input_size', [view.seen.height, view.seen.width], expected.input_size),
    compareBytes('resized', small.data, expected.resized),
    compareTensor('pixels', squarePixels(small, network.side), expected.pixels, RELATIVE),
    compareTensor('features', view.features, expected.features, RELATIVE),
  ];
  const ask = (pointing: Pointing, several: boolean) => findThing(view, network, { pointing, several });
  for (const name of ['point', 'point_single', 'box', 'points'] as const) {
    const { args } = expected[name];
    const found = await ask(pointingOf(args), args.multimask_output ?? true);
    const logits = found.map((thing) => logitsOf(thing, view, network.side));
    findings.push(...compareAnswer(name, { found, logits, expected: expected[name] }));
  }
  const { args } = expected.point;
  const first = await ask(pointingOf(args), true);
  const [better] = await ask({ ...pointingOf(args), mask: first[expected.refine.best]!.lowRes }, false);
  const area = logitsOf(better!, view, network.side).reduce((sum, logit) => sum + Number(logit > 0), 0);
  return [
    ...findings,
    compareNumbers('refine score', [better!.score], expected.refine.scores, 1e-4),
    compareNumbers('refine area', [area], [expected.refine.area], 2),
  ];
}

function pointingOf({ point_coords = [], point_labels = [], box }: GoldenAnswer['args']): Pointing {
  const points = point_coords.map(([x, y], i) => ({ x, y, outside: point_labels[i] === 0 }));
  const [left, top, right, bottom] = box ?? [0, 0, 0, 0];
  return { points, box: box ? { left, top, right, bottom } : null, mask: null };
}

interface Answer {
  readonly found: readonly FoundThing[];
  readonly logits: readonly Float32Array[];
  readonly expected: GoldenAnswer;
}

function compareAnswer(name: string, { found, logits, expected }: Answer): readonly Finding[] {
  const { scores, low_res, logits: recorded, areas, masks, near_zero } = expected;
  const all = (parts: readonly Float32Array[], dims: readonly number[]): Tensor => ({
    dims: [parts.length, ...dims],
    data: Float32Array.from(parts.flatMap((part) => [...part])),
  });
  const areaOf = (part: Float32Array) => part.reduce((sum, logit) => sum + Number(logit > 0), 0);
  const bits = Buffer.from(masks[0]!.bits, 'base64');
  const differs = logits[0]!.reduce((sum, logit, i) => {
    const isThere = ((bits[i >> 3]! >> (7 - (i & 7))) & 1) === 1;
    return sum + Number(isThere !== logit > 0);
  }, 0);
  return [
    compareNumbers(
      `${name} scores`,
      found.map(({ score }) => score),
      scores,
      1e-4,
    ),
    compareTensor(
      `${name} low_res`,
      all(
        found.map(({ lowRes }) => lowRes.data),
        low_res.shape.slice(1),
      ),
      low_res,
      RELATIVE,
    ),
    compareTensor(`${name} logits`, all(logits, recorded.shape.slice(1)), recorded, RELATIVE),
    compareNumbers(`${name} areas`, logits.map(areaOf), areas, near_zero),
    { what: `${name} pixels that differ`, error: differs, bound: near_zero },
  ];
}
