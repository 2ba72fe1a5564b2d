import { type ScaledProduct, withRowScales } from '#renderer/engine/graph/autodiff/row-scales.ts';
import { gradientOutput } from '#renderer/engine/graph/autodiff/training-graph.ts';
import type { GraphDescription } from '#renderer/engine/graph/ir/graph-options.ts';
import { lowRankInputs } from '#renderer/engine/graph/layers/low-rank-inputs.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import type { FileFactors, TrainedLora } from '#renderer/engine/training/trained-lora.ts';

/** Name of the parameter that holds how long a weight's rows are, (out). */
export function magnitudeName(key: string): string {
  return `${key}:magnitude`;
}

/** Of rows (out, in). */
export function rowNorms({ dims, data }: Tensor): Float32Array {
  const inputs = data.length / dims[0]!;
  return Float32Array.from({ length: dims[0]! }, (_, row) =>
    Math.sqrt(data.subarray(row * inputs, (row + 1) * inputs).reduce((sum, value) => sum + value * value, 0)),
  );
}

/**
 * A LoRA whose weights keep a length of their own for each row (DoRA, https://arxiv.org/abs/2402.09353), of matrices that
 * tokens are multiplied with. As in peft no gradient goes through the length that a row has got by training: it is
 * reckoned here before each step, and the graph only multiplies. `weights` are what stays as it is, by key.
 */
export function trainedDora(lora: TrainedLora, weights: ReadonlyMap<string, Tensor>): TrainedLora {
  const magnitudes = new Map(
    [...weights].map(([key, weight]) => [key, { dims: [weight.dims[0]!], data: rowNorms(weight) }]),
  );
  const named = [...magnitudes].map(([key, value]) => [magnitudeName(key), value] as const);
  const parameters = new Map([...lora.parameters, ...named]);
  const lengths = new Map<string, Float32Array>();
  const products = [...magnitudes].map(([key, { dims }]) => {
    return { up: lowRankInputs(key).up, scale: magnitudeName(key), outputs: dims[0]! };
  });
  return {
    ...lora,
    parameters,
    isTrained: (name) => parameters.has(name),
    factors: () =>
      new Map(
        [...lora.factors()].map(([key, factors]) => [key, { ...factors, magnitude: copyOf(magnitudes.get(key)!) }]),
      ),
    prepare: (graph) => withRowScales(graph, products.filter(isIn(graph))),
    feeds() {
      const factors = lora.factors();
      const strength = lora.shape.alpha / lora.shape.rank;
      for (const [key, weight] of weights) lengths.set(key, rowNorms(sumOf(weight, factors.get(key)!, strength)));
      const scales = [...magnitudes].map(([key, { dims, data }]) => {
        const scaled = data.map((length, i) => length / lengths.get(key)![i]!);
        return [magnitudeName(key), { dims, data: scaled }] as const;
      });
      return { ...lora.feeds(), ...Object.fromEntries(scales) };
    },
    gradients(outputs) {
      const ofLengths = [...lengths].map(([key, now]) => {
        const name = magnitudeName(key);
        // A layer behind the last one that is read has no influence, and no gradient.
        const data = outputs[gradientOutput(name)]?.data ?? new Float32Array(now.length);
        return [name, data.map((value, i) => value / now[i]!)] as const;
      });
      return new Map([...lora.gradients(outputs), ...ofLengths]);
    },
  };
}

/** Whether a graph has such a product: layers behind the last one that is read are in none. */
function isIn({ inputs }: GraphDescription): (product: ScaledProduct) => boolean {
  const names = new Set(inputs.map(({ name }) => name));
  return ({ up }) => names.has(up);
}

function copyOf({ dims, data }: Tensor): Tensor {
  return { dims, data: data.slice() };
}

/** W + strength · B·A. */
function sumOf({ dims, data }: Tensor, { a, b }: FileFactors, strength: number): Tensor {
  const [outputs, inputs, rank] = [dims[0]!, dims[1]!, a.dims[0]!];
  const sum = data.slice();
  for (let i = 0; i < outputs; i++) {
    for (let r = 0; r < rank; r++) {
      const factor = strength * b.data[i * rank + r]!;
      for (let j = 0; j < inputs; j++) sum[i * inputs + j]! += factor * a.data[r * inputs + j]!;
    }
  }
  return { dims, data: sum };
}
