import { fractionOf, type GradientRules } from '#renderer/engine/graph/autodiff/gradient-rule.ts';
import { sidesOf, type Tape } from '#renderer/engine/graph/autodiff/tape.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';

/**
 * Normalisations, reckoned again from their operands so that nothing but those is held until then. In float32 whatever
 * the operands are: squares of half precision's numbers leave its range.
 */
export const NORM_GRADIENTS: GradientRules = {
  InstanceNormalization(tape, { node, inputs, gradient }) {
    const [x, scale] = inputs as [Value, Value];
    const axes = sidesOf(x).flatMap((_, i) => (i < 2 ? [] : [i]));
    const perChannel = tape.reshape(scale, [sidesOf(scale)[0]!, ...axes.map(() => 1)]);
    const wide = tape.as(gradient, 'float');
    const scaled = isOnes(scale) ? wide : tape.multiply(wide, tape.as(perChannel, 'float'));
    // Group normalisations are spelt by it, with constants in the place of scales and biases.
    const { back } = normed(tape, tape.as(x, 'float'), { axes, eps: fractionOf(node, 'epsilon', 1e-5) });
    return [tape.as(back(scaled), x.type), null, null];
  },
  LayerNormalization(tape, { node, inputs, gradient, wants }) {
    const [x, scale, bias] = inputs as [Value, Value, Value];
    const [wide, eps] = [tape.as(gradient, 'float'), fractionOf(node, 'epsilon', 1e-5)];
    const { hat, back } = normed(tape, tape.as(x, 'float'), { axes: [x.dims.length - 1], eps });
    const ofScale = () => tape.gathered(tape.multiply(wide, hat), sidesOf(scale));
    return [
      wants(0) ? tape.as(back(tape.multiply(wide, tape.as(scale, 'float'))), x.type) : null,
      wants(1) ? tape.as(ofScale(), scale.type) : null,
      wants(2) ? tape.as(tape.gathered(wide, sidesOf(bias)), bias.type) : null,
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
  const inverse = tape.op('Reciprocal', [tape.op('Sqrt', [tape.add(variance, tape.floats([eps], variance))])]);
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

/** 1 in half precision. */
const HALF_ONE = 0x3c00;

/** Whether it is a constant of ones, which saves a product over the whole image. */
function isOnes({ producer }: Value): boolean {
  if (producer.kind !== 'initializer' || producer.initializer.data.kind !== 'inline') return false;
  const { data, type } = producer.initializer;
  const { buffer } = data.bytes.slice();
  if (type === 'float16') return new Uint16Array(buffer).every((bits) => bits === HALF_ONE);
  return new Float32Array(buffer).every((value) => value === 1);
}
