import { type Affine, inverseOf } from '#renderer/engine/faces/affine.ts';
import { alignFace } from '#renderer/engine/faces/align-face.ts';
import { findFaces, startingBoxes } from '#renderer/engine/faces/find-faces.ts';
import { pasteFace } from '#renderer/engine/faces/paste-face.ts';
import { levelled, warped } from '#renderer/engine/faces/warp.ts';
import { FACE_SIDE } from '#renderer/engine/graph/nets/codeformer.ts';
import { resizeLikeOpencv } from '#renderer/engine/image/opencv-resize.ts';
import {
  compareBytes,
  compareExactly,
  compareNumbers,
  compareTensor,
  type GoldenBytes,
} from '#test/golden/check/compare.ts';
import { type Finding, type GoldenFile, type GoldenPart, recordedAt } from '#test/golden/check/part.ts';
import { listPart } from '#test/golden/check/parts/control-parts.ts';
import {
  DETECTOR_PART,
  PARSER_PART,
  PUBLISHED_FACES_PART,
  PUBLISHED_PARSER_PART,
  RESTORER_PART,
} from '#test/golden/check/parts/face-networks.ts';
import type { GoldenTensor } from '#test/renderer/engine/graph/golden.ts';

const RELATIVE = { bound: 1e-4, relative: true };

type Pair = readonly [number, number];

/** Thresholds of a recorded run; such names have dots, which are no steps into the file. */
const DETECTION = /^detect_([\d.]+)_([\d.]+)$/;

interface GoldenDetection {
  readonly n: number;
  readonly all: GoldenTensor;
}

/** What is made of a detector's numbers. */
export const DETECTION_PART: GoldenPart = {
  format: 'control',
  key: 'faces.detect_note',
  alsoChecks: (key) => DETECTION.test(key.replace(/^faces\./, '')),
  cases: (file) =>
    Object.entries(recordedAt<Readonly<Record<string, GoldenDetection>>>(file, 'faces')).flatMap(([key, golden]) => {
      const [, scoreMin, overlapMax] = DETECTION.exec(key)?.map(Number) ?? [];
      if (scoreMin === undefined || overlapMax === undefined) return [];
      const thresholds = { scoreMin, overlapMax };
      return [{ name: key, run: async () => compareDetection(file, { thresholds, golden }) }];
    }),
};

function compareDetection(
  file: GoldenFile,
  { thresholds, golden }: { readonly thresholds: Parameters<typeof findFaces>[2]; readonly golden: GoldenDetection },
): readonly Finding[] {
  const note = recordedAt<string>(file, 'faces.detect_note');
  const [, height = 0, width = 0] = /image (\d+)x(\d+)/.exec(note)?.map(Number) ?? [];
  const size = { width, height };
  const count = startingBoxes(size).length / 4;
  const { recipe } = file;
  const signals = {
    boxes: recipe.input('in:loc', [count, 4], 1.5).data,
    landmarks: recipe.input('in:lmk', [count, 10], 2).data,
    scores: Float32Array.from(recipe.uniform('in:score', count), (u) => u ** 4),
  };
  const found = findFaces(signals, size, thresholds);
  const rows = found.flatMap(({ box: { left, top, right, bottom }, score, landmarks }) => [
    ...[left, top, right, bottom, score],
    ...landmarks.flatMap(({ x, y }) => [x, y]),
  ]);
  const actual = { dims: [found.length, 15], data: Float32Array.from(rows) };
  return [compareExactly('count', found.length, golden.n), compareTensor('', actual, golden.all, RELATIVE)];
}

interface GoldenAlignment {
  readonly name: string;
  readonly landmarks: readonly Pair[];
  readonly matrix: readonly (readonly number[])[];
  readonly picture: string;
  readonly hw: Pair;
  readonly crop: GoldenBytes;
}

/** OpenCV refines what it found; that comes to less than this, in pixels of 512. */
const MATRIX_BOUND = 0.005;

function placesOf(landmarks: readonly Pair[]) {
  return landmarks.map(([x, y]) => ({ x, y }));
}

function matrixOf({ matrix }: Pick<GoldenAlignment, 'matrix'>): Affine {
  return matrix.flat() as unknown as Affine;
}

/** What beyond the picture's edge a face is cut with: red green blue here, as all pictures of the record. */
const BEYOND = [135, 133, 132];

/** How faces are brought upright, and cut out. */
export const ALIGN_PART = listPart<GoldenAlignment>(
  'faces.align',
  async (golden, { recipe }) => {
    const matrix = alignFace(placesOf(golden.landmarks))!;
    const region = { left: 0, top: 0, width: FACE_SIDE, height: FACE_SIDE };
    const cut = warped(recipe.picture(golden.picture, golden.hw), { matrix: matrixOf(golden), region, beyond: BEYOND });
    return [
      compareNumbers('matrix', matrix, matrixOf(golden), MATRIX_BOUND),
      compareBytes('crop', levelled(cut).data, golden.crop, 1),
    ];
  },
  ({ name }) => name,
);

/** The robust fit alone. */
export const LMEDS_PART = listPart<Pick<GoldenAlignment, 'landmarks' | 'matrix'>>(
  'faces.lmeds.sets',
  async (golden) => [compareNumbers('matrix', alignFace(placesOf(golden.landmarks))!, matrixOf(golden), MATRIX_BOUND)],
);

interface GoldenPaste {
  readonly name: string;
  readonly upscale: number;
  readonly landmarks: readonly string[];
  readonly picture: string;
  readonly hw: Pair;
  readonly restored: readonly string[];
  readonly result: GoldenBytes;
}

/** How they go back. */
export const PASTE_PART = listPart<GoldenPaste>(
  'faces.paste',
  async ({ upscale, landmarks, picture, hw, restored, result }, file) => {
    const alignments = recordedAt<readonly GoldenAlignment[]>(file, 'faces.align');
    const [height, width] = [hw[0] * upscale, hw[1] * upscale];
    const given = file.recipe.picture(picture, hw);
    const large = await resizeLikeOpencv(given, { width, height, filter: 'linear' });
    const result8 = { ...large, data: Uint8Array.from(large.data) };
    for (const [i, name] of landmarks.entries()) {
      const alignment = alignments.find((one) => one.name === name)!;
      const face = file.recipe.picture(restored[i]!, [FACE_SIDE, FACE_SIDE]);
      const back = inverseOf(matrixOf(alignment)).map((value) => value * upscale);
      const offset = upscale > 1 ? 0.5 * upscale : 0;
      const [a, b, c, d, e, f] = back as [number, number, number, number, number, number];
      pasteFace(result8, { face, matrix: [a, b, c + offset, d, e, f + offset], scale: upscale, places: null });
    }
    return [compareBytes('', result8.data, result, 1)];
  },
  ({ name }) => name,
);

/** The boxes that a detector starts from. */
export const PRIOR_PART = listPart<GoldenTensor & { readonly hw: Pair }>('faces.priors', async ({ hw, ...golden }) => {
  const boxes = startingBoxes({ width: hw[1], height: hw[0] });
  return [compareTensor('', { dims: [boxes.length / 4, 4], data: boxes }, golden, RELATIVE)];
});

/** Everything that mends faces, as facexlib and CodeFormer's own program have it; control.json. */
export const FACE_PARTS: readonly GoldenPart[] = [
  PRIOR_PART,
  DETECTION_PART,
  LMEDS_PART,
  ALIGN_PART,
  PASTE_PART,
  PARSER_PART,
  PUBLISHED_PARSER_PART,
  PUBLISHED_FACES_PART,
  RESTORER_PART,
  DETECTOR_PART,
];
