import { factorDims } from '#renderer/engine/derive/lora-factors-graph.ts';
import { gradientOutput } from '#renderer/engine/graph/autodiff/training-graph.ts';
import { lowRankInputs } from '#renderer/engine/graph/layers/low-rank-inputs.ts';
import type { NoiseSource } from '#renderer/engine/samplers/random.ts';
import { scale, type Tensor, tensor } from '#renderer/engine/tensor.ts';
import type { TrainedNetwork } from '#renderer/engine/training/trained-network.ts';
import { meantShape, type WeightMap } from '#renderer/engine/weights/weight-map.ts';

/** What diffusers' scripts train of a UNet. */
export const ATTENTION_TARGETS: readonly string[] = ['to_q', 'to_k', 'to_v', 'to_out.0'];

/** Of which a DoRA can be trained: whole products of tokens in every model. */
export const DORA_TARGETS: readonly string[] = [...ATTENTION_TARGETS, 'ff.net.2'];

/** What kohya's scripts train of a UNet without convolutions: everything in its transformers that multiplies tokens. */
export const LINEAR_TARGETS: readonly string[] = [...DORA_TARGETS, 'ff.net.0.proj', 'proj_in', 'proj_out'];

/** Everything that can be trained by low rank inside of a UNet's blocks, convolutions among it. */
export const ALL_TARGETS: readonly string[] = [
  ...LINEAR_TARGETS,
  'conv1',
  'conv2',
  'conv_shortcut',
  'time_emb_proj',
  'downsamplers.0.conv',
  'upsamplers.0.conv',
];

/** What is trained of a CLIP text encoder. */
export const TEXT_TARGETS: readonly string[] = ['q_proj', 'k_proj', 'v_proj', 'out_proj'];

/** What kohya's scripts train of one, and take out of two. */
export const TEXT_LINEAR_TARGETS: readonly string[] = [...TEXT_TARGETS, 'fc1', 'fc2'];

export interface LoraShape {
  /** Ends of the modules' names. */
  readonly targets: readonly string[];
  readonly rank: number;
  /** The addend is alpha / rank times the product of its factors. */
  readonly alpha: number;
}

/** A weight's factors as files have them: A (rank, in[, k, k]) and B (out, rank[, 1, 1]). */
export interface FileFactors {
  readonly a: Tensor;
  readonly b: Tensor;
  /** Lengths of the changed weight's rows (out), of a DoRA. */
  readonly magnitude?: Tensor;
}

/** A LoRA (https://arxiv.org/abs/2106.09685) in training. */
export interface TrainedLora extends TrainedNetwork {
  readonly shape: LoraShape;
  /** The factors as they are now, by the weight's key. */
  factors(): ReadonlyMap<string, FileFactors>;
}

/** The keys of the weights that end so. */
export function targetKeys(weights: WeightMap, targets: readonly string[]): readonly string[] {
  const isTarget = (module: string) => targets.some((end) => module === end || module.endsWith(`.${end}`));
  return [...weights.keys()].filter((key) => key.endsWith('.weight') && isTarget(key.slice(0, -'.weight'.length)));
}

/** As peft begins with "gaussian": A of standard deviation 1 / rank, B of zeros, so that nothing is changed yet. */
export function initialFactors(
  weights: WeightMap,
  { targets, rank }: Pick<LoraShape, 'targets' | 'rank'>,
  noise: NoiseSource,
): ReadonlyMap<string, FileFactors> {
  return new Map(
    targetKeys(weights, targets).map((key) => {
      const [out = 1, inputs = 1, ...kernel] = meantShape(weights.get(key)!);
      const a = scale(1 / rank, noise.randn([rank, inputs, ...kernel]));
      return [key, { a, b: tensor([out, rank, ...kernel.map(() => 1)]) }];
    }),
  );
}

/** A LoRA that begins with these factors. The graph takes B times alpha / rank, so the gradient of B has that factor, too. */
export function trainedLora(shape: LoraShape, begin: ReadonlyMap<string, FileFactors>): TrainedLora {
  const strength = shape.alpha / shape.rank;
  const kernels = new Map([...begin].map(([key, { a, b }]) => [key, [b.dims[0]!, ...a.dims.slice(1)]]));
  const parameters = new Map<string, Tensor>();
  for (const [key, factors] of begin) {
    const names = lowRankInputs(key);
    const dims = factorDims(kernels.get(key)!, shape.rank);
    parameters.set(names.down, laidOut(factors.a, dims.down));
    parameters.set(names.up, laidOut(factors.b, dims.up));
  }
  return {
    shape,
    parameters,
    rank: shape.rank,
    adaptable: (key) => begin.has(key),
    isTrained: (name) => parameters.has(name),
    feeds: () =>
      Object.fromEntries([...parameters].map(([name, value]) => [name, isUp(name) ? scale(strength, value) : value])),
    gradients: (outputs) =>
      new Map(
        [...parameters].map(([name, value]) => {
          // A layer behind the last one that is read has no influence, and no gradient.
          const data = outputs[gradientOutput(name)]?.data ?? new Float32Array(value.data.length);
          return [name, isUp(name) && strength !== 1 ? data.map((value) => strength * value) : data];
        }),
      ),
    factors: () =>
      new Map(
        [...begin].map(([key, { a, b }]) => {
          const names = lowRankInputs(key);
          return [
            key,
            { a: laidOut(parameters.get(names.down)!, a.dims), b: laidOut(parameters.get(names.up)!, b.dims) },
          ];
        }),
      ),
  };
}

function isUp(name: string): boolean {
  return name.endsWith(':up');
}

/** A factor as files have it in the order of graphs, or back: matrices are turned, kernels are as they are. */
function laidOut({ dims, data }: Tensor, wanted: readonly number[]): Tensor {
  const isKernel = wanted.length > 2 && dims.length > 2;
  if (isKernel) return { dims: wanted, data: data.slice() };
  const [rows, columns] = dims as [number, number];
  const turned = new Float32Array(data.length);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) turned[j * rows + i] = data[i * columns + j]!;
  return { dims: wanted, data: turned };
}
