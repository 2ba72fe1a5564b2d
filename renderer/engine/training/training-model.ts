import type { Checkpoint } from '#renderer/engine/checkpoint/checkpoint.ts';
import { modelTraits } from '#renderer/engine/checkpoint/model-traits.ts';
import type { NetworkOptions } from '#renderer/engine/networks/options.ts';
import { parseNoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import { createNoise } from '#renderer/engine/samplers/random.ts';
import { type Tensor, tensor } from '#renderer/engine/tensor.ts';
import { type CaptionReader, openCaptionReader } from '#renderer/engine/training/caption-reader.ts';
import type { NoisingSchedule } from '#renderer/engine/training/noising.ts';
import { initialFactors, TEXT_TARGETS, type TrainedLora, trainedLora } from '#renderer/engine/training/trained-lora.ts';
import { UNTRAINED } from '#renderer/engine/training/trained-network.ts';
import { createTrainer, type TrainedVectors, type Trainer } from '#renderer/engine/training/trainer.ts';
import type { TrainingOrder } from '#renderer/engine/training/training-order.ts';
import { readTensor } from '#renderer/engine/weights/read-tensor.ts';
import { failure } from '#shared/text/failure.ts';

/** A model with what is trained of it. */
export interface TrainingModel {
  readonly trainer: Trainer;
  readonly schedule: NoisingSchedule;
  readonly captions: CaptionReader;
  /** Whether captions go through the text encoder anew in every step. */
  readonly readsIds: boolean;
  readonly unet: TrainedLora | null;
  readonly text: TrainedLora | null;
  readonly vectors: Tensor | null;
}

/** Refuses, as `invalid`, models that cannot be trained here: those with two text encoders, and those that read pictures. */
export function requireTrainable(checkpoint: Checkpoint): void {
  const { textStates, imageInput } = modelTraits(checkpoint);
  const { name, family } = checkpoint;
  if (textStates !== 'normed' || imageInput !== 'none' || checkpoint.textEncoders.length !== 1) {
    throw failure('invalid', 'training.family', { name, family });
  }
}

/** Makes a trainer of a model for an order; its sessions are opened with the first batch. */
export async function openTrainingModel(
  checkpoint: Checkpoint,
  order: TrainingOrder,
  network: NetworkOptions,
): Promise<TrainingModel> {
  requireTrainable(checkpoint);
  const { unet } = checkpoint;
  const encoder = checkpoint.textEncoders[0]!;
  const noise = createNoise(order.seed);
  const captions = await openCaptionReader(encoder, order.words);
  const begun = (weights: typeof unet.weights, targets: readonly string[]) => {
    const shape = { targets, rank: order.lora!.rank, alpha: order.lora!.alpha };
    return trainedLora(shape, initialFactors(weights, shape, noise));
  };
  const ofUNet = order.lora && begun(unet.weights, order.lora.targets);
  const ofText = order.lora?.text ? begun(encoder.weights, TEXT_TARGETS) : null;
  const words = order.words && (await beginVectors(encoder.weights, { ...order.words, captions }));
  const text = ofText || words ? { ...encoder, trained: ofText ?? UNTRAINED, words } : null;
  const { alphasCumprod, predictionType } = parseNoiseSchedule(checkpoint.scheduler);
  const trainer = createTrainer({
    network,
    unet: { ...unet, trained: ofUNet ?? UNTRAINED },
    text,
    adamw: order.adamw,
    schedule: { ...order.schedule, total: order.steps },
    rate: order.rate,
    gradientMax: order.gradientMax,
    average: null,
  });
  return {
    trainer,
    schedule: { alphasCumprod, prediction: predictionType },
    captions,
    readsIds: text !== null,
    unet: ofUNet,
    text: ofText,
    vectors: words?.vectors ?? null,
  };
}

interface NewWords {
  readonly token: string;
  readonly count: number;
  readonly begin: string;
  readonly captions: CaptionReader;
}

/** Each begins as the first token of a word. */
async function beginVectors(
  weights: Checkpoint['unet']['weights'],
  { count, begin, captions }: NewWords,
): Promise<TrainedVectors> {
  const [first] = captions.tokenizer.encode(begin);
  if (first === undefined) throw failure('invalid', 'training.begin', { given: begin });
  const key = [...weights.keys()].find((name) => name.endsWith('embeddings.token_embedding.weight'))!;
  const table = await readTensor(weights.get(key)!);
  const width = table.dims[1]!;
  const row = table.data.subarray(first * width, (first + 1) * width);
  const vectors = tensor([count, width]);
  for (let i = 0; i < count; i++) vectors.data.set(row, i * width);
  return { vectors, firstId: captions.vocabulary, until: null, tableDeviation: null };
}
