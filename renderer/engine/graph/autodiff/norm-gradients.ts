import { fractionOf, type GradientRules } from '#renderer/engine/graph/autodiff/gradient-rule.ts';
import { sidesOf, type Tape } from '#renderer/engine/graph/autodiff/tape.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';

/** Normalisations, reckoned again from their operands so that nothing but those is held until then. */
export const NORM_GRADIENTS: GradientRules = {
  InstanceNormalization(tape, { node, inputs, gradient }) {
    const [x, scale] = inputs as [Value, Value];
    const axes = sidesOf(x).flatMap((_, i) => (i < 2 ? [] : [i]));
    const perChannel = tape.reshape(scale, [sidesOf(scale)[0]!, ...axes.map(() => 1)]);
    const scaled = isOnes(scale) ? gradient : tape.multiply(gradient, perChannel);
    // Group normalisations are spelt by it, with constants in the place of scales and biases.
    return [normed(tape, x, { axes, eps: fractionOf(node, 'epsilon', 1e-5) }).back(scaled), null, null];
  },
  LayerNormalization(tape, { node, inputs, gradient, wants }) {
    const [x, scale, bias] = inputs as [Value, Value, Value];
    const { hat, back } = normed(tape, x, { axes: [x.dims.length - 1], eps: fractionOf(node, 'epsilon', 1e-5) });
    return [
      wants(0) ? back(tape.multiply(gradient, scale)) : null,
      wants(1) ? tape.gathered(tape.multiply(gradient, hat), sidesOf(scale)) : null,
      wants(2) ? tape.gathered(gradient, sidesOf(bias)) : null,
    ];
  },
};

/** x with mean 0 and variance 1 over axes, and the way back through that: (g - mean(g) - x̂·mean(g·x̂)) / σ. */
function normed(
  tape: Tape,
  x: Value,
  { axes, eps }: { axes: readonly number[]; eps: number },
): { readonly hat: Value; back(gradient: Value): Value } {
  const centred = tape.subtract(x, tape.mean(x, axes));
  const variance = tape.mean(tape.multiply(centred, centred), axes);
  const inverse = tape.op('Reciprocal', [tape.op('Sqrt', [tape.add(variance, tape.floats([eps]))])]);
  const hat = tape.multiply(centred, inverse);
  return {
    hat,
    back(gradient) {
      const level = tape.subtract(gradient, tape.mean(gradient, axes));
      const along = tape.multiply(hat, tape.mean(tape.multiply(gradient, hat), axes));
      return tape.multiply(inverse, tape.subtract(level, along));
    },
  };
}

/** Whether it is a constant of ones, which saves a product over the whole image. */
function isOnes({ producer }: Value): boolean {
  if (producer.kind !== 'initializer' || producer.initializer.data.kind !== 'inline') return false;
  const { bytes } = producer.initializer.data;
  return new Float32Array(bytes.slice().buffer).every((value) => value === 1);
}
