import type { Checkpoint } from '#renderer/engine/checkpoint/checkpoint.ts';
import { modelTraits } from '#renderer/engine/checkpoint/model-traits.ts';
import type { NetworkOptions } from '#renderer/engine/networks/options.ts';
import { parseNoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import { createNoise, type NoiseSource } from '#renderer/engine/samplers/random.ts';
import { type Tensor, tensor } from '#renderer/engine/tensor.ts';
import { type CaptionReader, openCaptionReader } from '#renderer/engine/training/caption-reader.ts';
import type { NoisingSchedule } from '#renderer/engine/training/noising.ts';
import { trainedDora } from '#renderer/engine/training/trained-dora.ts';
import {
  initialFactors,
  TEXT_TARGETS,
  type TrainedLora,
  targetKeys,
  trainedLora,
} from '#renderer/engine/training/trained-lora.ts';
import { UNTRAINED } from '#renderer/engine/training/trained-network.ts';
import { trainedWeights } from '#renderer/engine/training/trained-weights.ts';
import { deviationOf, type TrainedVectors } from '#renderer/engine/training/trained-words.ts';
import { createTrainer, type Trainer } from '#renderer/engine/training/trainer.ts';
import type { LoraOrder, TrainingOrder, WordsOrder } from '#renderer/engine/training/training-order.ts';
import { readTensor } from '#renderer/engine/weights/read-tensor.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { failure } from '#shared/text/failure.ts';

/** A model with what is trained of it. */
export interface TrainingModel {
  readonly trainer: Trainer;
  readonly schedule: NoisingSchedule;
  /** One for each text encoder, in their order. */
  readonly captions: readonly CaptionReader[];
  /** Whether captions go through text encoders anew in every step. */
  readonly readsIds: boolean;
  /** Whether the UNet is told the sizes of pictures. */
  readonly readsSizes: boolean;
  readonly unet: TrainedLora | null;
  /** One for each text encoder, in their order; empty where none is trained. */
  readonly texts: readonly TrainedLora[];
  /** New words, for each text encoder in their order; empty where none are trained. */
  readonly vectors: readonly Tensor[];
  /** Whole weights in training by their keys; null where none are. */
  readonly whole: WholeWeights | null;
}

/** Every weight of a network, by its key. */
type WholeNetwork = ReadonlyMap<string, Tensor>;

export interface WholeWeights {
  readonly unet: WholeNetwork;
  /** One for each text encoder; empty where none is trained. */
  readonly texts: readonly WholeNetwork[];
}

/** Refuses, as `invalid`, models that cannot be trained here: refiners, and those that read pictures. */
export function requireTrainable(checkpoint: Checkpoint): void {
  const { textEncoders, imageInput } = modelTraits(checkpoint);
  const { name, family } = checkpoint;
  if (textEncoders === 'second' || imageInput !== 'none') throw failure('invalid', 'training.kind', { name, family });
}

/**
 * Makes a trainer of a model for an order; its sessions are opened with the first batch. Throws `invalid` for zero-SNR of a
 * model that says the noise: of noise alone there is nothing to say; likewise for losses that are to count like noise's.
 */
export async function openTrainingModel(
  checkpoint: Checkpoint,
  order: TrainingOrder,
  network: NetworkOptions,
): Promise<TrainingModel> {
  requireTrainable(checkpoint);
  const { unet, textEncoders } = checkpoint;
  const noise = createNoise(order.seed);
  const captions = await Promise.all(textEncoders.map((one) => openCaptionReader(one, order.words)));
  const begun = (weights: WeightMap, targets: readonly string[]) =>
    beginLora(weights, { ...order.lora!, targets }, noise);
  const whole = order.whole ? await wholeWeights(checkpoint, order.whole) : null;
  const ofUNet = order.lora && (await begun(unet.weights, order.lora.targets));
  const texts: TrainedLora[] = [];
  if (order.lora?.text) for (const { weights } of textEncoders) texts.push(await begun(weights, TEXT_TARGETS));
  const words = order.words && (await beginWords(checkpoint, order.words, captions));
  const trainedTexts = texts.length > 0 ? texts : (whole?.texts.map(trainedWeights) ?? []);
  const encoders = textEncoders.map((one, i) => {
    return { ...one, trained: trainedTexts[i] ?? UNTRAINED, words: words?.[i] ?? null };
  });
  const { textStates: states } = modelTraits(checkpoint);
  const text = trainedTexts.length > 0 || words ? { encoders, states } : null;
  const trainer = createTrainer({
    network,
    unet: { ...unet, trained: ofUNet ?? (whole ? trainedWeights(whole.unet) : UNTRAINED) },
    text,
    adamw: order.adamw,
    schedule: { ...order.schedule, total: order.steps },
    rate: order.rate,
    ...(order.textRate !== undefined && { textRate: order.textRate }),
    gradientMax: order.gradientMax,
    average: order.average ?? null,
    ...(order.precision && { precision: order.precision }),
  });
  return {
    trainer,
    schedule: scheduleOf(checkpoint, order),
    captions,
    readsIds: text !== null,
    readsSizes: states === 'hidden',
    unet: ofUNet,
    texts,
    vectors: words?.map(({ vectors }) => vectors) ?? [],
    whole,
  };
}

/** A LoRA that changes nothing yet, or a DoRA. Throws `invalid` where a weight cannot have the length of its rows trained. */
async function beginLora(weights: WeightMap, order: LoraOrder, noise: NoiseSource): Promise<TrainedLora> {
  const { targets, rank, alpha, dora } = order;
  const shape = { targets, rank, alpha };
  const lora = trainedLora(shape, initialFactors(weights, shape, noise));
  if (!dora) return lora;
  const frozen = new Map<string, Tensor>();
  for (const key of targetKeys(weights, targets)) frozen.set(key, await readTensor(weights.get(key)!));
  return trainedDora(lora, frozen);
}

function scheduleOf({ scheduler, name }: Checkpoint, { zeroSnr, weighting }: TrainingOrder): NoisingSchedule {
  const plain = parseNoiseSchedule(scheduler);
  if (weighting.kind === 'like-noise' && plain.predictionType !== 'v_prediction')
    throw failure('invalid', 'training.like-noise', { name });
  if (zeroSnr && plain.predictionType === 'epsilon') throw failure('invalid', 'training.zero-snr', { name });
  const rescaled = { ...(scheduler as object), rescale_betas_zero_snr: true };
  const { alphasCumprod, predictionType } = zeroSnr ? parseNoiseSchedule(rescaled) : plain;
  return { alphasCumprod, prediction: predictionType };
}

async function wholeWeights(
  { unet, textEncoders }: Checkpoint,
  { text }: { readonly text: boolean },
): Promise<WholeWeights> {
  const read = text ? textEncoders : [];
  return {
    unet: await allOf(unet.weights),
    texts: await Promise.all(read.map(({ weights }) => allOf(weights))),
  };
}

async function allOf(weights: Checkpoint['unet']['weights']): Promise<WholeNetwork> {
  const all = new Map<string, Tensor>();
  for (const [key, entry] of weights) all.set(key, await readTensor(entry));
  return all;
}

/** What stands for new words in each text encoder: all are trained together. */
async function beginWords(
  { textEncoders }: Checkpoint,
  order: WordsOrder,
  readers: readonly CaptionReader[],
): Promise<readonly TrainedVectors[]> {
  const begun: TrainedVectors[] = [];
  for (const [i, { weights }] of textEncoders.entries()) begun.push(await beginVectors(weights, order, readers[i]!));
  return begun;
}

/** Each begins as the first token of a word. */
async function beginVectors(
  weights: Checkpoint['unet']['weights'],
  { count, begin, until }: WordsOrder,
  reader: CaptionReader,
): Promise<TrainedVectors> {
  const [first] = reader.tokenizer.encode(begin);
  if (first === undefined) throw failure('invalid', 'training.begin', { given: begin });
  const key = [...weights.keys()].find((name) => name.endsWith('embeddings.token_embedding.weight'))!;
  const table = await readTensor(weights.get(key)!);
  const width = table.dims[1]!;
  const row = table.data.subarray(first * width, (first + 1) * width);
  const vectors = tensor([count, width]);
  for (let i = 0; i < count; i++) vectors.data.set(row, i * width);
  const isDrawn = until !== undefined;
  const tableDeviation = isDrawn ? deviationOf(joined(table.data, vectors.data)) : null;
  return { vectors, firstId: reader.vocabulary, until: until ?? null, tableDeviation };
}

function joined(a: Float32Array, b: Float32Array): Float32Array {
  const all = new Float32Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}
