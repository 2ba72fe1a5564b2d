import type { Checkpoint } from '#renderer/engine/checkpoint/checkpoint.ts';
import { modelTraits } from '#renderer/engine/checkpoint/model-traits.ts';
import type { ValidTrain } from '#renderer/engine/contract/train-task.ts';
import { USUAL_ADAMW } from '#renderer/engine/training/adamw.ts';
import {
  type AdapterNotes,
  dtypeWithin,
  partsOf,
  writeAdapter,
  writeVectors,
} from '#renderer/engine/training/adapter-file.ts';
import type { TrainingModel } from '#renderer/engine/training/training-model.ts';
import type { TrainingOrder } from '#renderer/engine/training/training-order.ts';
import { PLAIN_HABITS, usualLora } from '#renderer/engine/training/usual-lora.ts';
import { INTERIM_BYTES_MAX, type Provider } from '#shared/contract/bounds.ts';

/** Steps between checkpoints of a task that shows no samples. */
const SAVE_EVERY = 50;

/**
 * The task with the precision that it is trained in. Where it does not say, models of the SDXL line are trained in half
 * precision by CUDA, as in float32 they would not fit into most cards; everything else is not.
 */
export function withPrecision(task: ValidTrain, checkpoint: Checkpoint, provider: Provider): ValidTrain {
  const { precision, ...rest } = task;
  const isLarge = provider === 'cuda' && modelTraits(checkpoint).textStates === 'hidden';
  const isHalf = precision === undefined ? isLarge : precision === 'float16';
  return isHalf ? { ...rest, precision: 'float16' } : rest;
}

/** What a task comes to; `classFiles` are pictures of what is to stay as it is, as the model draws them. */
export function orderOfTask(
  task: ValidTrain,
  checkpoint: Pick<Checkpoint, 'unet'>,
  classFiles: readonly Uint8Array[],
): TrainingOrder {
  const { trainText: text = false, precision, randomCrop } = task;
  const { method, rank, word: token, begin, steps, batch, side, seed, learningRate, samples } = task;
  const every = samples?.everySteps ?? SAVE_EVERY;
  const isWords = method === 'textual-inversion';
  const usual = isWords ? PLAIN_HABITS : usualLora(checkpoint);
  return {
    pictures: task.pictures.map(({ image, caption, repeats }, i) => ({
      name: String(i),
      data: image,
      caption,
      repeats,
    })),
    classPictures: classFiles.map((data, i) => {
      return { name: `class ${i}`, data, caption: classCaption(task, i), repeats: 1 };
    }),
    lora: isWords ? null : { targets: usual.targets, rank, alpha: rank, text },
    words: isWords ? { token, count: rank, begin } : null,
    ...{ steps, batch, seed },
    accumulate: 1,
    resolution: side,
    flips: true,
    ...(randomCrop && { randomCrop }),
    captionDropout: 0,
    rate: learningRate,
    adamw: USUAL_ADAMW,
    gradientMax: isWords ? null : 1,
    noiseOffset: 0,
    weighting: usual.weighting,
    schedule: usual.schedule,
    priorWeight: usual.priorWeight,
    ...(usual.priorTarget && { priorTarget: usual.priorTarget }),
    ...(precision === 'float16' && { precision }),
    saveEvery: every,
    checkEvery: every,
  };
}

/** What the class's pictures show, one after another. */
export function classCaption({ classPictures }: Pick<ValidTrain, 'classPictures'>, number: number): string {
  const { captions } = classPictures!;
  return captions[number % captions.length]!;
}

/** Writes what has been learnt by now. */
export async function writeTrained(
  file: string,
  model: TrainingModel,
  { checkpoint, order }: { readonly checkpoint: Checkpoint; readonly order: TrainingOrder },
): Promise<void> {
  const { rate, resolution, pictures, lora, words } = order;
  const steps = model.trainer.state.step;
  const notes: AdapterNotes = { family: checkpoint.family, steps, rate, resolution, pictures: pictures.length };
  if (words) return writeVectors(file, { token: words.token, vectors: model.vectors }, notes);
  const content = { parts: partsOf(model), rank: lora!.rank, alpha: lora!.alpha };
  await writeAdapter(file, content, { style: 'diffusers', notes, dtype: dtypeWithin(INTERIM_BYTES_MAX, content) });
}
