import {
  type GradientRule,
  type GradientRules,
  listOf,
  wholeOf,
} from '#renderer/engine/graph/autodiff/gradient-rule.ts';
import { countOf, sidesOf, type Tape } from '#renderer/engine/graph/autodiff/tape.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';

/** To the operand's own dimensions. */
const backToShape: GradientRule = (tape, { inputs: [x], gradient }) => [tape.reshape(gradient, sidesOf(x!))];

const transpose: GradientRule = (tape, { node, gradient }) => {
  const perm = listOf(node, 'perm', gradient.dims.map((_, i) => i).toReversed());
  return [
    tape.transpose(
      gradient,
      perm.map((_, i) => perm.indexOf(i)),
    ),
  ];
};

const concat: GradientRule = (tape, { node, inputs, gradient, wants }) => {
  const axis = fromFront(wholeOf(node, 'axis', 0), gradient.dims.length);
  let end = 0;
  return inputs.map((x, i) => {
    const start = end;
    end += sidesOf(x)[axis]!;
    return wants(i) ? tape.slice(gradient, { from: [start], to: [end], axes: [axis] }) : null;
  });
};

/** Zeros where nothing was taken; by steps of 1. */
const slice: GradientRule = (tape, { inputs, gradient }) => {
  const [x, starts, , axes] = inputs as [Value, Value, Value, Value | undefined];
  const sides = sidesOf(x);
  const from = numbersOf(starts);
  const along = axes ? numbersOf(axes).map((axis) => fromFront(axis, sides.length)) : from.map((_, i) => i);
  const before = sides.map(() => 0);
  for (const [i, axis] of along.entries()) before[axis] = fromFront(from[i]!, sides[axis]!);
  const after = sides.map((side, i) => side - before[i]! - sidesOf(gradient)[i]!);
  return [tape.op('Pad', [gradient, tape.ints([...before, ...after])])];
};

const pad: GradientRule = (tape, { inputs, gradient }) => {
  const [x, pads] = inputs as [Value, Value];
  const margins = numbersOf(pads);
  const from = margins.slice(0, x.dims.length);
  const to = sidesOf(x).map((side, i) => from[i]! + side);
  return [tape.slice(gradient, { from, to, axes: x.dims.map((_, i) => i) })];
};

/** Nearest neighbours: every pixel gets what all its copies were asked for. */
const resize: GradientRule = (tape, { inputs: [x], gradient }) => {
  const [b, channels, h, w] = sidesOf(x!) as readonly [number, number, number, number];
  const [, , height, width] = sidesOf(gradient) as readonly [number, number, number, number];
  if (height === 2 * h && width === 2 * w) {
    const blocks = tape.reshape(gradient, [b, channels, h, 2, w, 2]);
    return [tape.reshape(tape.sum(blocks, [3, 5]), [b, channels, h, w])];
  }
  const across = tape.op('MatMul', [gradient, copies(tape, gradient, [w, width])]);
  return [tape.op('MatMul', [tape.turned(copies(tape, gradient, [h, height])), across])];
};

/** (to, from): 1 where a pixel is a copy of another, as resizing by asymmetric coordinates rounded down has it. */
function copies(tape: Tape, like: Value, [from, to]: readonly [number, number]): Value {
  const chosen = (place: number) => Math.min(from - 1, Math.floor((place * from) / to));
  const ones = Array.from({ length: from * to }, (_, i) => (chosen(Math.floor(i / from)) === i % from ? 1 : 0));
  return tape.floats(ones, like, [to, from]);
}

/** Rows of a table: each row's uses are added up, in float32: there is no sum in half precision everywhere. */
const gather: GradientRule = (tape, { inputs: [table, indices], gradient, wants }) => {
  if (!wants(0)) return [null];
  const [rows, width] = sidesOf(table!) as readonly [number, number];
  const count = countOf(gradient) / width;
  const uses = tape.as(tape.reshape(gradient, [count, width]), 'float');
  const zeros = tape.op('Expand', [tape.floats([0], uses, [1, 1]), tape.ints([rows, width])]);
  const places = tape.op('Cast', [tape.reshape(indices!, [count, 1])], { to: 7 });
  return [tape.as(tape.op('ScatterND', [zeros, places, uses], { reduction: 'add' }), gradient.type)];
};

/** One row (b, width) of every sample of (b, n, width). */
const gatherND: GradientRule = (tape, { inputs: [x, at], gradient }) => {
  const [b, n, width] = sidesOf(x!) as readonly [number, number, number];
  const places = tape.ints(
    Array.from({ length: n }, (_, i) => i),
    [1, n],
  );
  const isTaken = tape.as(tape.op('Equal', [at!, places]), gradient.type);
  return [tape.multiply(tape.reshape(isTaken, [b, n, 1]), tape.reshape(gradient, [b, 1, width]))];
};

/** Operators that move numbers, or choose some. */
export const ARRANGEMENT_GRADIENTS: GradientRules = {
  Reshape: backToShape,
  Unsqueeze: backToShape,
  Squeeze: backToShape,
  Transpose: transpose,
  Concat: concat,
  Slice: slice,
  Pad: pad,
  Resize: resize,
  Gather: gather,
  GatherND: gatherND,
};

function fromFront(place: number, count: number): number {
  return place < 0 ? place + count : place;
}

function numbersOf({ numbers }: Value): readonly number[] {
  return numbers as readonly number[];
}
