import { gradientOutput, LOSS_INPUTS } from '#renderer/engine/graph/autodiff/training-graph.ts';
import { lowRankInputs } from '#renderer/engine/graph/layers/low-rank-inputs.ts';
import type { NetworkOptions } from '#renderer/engine/networks/options.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import { openUNetGradients, PROMPT_INPUT } from '#renderer/engine/training/gradient-session.ts';
import { lossWeight, noised, offsetNoise } from '#renderer/engine/training/noising.ts';
import { magnitudeName, trainedDora } from '#renderer/engine/training/trained-dora.ts';
import { ALL_TARGETS, ATTENTION_TARGETS, trainedLora } from '#renderer/engine/training/trained-lora.ts';
import type { TrainedNetwork } from '#renderer/engine/training/trained-network.ts';
import { trainedWeights } from '#renderer/engine/training/trained-weights.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { ON_CPU } from '#test/golden/check/networks.ts';
import {
  type Finding,
  type GoldenCase,
  type GoldenFile,
  type GoldenPart,
  recordedAt,
} from '#test/golden/check/part.ts';
import {
  allWeights,
  gradientError,
  hashedFactors,
  normOf,
  promptInputs,
  SCHEDULE,
  withUNet,
} from '#test/golden/check/training/training-inputs.ts';
import type { GoldenTensor } from '#test/renderer/engine/graph/golden.ts';

interface GradientRecord {
  readonly unet: string;
  readonly prediction_type: 'epsilon' | 'v_prediction';
  readonly what: 'weights' | 'lora_attn' | 'lora_all';
  readonly hw: readonly [number, number];
  readonly t: readonly number[];
  readonly rank?: number;
  readonly alpha?: number;
  readonly dora?: boolean;
  readonly snr_gamma?: number;
  readonly noise_offset?: number;
  readonly prior_loss_weight?: number;
  readonly loss: number;
  readonly pred: GoldenTensor;
  readonly ctx_grad: GoldenTensor;
  readonly grad_norm: number;
  readonly weights?: Readonly<Record<string, GoldenTensor>>;
  readonly lora?: Readonly<Record<string, { A: GoldenTensor; B: GoldenTensor; m?: GoldenTensor }>>;
  readonly norms?: Readonly<Record<string, number | readonly number[]>>;
}

/** How far gradients may be off: of an element over the tensor's mean, and of norms and losses relative to them. */
export interface GradientBounds {
  readonly element: number;
  readonly norm: number;
  readonly loss: number;
}

const BOUNDS: GradientBounds = { element: 3e-4, norm: 1e-5, loss: 2e-6 };

/** Gradients of small UNets; training.json. */
export const GRADIENT_PART: GoldenPart = gradientPart(ON_CPU, BOUNDS);

/** The same in half precision: the worst of all cases, and as much again. */
export const HALF_GRADIENT_PART: GoldenPart = gradientPart(ON_CPU, { element: 0.12, norm: 1.5e-2, loss: 2e-4 }, 4096);

/** The same on another provider, or in half precision with losses scaled so much. */
export function gradientPart(network: NetworkOptions, bounds: GradientBounds, halfScale?: number): GoldenPart {
  return {
    format: 'training',
    key: 'grad',
    cases: (file) =>
      recordedAt<readonly GradientRecord[]>(file, 'grad').map((record, i): GoldenCase => {
        const kind = record.dora ? 'dora' : record.what;
        return {
          name: `${i} ${record.unet} ${kind}`,
          run: () => compareGradients(file, record, { network, bounds, halfScale }),
        };
      }),
  };
}

interface GradientRun {
  readonly network: NetworkOptions;
  readonly bounds: GradientBounds;
  readonly halfScale: number | undefined;
}

function compareGradients(file: GoldenFile, record: GradientRecord, run: GradientRun): Promise<readonly Finding[]> {
  const { hw, t } = record;
  const { halfScale: scale } = run;
  return withUNet(file, record.unet, async (unet) => {
    const trained = await trainedOf(file, record, unet.weights);
    const sizes = { b: t.length, h: hw[0], w: hw[1], n: 77, pooled: 32, ids: 6 };
    const precision = scale === undefined ? 'float32' : 'float16';
    const session = await openUNetGradients(unet, { network: run.network, trained, sizes, prompt: true, precision });
    const given = promptInputs(file.recipe, { config: unet.config, samples: t.length });
    const half = scale === undefined ? {} : { [LOSS_INPUTS.scale]: { dims: [1], data: Float32Array.of(scale) } };
    const scaled = await session.run({ ...lossInputs(file, record), ...given, ...half, ...trained.feeds() });
    await session.release();
    const outputs = unscaled(scaled, scale ?? 1);
    return findingsOf(record, { outputs, gradients: trained.gradients(outputs), bounds: run.bounds });
  });
}

/** Gradients as they were before the loss was scaled. */
function unscaled(outputs: Readonly<Record<string, Tensor>>, scale: number): Readonly<Record<string, Tensor>> {
  const gradient = gradientOutput('');
  return Object.fromEntries(
    Object.entries(outputs).map(([name, { dims, data }]) => [
      name,
      { dims, data: name.startsWith(gradient) ? data.map((value) => value / scale) : data },
    ]),
  );
}

async function trainedOf(file: GoldenFile, record: GradientRecord, weights: WeightMap): Promise<TrainedNetwork> {
  const { what, rank = 0, alpha = 0, dora = false } = record;
  if (what === 'weights') return trainedWeights(await allWeights(weights));
  const targets = what === 'lora_all' ? ALL_TARGETS : ATTENTION_TARGETS;
  const begin = hashedFactors(file.recipe, weights, { targets, rank, spread: { a: 0.1, b: 0.1 } });
  const lora = trainedLora({ targets, rank, alpha }, begin);
  if (!dora) return lora;
  const all = await allWeights(weights);
  return trainedDora(lora, new Map([...begin.keys()].map((key) => [key, all.get(key)!])));
}

function lossInputs({ recipe }: GoldenFile, record: GradientRecord) {
  const { t, hw, prediction_type: prediction, noise_offset = 0 } = record;
  const dims = [t.length, 4, ...hw];
  const offset = recipe.input('in:offset', [t.length, 4, 1, 1]);
  const noise = offsetNoise(recipe.input('in:noise', dims), offset, noise_offset);
  const schedule = { alphasCumprod: SCHEDULE.alphasCumprod, prediction };
  const pair = noised({ latents: recipe.input('in:latent', dims), noise }, { ...schedule, timesteps: t });
  const ofPrior = record.prior_loss_weight === undefined ? 0 : t.length / 2;
  const weighting = record.snr_gamma ? ({ kind: 'min-snr', gamma: record.snr_gamma } as const) : NONE;
  const weights = t.map((timestep, i) =>
    i < t.length - ofPrior
      ? lossWeight(weighting, schedule, timestep) / (t.length - ofPrior)
      : record.prior_loss_weight! / ofPrior,
  );
  return {
    sample: pair.noisy,
    target: pair.target,
    timestep: { dims: [t.length], data: Float32Array.from(t) },
    loss_weight: { dims: [t.length], data: Float32Array.from(weights) },
  };
}

const NONE = { kind: 'none' } as const;

interface Computed {
  readonly outputs: Readonly<Record<string, Tensor>>;
  readonly gradients: ReadonlyMap<string, Float32Array>;
  readonly bounds: GradientBounds;
}

function findingsOf(record: GradientRecord, { outputs, gradients, bounds }: Computed): readonly Finding[] {
  const element = (what: string, data: Float32Array, recorded: GoldenTensor): Finding => {
    return { what, error: gradientError(data, recorded), bound: bounds.element };
  };
  const relative = (what: string, actual: number, wanted: number, bound: number): Finding => {
    return { what, error: Math.abs(actual - wanted) / Math.abs(wanted), bound };
  };
  const loras = Object.entries(record.lora ?? {}).flatMap(([key, { A, B, m }]) => {
    const names = lowRankInputs(key);
    const isKernel = (A.shape[2] ?? 1) > 1;
    return [
      element(`${key} A`, asFile(gradients.get(names.down)!, A, isKernel), A),
      element(`${key} B`, asFile(gradients.get(names.up)!, B, isKernel), B),
      ...(m ? [element(`${key} m`, gradients.get(magnitudeName(key))!, m)] : []),
    ];
  });
  const norms = Object.entries(record.norms ?? {}).flatMap(([key, wanted]) => {
    const names = typeof wanted === 'number' ? [key] : Object.values(lowRankInputs(key));
    return [wanted]
      .flat()
      .map((norm, i) => relative(`norm of ${names[i]}`, normOf(gradients.get(names[i]!)!), norm, bounds.norm));
  });
  return [
    relative('loss', outputs.loss!.data[0]!, record.loss, bounds.loss),
    element('prediction', outputs.noise!.data, record.pred),
    element('prompt', outputs[gradientOutput(PROMPT_INPUT)]!.data, record.ctx_grad),
    relative('norm of all', normOf(...gradients.values()), record.grad_norm, bounds.norm),
    ...Object.entries(record.weights ?? {}).map(([key, recorded]) => element(key, gradients.get(key)!, recorded)),
    ...loras,
    ...norms,
  ];
}

/** A factor's gradient in the order that files have: matrices are turned, kernels are as they are. */
export function asFile(data: Float32Array, { shape }: GoldenTensor, isKernel: boolean): Float32Array {
  const [rows = 1, columns = 1] = shape;
  if (isKernel) return data;
  return Float32Array.from(data, (_, i) => data[(i % columns) * rows + Math.floor(i / columns)]!);
}
