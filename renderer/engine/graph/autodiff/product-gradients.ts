import {
  fractionOf,
  type GradientRule,
  type GradientRules,
  wholeOf,
} from '#renderer/engine/graph/autodiff/gradient-rule.ts';
import { sidesOf, type Tape } from '#renderer/engine/graph/autodiff/tape.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';

const gemm: GradientRule = (tape, { node, inputs, gradient, wants }) => {
  const [a, b, c] = inputs as [Value, Value, Value | undefined];
  const [turnsA, turnsB] = [wholeOf(node, 'transA', 0), wholeOf(node, 'transB', 0)];
  const alpha = { alpha: { float: fractionOf(node, 'alpha', 1) } };
  const product = (x: Value, y: Value, transA: number, transB: number) =>
    tape.op('Gemm', [x, y], { transA, transB, ...alpha });
  const ofA = () => (turnsA ? product(b, gradient, turnsB, 1) : product(gradient, b, 0, 1 - turnsB));
  const ofB = () => (turnsB ? product(gradient, a, 1, turnsA) : product(a, gradient, 1 - turnsA, 0));
  return [
    wants(0) ? ofA() : null,
    wants(1) ? ofB() : null,
    c && wants(2) ? tape.scale(tape.gathered(gradient, sidesOf(c)), fractionOf(node, 'beta', 1)) : null,
  ];
};

const matMul: GradientRule = (tape, { inputs, gradient, wants }) => {
  const [a, b] = inputs as [Value, Value];
  const ofA = () => tape.gathered(tape.op('MatMul', [gradient, tape.turned(b)]), sidesOf(a));
  const ofB = () =>
    b.dims.length === 2
      ? ofShared(tape, a, gradient)
      : tape.gathered(tape.op('MatMul', [tape.turned(a), gradient]), sidesOf(b));
  return [wants(0) ? ofA() : null, wants(1) ? ofB() : null];
};

/** Of a matrix that all rows of a batch share: one flat product, not one per sample and their sum. */
function ofShared(tape: Tape, a: Value, gradient: Value): Value {
  const rows = (x: Value) => {
    const width = sidesOf(x).at(-1)!;
    const count = sidesOf(x)
      .slice(0, -1)
      .reduce((product, side) => product * side, 1);
    return tape.reshape(x, [count, width]);
  };
  return tape.op('Gemm', [rows(a), rows(gradient)], { transA: 1 });
}

/** Matrix products. */
export const PRODUCT_GRADIENTS: GradientRules = { Gemm: gemm, MatMul: matMul };
