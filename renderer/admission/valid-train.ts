import { bounded, shown, whole, wrong } from '#renderer/admission/bounds.ts';
import { requireEightBit } from '#renderer/admission/picture-file.ts';
import type { PictureHeader } from '#renderer/admission/picture-header.ts';
import { type Admission, findModel } from '#renderer/admission/valid-request.ts';
import { TRAINING_METHODS, type ValidTrain } from '#renderer/engine/contract/train-task.ts';
import { SEED_MAX, TRAINING } from '#shared/contract/bounds.ts';
import type { ClassPictures, TrainingSamples, TrainTask } from '#shared/contract/tasks.ts';
import { failure, message } from '#shared/text/failure.ts';

/**
 * Something to be trained with a model that is here. Throws `invalid` for pictures and numbers outside of their limits, and
 * for models that cannot be trained; nothing is decoded for that.
 */
export function validTrain(wish: TrainTask, offer: Admission): ValidTrain {
  const { name, files, family } = findModel(wish.model, offer);
  if (!TRAINING.families.includes(family)) throw failure('invalid', 'training.kind', { name, family });
  const method = TRAINING_METHODS.find((one) => one === wish.method);
  if (!method) throw failure('invalid', 'training.method', { known: TRAINING_METHODS, given: shown(wish.method) });
  const { from, to } = TRAINING.pictures;
  const pictures = wish.pictures.map(({ image, caption, repeats = 0 }) => {
    requireShape(requireEightBit(image));
    return {
      image,
      caption: text(caption),
      repeats: whole(message('field.repeats'), repeats || 1, { from: 1, to: TRAINING.repeatsMax }),
    };
  });
  whole(message('field.pictures'), pictures.length, { from, to });
  return {
    kind: 'train',
    model: { name, files, adapters: [] },
    method,
    pictures,
    word: method === 'lora' ? text(wish.word) : token(wish.word),
    begin: text(wish.begin ?? '') || 'a',
    rank: whole(message('field.rank'), wish.rank, { from: 1, to: method === 'lora' ? TRAINING.rankMax : 16 }),
    steps: whole(message('field.steps'), wish.steps, { from: 1, to: TRAINING.stepsMax }),
    learningRate: bounded(message('field.learning-rate'), wish.learningRate, { from: 1e-7, to: 1 }),
    side: whole(message('field.side'), wish.side, TRAINING.side),
    batch: whole(message('field.batch'), wish.batch, { from: 1, to: 16 }),
    seed: whole(message('field.seed'), wish.seed, { from: 0, to: SEED_MAX }),
    classPictures: validClass(wish.classPictures ?? null),
    samples: validSamples(wish.samples ?? null),
    ...validNetworks(wish, method),
    ...(wish.randomCrop && { randomCrop: true as const }),
    ...(wish.paused && { isPaused: true as const }),
  };
}

/** What is as large as it should be on one side would be enormous on the other. */
function requireShape({ width, height }: PictureHeader): void {
  const { aspectMax: limit } = TRAINING;
  if (Math.max(width, height) <= limit * Math.min(width, height)) return;
  throw failure('invalid', 'picture.unusable', {
    limit: message('limit.aspect', { limit }),
    given: `${width}x${height}`,
  });
}

function validClass(wish: ClassPictures | null): ValidTrain['classPictures'] {
  if (!wish) return null;
  const bounds = { from: 1, to: TRAINING.classPicturesMax };
  const count = whole(message('field.class-pictures'), wish.count, bounds);
  const captions = [wish.caption, ...(wish.others ?? [])].map((one) => text(one));
  whole(message('field.class-pictures'), captions.length, bounds);
  return { captions, count };
}

/** What is trained besides the UNet, and in which precision. */
function validNetworks(
  { trainText = false, precision: given = '' }: TrainTask,
  method: ValidTrain['method'],
): Pick<ValidTrain, 'trainText' | 'precision'> {
  const { precisions: known } = TRAINING;
  const precision = known.find((one) => one === given);
  if (given !== '' && !precision)
    throw wrong(message('field.precision'), message('limit.one-of', { known }), shown(given));
  if (trainText && method !== 'lora')
    throw wrong(message('field.train-text'), message('limit.only-with', { samplers: ['lora'] }), method);
  return { ...(trainText && { trainText: true as const }), ...(precision && { precision }) };
}

function validSamples(wish: TrainingSamples | null): ValidTrain['samples'] {
  if (!wish) return null;
  const { prompts, everySteps, seed } = wish;
  whole(message('field.samples'), prompts.length, { from: 1, to: TRAINING.samplesMax });
  return {
    prompts: prompts.map(text),
    everySteps: whole(message('field.every-steps'), everySteps, { from: 1, to: TRAINING.stepsMax }),
    seed: whole(message('field.seed'), seed, { from: 0, to: SEED_MAX }),
  };
}

/** Words go to a tokenizer: they are as long as somebody writes, and have no characters that nobody writes. */
function text(given: string): string {
  const { captionMax: limit } = TRAINING;
  if (given.length > limit) throw wrong(message('field.caption'), message('limit.chars', { limit }), given.length);
  return given.replace(/\p{Cc}/gu, ' ').trim();
}

function token(given: string): string {
  const word = text(given);
  if (word === '' || /\s/.test(word)) throw wrong(message('field.word'), message('limit.one-word'), shown(given));
  return word;
}
