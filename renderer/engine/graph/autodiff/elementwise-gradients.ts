import { fractionOf, type GradientRules } from '#renderer/engine/graph/autodiff/gradient-rule.ts';
import { sidesOf, type Tape } from '#renderer/engine/graph/autodiff/tape.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';

/** Operators that treat every number alone, and Softmax. */
export const ELEMENTWISE_GRADIENTS: GradientRules = {
  Identity: (_, { gradient }) => [gradient],
  Cast: (tape, { inputs: [x], gradient }) => [tape.as(gradient, x!.type)],
  Add: (tape, { inputs, gradient, wants }) =>
    inputs.map((x, i) => (wants(i) ? tape.gathered(gradient, sidesOf(x)) : null)),
  Sub: (tape, { inputs: [a, b], gradient, wants }) => [
    wants(0) ? tape.gathered(gradient, sidesOf(a!)) : null,
    wants(1) ? tape.op('Neg', [tape.gathered(gradient, sidesOf(b!))]) : null,
  ],
  Mul: (tape, { inputs: [a, b], gradient, wants }) => [
    wants(0) ? tape.gathered(tape.multiply(gradient, b!), sidesOf(a!)) : null,
    wants(1) ? tape.gathered(tape.multiply(gradient, a!), sidesOf(b!)) : null,
  ],
  QuickGelu: (tape, { node, inputs: [x], gradient }) => [
    throughGate(tape, { x: x!, gradient }, fractionOf(node, 'alpha', 1.702)),
  ],
  Gelu: (tape, { inputs: [x], gradient }) => [throughGelu(tape, x!, gradient)],
  BiasGelu(tape, { inputs: [x, bias], gradient }) {
    const back = throughGelu(tape, tape.add(x!, bias!), gradient);
    return [back, tape.gathered(back, sidesOf(bias!))];
  },
  Softmax(tape, { node, gradient }) {
    const result = node.outputs[0]!;
    const weighed = tape.multiply(gradient, result);
    const last = result.dims.length - 1;
    return [tape.subtract(weighed, tape.multiply(result, tape.sum(weighed, [last])))];
  },
};

/** Of x·σ(αx): σ·(1 + αx·(1 - σ)). */
function throughGate(tape: Tape, { x, gradient }: { x: Value; gradient: Value }, alpha: number): Value {
  const scaled = tape.scale(x, alpha);
  const gate = tape.op('Sigmoid', [scaled]);
  const one = tape.floats([1], x);
  const slope = tape.multiply(gate, tape.add(one, tape.multiply(scaled, tape.subtract(one, gate))));
  return tape.multiply(gradient, slope);
}

/** Of x·Φ(x): Φ(x) + x·φ(x), with the normal distribution's density φ. */
function throughGelu(tape: Tape, x: Value, gradient: Value): Value {
  const erf = tape.op('Erf', [tape.scale(x, Math.SQRT1_2)]);
  const below = tape.scale(tape.add(erf, tape.floats([1], x)), 0.5);
  const bell = tape.op('Exp', [tape.scale(tape.multiply(x, x), -0.5)]);
  const density = tape.scale(bell, 1 / Math.sqrt(2 * Math.PI));
  return tape.multiply(gradient, tape.add(below, tape.multiply(x, density)));
}
