import { gradientOutput, LOSS_INPUTS } from '#renderer/engine/graph/autodiff/training-graph.ts';
import type { Precision } from '#renderer/engine/graph/ir/graph-options.ts';
import type { NetworkOptions } from '#renderer/engine/networks/options.ts';
import type { Feeds } from '#renderer/engine/runtime/session.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import { type AdamWSettings, type AdamWState, freshAdamW, stepAdamW } from '#renderer/engine/training/adamw.ts';
import {
  openUNetGradients,
  POOLED_INPUT,
  PROMPT_INPUT,
  type TrainedFiles,
} from '#renderer/engine/training/gradient-session.ts';
import {
  addGradients,
  areFinite,
  clippedGradients,
  type Gradients,
  gradientNorm,
} from '#renderer/engine/training/gradient-sums.ts';
import { type RateSchedule, rateAt } from '#renderer/engine/training/learning-rate.ts';
import {
  freshLossScale,
  growLossScale,
  type LossScale,
  shrinkLossScale,
} from '#renderer/engine/training/loss-scale.ts';
import { type AverageSettings, averageDecay, updateAverage } from '#renderer/engine/training/moving-average.ts';
import { createSessionsBySize } from '#renderer/engine/training/sessions-by-size.ts';
import type { TrainedNetwork } from '#renderer/engine/training/trained-network.ts';
import {
  createTrainedPrompt,
  type PromptIds,
  type TrainedEncoders,
  textParameter,
} from '#renderer/engine/training/trained-prompt.ts';
import { retractWords, type TrainedVectors, WORDS } from '#renderer/engine/training/trained-words.ts';

/** Noisy latents with what is to be said of them. */
export interface TrainingBatch {
  readonly noisy: Tensor;
  readonly target: Tensor;
  readonly timesteps: readonly number[];
  /** What each sample counts; 1 / b where all count alike. */
  readonly weights: readonly number[];
  /** Hidden states where text encoders stay as they are, otherwise the ids that they read. */
  readonly prompt: Tensor | PromptIds;
  /** `time_ids` of SDXL, and `text_embeds` beside hidden states; nothing for others. */
  readonly conditions: Readonly<Record<string, Tensor>>;
}

export interface TrainerOptions {
  readonly network: NetworkOptions;
  readonly unet: TrainedFiles & { readonly trained: TrainedNetwork };
  /** Where weights or vectors of them are trained; null where none are. */
  readonly text: TrainedEncoders | null;
  readonly adamw: AdamWSettings;
  readonly schedule: RateSchedule;
  /** The highest learning rate. */
  readonly rate: number;
  /** Of text encoders, and of new words beside a UNet's weights; `rate` when left out. */
  readonly textRate?: number;
  /** The longest that the gradients of networks may be together; null for any. Those of vectors are never shortened. */
  readonly gradientMax: number | null;
  /** A mean of the trained numbers over the steps; null for none. */
  readonly average: AverageSettings | null;
  /** What networks compute in, float32 when left out; in float16 losses are scaled. What is trained stays float32. */
  readonly precision?: Precision;
}

/** What was done in a step. */
export interface TrainerStep {
  /** Of the networks' gradients before they were shortened; null where only vectors are trained. */
  readonly norm: number | null;
  readonly rate: number;
}

/** Everything beside the parameters that later steps depend on. */
export interface TrainerState {
  step: number;
  readonly networks: AdamWState;
  readonly words: AdamWState;
  /** By the parameter's name; empty where no mean is kept. */
  readonly averages: Map<string, Float32Array>;
  /** Null where losses are not scaled. */
  readonly lossScale: LossScale | null;
}

/** Changes what is trained, step by step. */
export interface Trainer {
  readonly state: TrainerState;
  /** All that is trained, by names: of the UNet plain, of text encoders by `textParameter`. */
  readonly parameters: ReadonlyMap<string, Tensor>;
  /** What was added up for the next step. */
  readonly gradients: Gradients;
  /** Whether scaled gradients among them were beyond half precision's numbers. */
  readonly hasOverflowed: boolean;
  /** The loss of a batch, whose gradients count by `share` in the next step. */
  accumulate(batch: TrainingBatch, share: number): Promise<number>;
  /** The loss of a batch, without a step of training. */
  lossOf(batch: TrainingBatch): Promise<number>;
  step(): TrainerStep;
  /** Forgets what was added up for a step, which counts. */
  discard(): void;
  /** Forgets it for a step that is to be tried again, with losses scaled by half. False where they cannot be. */
  backOff(): boolean;
  release(): Promise<void>;
}

/** A trainer that has made no step; sessions are opened as sizes of batches come. */
export function createTrainer(options: TrainerOptions): Trainer {
  const { unet, text, network, precision = 'float32' } = options;
  const sessions = createSessionsBySize((sizes) =>
    openUNetGradients(unet, { network, trained: unet.trained, sizes, prompt: text !== null, precision }),
  );
  const reader = text && createTrainedPrompt(text, { network, precision });
  const parameters = parametersOf(options);
  const lossScale = precision === 'float16' ? freshLossScale() : null;
  const state: TrainerState = { step: 0, networks: freshAdamW(), words: freshAdamW(), averages: new Map(), lossScale };
  let gradients: Gradients = new Map();
  const run = async (batch: TrainingBatch) => {
    const isRead = 'dims' in batch.prompt;
    const { hidden, pooled } = isRead ? { hidden: batch.prompt, pooled: null } : await reader!.encode(batch.prompt);
    const read = { ...batch, conditions: { ...batch.conditions, ...(pooled && { [POOLED_INPUT]: pooled }) } };
    const session = await sessions.of(sizesOf(read, hidden));
    const scale: Feeds = lossScale ? { [LOSS_INPUTS.scale]: row([lossScale.factor]) } : {};
    return session.run({ ...feedsOf(read, hidden), ...scale, ...unet.trained.feeds() });
  };
  return {
    state,
    parameters,
    get gradients() {
      return gradients;
    },
    get hasOverflowed() {
      return lossScale !== null && !areFinite(gradients);
    },
    async accumulate(batch, share) {
      const ids = 'dims' in batch.prompt ? null : batch.prompt;
      const outputs = await run(batch);
      const ofUNet = unet.trained.gradients(outputs);
      const hidden = outputs[gradientOutput(PROMPT_INPUT)]!;
      const pooled = outputs[gradientOutput(POOLED_INPUT)] ?? null;
      const ofText = ids && reader ? await reader.back(ids, { hidden, pooled }) : [];
      gradients = addGradients(gradients, new Map([...ofUNet, ...ofText]), share / (lossScale?.factor ?? 1));
      return outputs.loss!.data[0]!;
    },
    lossOf: async (batch) => (await run(batch)).loss!.data[0]!,
    step() {
      const taken = takeStep(options, { state, parameters, gradients });
      if (lossScale) growLossScale(lossScale);
      gradients = new Map();
      return taken;
    },
    discard() {
      state.step++;
      gradients = new Map();
    },
    backOff() {
      gradients = new Map();
      return lossScale !== null && shrinkLossScale(lossScale);
    },
    async release() {
      await sessions.release();
      await reader?.release();
    },
  };
}

/** All that is trained, by names. */
function parametersOf({ unet, text }: TrainerOptions): ReadonlyMap<string, Tensor> {
  const words = wordsOf(text);
  return new Map<string, Tensor>([
    ...unet.trained.parameters,
    ...(text?.encoders ?? []).flatMap(({ trained }, i) =>
      [...trained.parameters].map(([name, value]) => [textParameter(i, name), value] as const),
    ),
    ...[...words].map(([name, { vectors }]) => [name, vectors] as const),
  ]);
}

interface StepParts {
  readonly state: TrainerState;
  readonly parameters: ReadonlyMap<string, Tensor>;
  readonly gradients: Gradients;
}

function takeStep(options: TrainerOptions, { state, parameters, gradients }: StepParts): TrainerStep {
  const { adamw, schedule, gradientMax, average, textRate = options.rate } = options;
  const words = wordsOf(options.text);
  const rate = rateAt(schedule, options.rate, state.step);
  const ofText = rateAt(schedule, textRate, state.step);
  const isUNet = (name: string) => options.unet.trained.parameters.has(name);
  const ofNetworks = new Map([...gradients].filter(([name]) => !words.has(name)));
  const norm = ofNetworks.size > 0 ? gradientNorm(ofNetworks) : null;
  if (norm !== null) {
    const shortened = clippedGradients(ofNetworks, norm, gradientMax);
    const rates = (name: string) => (isUNet(name) ? rate : ofText);
    stepAdamW(state.networks, { parameters, gradients: shortened, rate: rates }, adamw);
  }
  const inTraining = [...words].filter(([, { until }]) => until === null || state.step < until);
  const ofWords = new Map(inTraining.flatMap(([name]) => (gradients.has(name) ? [[name, gradients.get(name)!]] : [])));
  if (ofWords.size > 0) {
    stepAdamW(state.words, { parameters, gradients: ofWords, rate: ofText }, adamw);
    for (const [, { vectors, tableDeviation }] of inTraining)
      if (tableDeviation !== null) retractWords(vectors, tableDeviation);
  }
  state.step++;
  if (average) keepAverages(state, parameters, average);
  return { norm, rate };
}

/** New words by their parameter's name: of each text encoder. */
function wordsOf(text: TrainedEncoders | null): ReadonlyMap<string, TrainedVectors> {
  const all = text?.encoders ?? [];
  return new Map(all.flatMap(({ words }, i) => (words ? [[textParameter(i, WORDS), words] as const] : [])));
}

function keepAverages(state: TrainerState, parameters: StepParts['parameters'], settings: AverageSettings): void {
  const decay = averageDecay(settings, state.step);
  for (const [name, { data }] of parameters) {
    const known = state.averages.get(name);
    if (known) updateAverage(known, data, decay);
    else state.averages.set(name, data.slice());
  }
}

/** Of a UNet's inputs, whose dimensions have these names (graph/nets/unet.ts). */
function sizesOf({ noisy, conditions }: TrainingBatch, states: Tensor): Readonly<Record<string, number>> {
  const [b = 0, , h = 0, w = 0] = noisy.dims;
  const { text_embeds, time_ids } = conditions;
  return { b, h, w, n: states.dims[1]!, pooled: text_embeds?.dims[1] ?? 0, ids: time_ids?.dims[1] ?? 0 };
}

function feedsOf({ noisy, target, timesteps, weights, conditions }: TrainingBatch, states: Tensor): Feeds {
  return {
    sample: noisy,
    target,
    timestep: row(timesteps),
    loss_weight: row(weights),
    [PROMPT_INPUT]: states,
    ...conditions,
  };
}

function row(numbers: readonly number[]): Tensor {
  return { dims: [numbers.length], data: Float32Array.from(numbers) };
}
