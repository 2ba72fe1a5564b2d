import type { Checkpoint } from '#renderer/engine/checkpoint/checkpoint.ts';
import type { UNet } from '#renderer/engine/networks/network.ts';
import { openUNet } from '#renderer/engine/networks/open-unet.ts';
import type { NetworkOptions, Opened } from '#renderer/engine/networks/options.ts';
import { createNoise } from '#renderer/engine/samplers/random.ts';
import { scale, stack } from '#renderer/engine/tensor.ts';
import { CAPTION_ORDERS, captionInOrder } from '#renderer/engine/training/caption-orders.ts';
import { type CaptionStates, promptOf, sizeNumbers } from '#renderer/engine/training/caption-states.ts';
import { lossWeight, noised, offsetNoise } from '#renderer/engine/training/noising.ts';
import { createRandomNumbers, type RandomNumbers } from '#renderer/engine/training/random-numbers.ts';
import type { TrainingBatch } from '#renderer/engine/training/trainer.ts';
import type { EncodedPicture, PictureBatch, TrainedView } from '#renderer/engine/training/training-data.ts';
import type { TrainingModel } from '#renderer/engine/training/training-model.ts';
import type { TrainingOrder } from '#renderer/engine/training/training-order.ts';

type States = ReadonlyMap<string, CaptionStates>;

/** What a training has read before its first step. */
export interface TrainingData {
  readonly pictures: readonly EncodedPicture[];
  readonly classPictures: readonly EncodedPicture[];
  /** What is read of a caption where that stays as it is; null where text encoders are trained. */
  readonly states: States | null;
  /** What the model before its training reads of captions of the class; null where it is not asked. */
  readonly classStates: States | null;
  /** The UNet before its training; null where it is not asked. */
  readonly base: UNet | null;
}

export interface BatchContext {
  readonly model: TrainingModel;
  readonly order: TrainingOrder;
  readonly data: TrainingData;
  /** Which batch of the training it is: that and the seed decide all its chances. */
  readonly at: number;
}

/** A UNet as it is before it is trained, in a session of its own. */
export function openBaseModel({ unet }: Pick<Checkpoint, 'unet'>, network: NetworkOptions): Promise<Opened<UNet>> {
  return openUNet(unet.config, unet.weights, network);
}

/** Pictures with noise, and what is to be said of them. */
export function batchOf(pictures: PictureBatch, context: BatchContext): TrainingBatch {
  return withWords(noisyPictures(pictures, context), context);
}

/**
 * Of the class. Where the model before its training is asked, what it says of a batch is what is to be said, not the
 * noise: where nothing has changed there is nothing to learn, while pictures that it drew are never quite what it knows
 * (learning without forgetting, https://arxiv.org/abs/1606.09282; OneTrainer calls it prior prediction).
 */
export async function classBatch(pictures: PictureBatch, context: BatchContext): Promise<TrainingBatch> {
  const noisy = noisyPictures(pictures, context);
  const batch = withWords(noisy, context);
  const { base, classStates } = context.data;
  if (!base || !classStates) return batch;
  const { prompt, conditions } = wordsRead(noisy, classStates);
  const { noisy: latents, timesteps } = batch;
  const all = { encoder_hidden_states: prompt, ...conditions };
  return { ...batch, target: await base.predict({ latents, timesteps, conditions: all, loras: null }) };
}

interface NoisyPictures {
  readonly batch: Omit<TrainingBatch, 'prompt' | 'conditions'>;
  readonly captions: readonly string[];
  readonly views: readonly TrainedView[];
}

function noisyPictures(pictures: PictureBatch, { model, order, at }: BatchContext): NoisyPictures {
  const random = createRandomNumbers(order.seed, at, 2);
  const noise = createNoise(random.below(2 ** 32));
  const views = pictures.map((picture) => picture.views[random.below(picture.views.length)]!);
  const latents = stack(views.map(({ latents: all }) => all.sample(noise.randn(all.mean.dims))));
  const { alphasCumprod } = model.schedule;
  const [from, until] = order.timesteps ?? [0, alphasCumprod.length];
  const timesteps = pictures.map(() => from + random.below(Math.min(until, alphasCumprod.length) - from));
  const plain = noise.randn(latents.dims);
  const offset = noise.randn([...latents.dims.slice(0, 2), 1, 1]);
  const pair = { latents, noise: offsetNoise(plain, offset, order.noiseOffset) };
  const { inputPerturbation: strength = 0 } = order;
  const more = strength > 0 ? { more: scale(strength, noise.randn(latents.dims)) } : {};
  const captions = pictures.map(({ caption }) => captionSaid(caption, order, random));
  return {
    batch: {
      ...noised({ ...pair, ...more }, { ...model.schedule, timesteps }),
      timesteps,
      weights: timesteps.map((t) => lossWeight(order.weighting, model.schedule, t) / timesteps.length),
    },
    captions,
    views,
  };
}

function captionSaid(caption: string, order: TrainingOrder, random: RandomNumbers): string {
  if (random.fraction() < order.captionDropout) return '';
  if (!order.captionShuffle) return caption;
  const { seed, keptParts: kept = 0 } = order;
  return captionInOrder(caption, { seed, kept, number: random.below(CAPTION_ORDERS) });
}

function withWords(noisy: NoisyPictures, { model, data }: BatchContext): TrainingBatch {
  const { batch, captions, views } = noisy;
  if (data.states) return { ...batch, ...wordsRead(noisy, data.states) };
  return {
    ...batch,
    prompt: model.captions.map((reader) => captions.map((caption) => reader.ids(caption))),
    conditions: model.readsSizes ? { time_ids: sizeNumbers(views) } : {},
  };
}

function wordsRead({ captions, views }: NoisyPictures, states: States) {
  return promptOf(
    captions.map((caption) => states.get(caption)!),
    views,
  );
}
