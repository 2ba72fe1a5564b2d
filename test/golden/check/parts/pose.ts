import { blackCanvas, type Canvas, type Point } from '#renderer/engine/preprocess/draw/canvas.ts';
import { ellipseOutline } from '#renderer/engine/preprocess/draw/ellipse.ts';
import { drawBody, drawFace, drawHand, type KeyPoints } from '#renderer/engine/preprocess/pose/draw-pose.ts';
import { peaksOf } from '#renderer/engine/preprocess/pose/peaks.ts';
import { findPeople } from '#renderer/engine/preprocess/pose/people.ts';
import { poseInput, poseMap } from '#renderer/engine/preprocess/pose/pose-maps.ts';
import { BODY_POINTS, LIMBS } from '#renderer/engine/preprocess/pose/skeleton.ts';
import { type Tensor, tensor } from '#renderer/engine/tensor.ts';
import { compareBytes, compareExactly, compareNumbers, type GoldenBytes } from '#test/golden/check/compare.ts';
import type { GoldenPart } from '#test/golden/check/part.ts';
import { listPart, onePart } from '#test/golden/check/parts/control-parts.ts';

type Size = readonly [height: number, width: number];
type Pair = readonly [x: number, y: number];
type Body = readonly (Pair | null)[];

interface DecodeCase {
  readonly name: string;
  readonly hw: Size;
  readonly net_input: readonly number[];
  readonly net_output: Size;
  readonly people: readonly Body[];
  readonly candidates: readonly (readonly [x: number, y: number, score: number, id: number])[];
  readonly subset: readonly (readonly number[])[];
  readonly canvas: GoldenBytes;
}

interface DrawCase {
  readonly name: string;
  readonly hw: Size;
  readonly people: readonly Body[];
  readonly canvas: GoldenBytes;
}

interface OutlineCase {
  readonly args: readonly [x: number, y: number, halfLength: number, halfWidth: number, degrees: number];
  readonly points: readonly Pair[];
  readonly n: number;
}

const pointOf = (pair: Pair | null): Point | null => pair && { x: pair[0], y: pair[1] };
const SIDE = 96;

/** Decoding and drawing of poses, control.json. */
export const POSE_PARTS: readonly GoldenPart[] = [
  listPart<DecodeCase>(
    'preprocess.openpose_decode',
    async (one) => {
      const [height, width] = one.hw;
      const { pixels, inner } = await poseInput({
        width,
        height,
        channels: 3,
        data: new Uint8Array(width * height * 3),
      });
      const maps = perfectMaps(one);
      const at = { inner, picture: { width, height } };
      const peaks = Array.from({ length: BODY_POINTS }, (_, i) => peaksOf(poseMap(maps.heat, i, at)));
      const affinity = (limb: number) => [0, 1].map((i) => poseMap(maps.paf, LIMBS[limb]!.map + i, at));
      const { candidates, people } = findPeople(peaks, (limb) => {
        const [x, y] = affinity(limb);
        return { x: x!, y: y! };
      });
      const found = people.map(({ points, score, parts }) => [...points.map((point) => point?.id ?? -1), score, parts]);
      const canvas = blackCanvas(width, height);
      for (const { points } of people) {
        drawBody(
          canvas,
          points.map((point) => point && { x: point.x / width, y: point.y / height }),
        );
      }
      const places = (list: readonly (readonly [number, number, number])[]) => list;
      return [
        compareExactly('input', pixels.dims, one.net_input),
        compareExactly(
          'places',
          candidates.map(({ x, y, id }) => [x, y, id]),
          places(one.candidates.map(([x, y, , id]) => [x, y, id])),
        ),
        compareNumbers(
          'scores',
          candidates.map(({ score }) => score),
          one.candidates.map(([, , score]) => score),
          1e-3,
        ),
        compareNumbers('people', found.flat(), one.subset.flat(), 1e-3),
        compareBytes('canvas', canvas.data, one.canvas),
      ];
    },
    ({ name }) => name,
  ),
  listPart<DrawCase>(
    'preprocess.openpose_draw',
    async (one) => drawn(one),
    ({ name }) => name,
  ),
  listPart<OutlineCase>(
    'preprocess.openpose_poly',
    async ({ args: [x, y, halfLength, halfWidth, degrees], points, n }) => {
      const outline = ellipseOutline({ x, y }, { halfLength, halfWidth, degrees });
      const first = outline.slice(0, points.length).map((point) => [point.x, point.y]);
      return [compareExactly('points', first, points), compareExactly('count', outline.length, n)];
    },
  ),
  onePart<{ readonly points: readonly Pair[]; readonly canvas: GoldenBytes }>(
    'preprocess.openpose_hand',
    async ({ points, canvas: expected }) => {
      const canvas = blackCanvas(SIDE, SIDE);
      drawHand(canvas, points.map(pointOf));
      return [compareBytes('', canvas.data, expected)];
    },
  ),
  onePart<{ readonly canvas: GoldenBytes }>('preprocess.openpose_face', async ({ canvas: expected }, { recipe }) => {
    // 70 points; README.md does not say their name.
    const u = recipe.uniform('face', 140);
    const canvas = blackCanvas(SIDE, SIDE);
    drawFace(
      canvas,
      Array.from({ length: 70 }, (_, i) => ({ x: u[2 * i]!, y: u[2 * i + 1]! })),
    );
    return [compareBytes('', canvas.data, expected)];
  }),
];

/**
 * Points are recorded with ten digits. Where the middle of a limb lies between two rows, that moves it: then one of the
 * points, just below what is recorded, must give the picture.
 */
function drawn({ hw: [height, width], people, canvas: expected }: DrawCase) {
  const draw = (move: { person: number; point: number } | null): Canvas => {
    const canvas = blackCanvas(width, height);
    for (const [person, body] of people.entries()) {
      const points: KeyPoints = body.map((pair, point) => {
        const below = move?.person === person && move.point === point ? 1e-12 : 0;
        return pair && { x: pair[0], y: pair[1] - below };
      });
      drawBody(canvas, points);
    }
    return canvas;
  };
  const moves = people.flatMap((body, person) => body.map((_, point) => ({ person, point })));
  const findings = [null, ...moves].map((move) => compareBytes('', draw(move).data, expected));
  return [findings.find(({ error }) => error === 0) ?? findings[0]!];
}

/** What a network that makes no mistakes would say of these people (README.md). */
function perfectMaps({ hw, net_output: [rows, columns], people }: DecodeCase): { heat: Tensor; paf: Tensor } {
  const scale = (0.5 * 368) / hw[0];
  const heat = tensor([1, BODY_POINTS + 1, rows, columns]);
  const paf = tensor([1, 2 * LIMBS.length, rows, columns]);
  const cells = Array.from({ length: rows * columns }, (_, i) => ({ i, x: i % columns, y: Math.floor(i / columns) }));
  for (const person of people) {
    const points = person.map((pair) => pair && { x: (pair[0] * scale) / 8 - 0.5, y: (pair[1] * scale) / 8 - 0.5 });
    for (const [k, point] of points.entries()) {
      for (const { i, x, y } of point ? cells : []) {
        const at = k * cells.length + i;
        heat.data[at] = Math.max(heat.data[at]!, Math.exp(-((x - point!.x) ** 2 + (y - point!.y) ** 2) / 2));
      }
    }
    for (const { from, to, map } of LIMBS) {
      const [a, b] = [points[from], points[to]];
      if (!a || !b) continue;
      const [dx, dy] = [b.x - a.x, b.y - a.y];
      const length = Math.hypot(dx, dy);
      for (const { i, x, y } of cells) {
        const along = Math.min(1, Math.max(0, ((x - a.x) * dx + (y - a.y) * dy) / length ** 2));
        if ((x - a.x - along * dx) ** 2 + (y - a.y - along * dy) ** 2 > 1) continue;
        paf.data[map * cells.length + i] = dx / length;
        paf.data[(map + 1) * cells.length + i] = dy / length;
      }
    }
  }
  return { heat, paf };
}
