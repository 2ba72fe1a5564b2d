import type { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';

/** What a kernel of 3×3 weighs: pixels less the middle one, less their neighbours round the middle, outer less inner. */
export type PixelDifference = 'central' | 'angular' | 'radial' | 'none';

/** For each of the nine, the one before it on the way round the middle. */
const ROUND = [3, 0, 1, 6, 4, 2, 7, 8, 5];

/** Of 5×5, in the order of the nine without the first: the outer ring and the inner one. */
const OUTER = [0, 2, 4, 10, 14, 20, 22, 24];
const INNER = [6, 7, 8, 11, 13, 16, 17, 18];

export interface DifferenceShape {
  readonly kind: PixelDifference;
  readonly inputs: number;
  readonly outputs: number;
  readonly groups: number;
}

/**
 * Pixel difference convolution (https://arxiv.org/abs/2108.07009) of an image (b, in, h, w) by the weight of this scope.
 * A difference of pixels is linear, so each is a plain convolution by kernels that are made once, when it is opened.
 */
export function differenceConv(graph: Graph, image: Value, { kind, inputs, outputs, groups }: DifferenceShape): Value {
  const within = inputs / groups;
  const stored = graph.weight('weight', [outputs, within, 3, 3]);
  const side = kind === 'radial' ? 5 : 3;
  const pad = (side - 1) / 2;
  const attributes = { kernel_shape: [side, side], pads: [pad, pad, pad, pad], group: groups };
  if (kind === 'none') return graph.op('Conv', [image, stored], attributes);
  const early = graph.preparing();
  const rows = early.op('Reshape', [stored, early.ints([outputs * within, 9])]);
  const changed = early.op('MatMul', [rows, early.floats(changeOf(kind), [9, side * side])]);
  const kernels = early.op('Reshape', [changed, early.ints([outputs, within, side, side])]);
  return graph.op('Conv', [image, kernels], attributes);
}

/** (9, side²): what each of the nine weights adds to each weight of the plain kernel. */
function changeOf(kind: Exclude<PixelDifference, 'none'>): readonly number[] {
  const columns = kind === 'radial' ? 25 : 9;
  const matrix = Array<number>(9 * columns).fill(0);
  const add = (row: number, column: number, value: number) => {
    matrix[row * columns + column] = matrix[row * columns + column]! + value;
  };
  for (let i = 0; i < 9; i++) {
    if (kind === 'radial') {
      if (i === 0) continue;
      add(i, OUTER[i - 1]!, 1);
      add(i, INNER[i - 1]!, -1);
      continue;
    }
    add(i, i, 1);
    if (kind === 'central') add(i, 4, -1);
    else add(ROUND[i]!, i, -1);
  }
  return matrix;
}
