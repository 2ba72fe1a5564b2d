import type { Checkpoint } from '#renderer/engine/checkpoint/checkpoint.ts';
import type { ValidTrain } from '#renderer/engine/contract/train-task.ts';
import { USUAL_ADAMW } from '#renderer/engine/training/adamw.ts';
import { type AdapterNotes, writeAdapter, writeVectors } from '#renderer/engine/training/adapter-file.ts';
import type { TrainingModel } from '#renderer/engine/training/training-model.ts';
import type { TrainingOrder } from '#renderer/engine/training/training-order.ts';
import { PLAIN_HABITS, usualLora } from '#renderer/engine/training/usual-lora.ts';

/** Steps between checkpoints of a task that shows no samples. */
const SAVE_EVERY = 50;

/** What a task comes to; `classFiles` are pictures of what is to stay as it is, as the model draws them. */
export function orderOfTask(
  task: ValidTrain,
  checkpoint: Pick<Checkpoint, 'unet'>,
  classFiles: readonly Uint8Array[],
): TrainingOrder {
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
      return { name: `class ${i}`, data, caption: task.classPictures!.caption, repeats: 1 };
    }),
    lora: isWords ? null : { targets: usual.targets, rank, alpha: rank, text: false },
    words: isWords ? { token, count: rank, begin } : null,
    ...{ steps, batch, seed },
    accumulate: 1,
    resolution: side,
    flips: true,
    captionDropout: 0,
    rate: learningRate,
    adamw: USUAL_ADAMW,
    gradientMax: isWords ? null : 1,
    noiseOffset: 0,
    weighting: usual.weighting,
    schedule: usual.schedule,
    priorWeight: usual.priorWeight,
    saveEvery: every,
    checkEvery: every,
  };
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
  const parts = { unet: model.unet!.factors() };
  await writeAdapter(file, { parts, rank: lora!.rank, alpha: lora!.alpha }, { style: 'diffusers', notes });
}
