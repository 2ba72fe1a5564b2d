import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { Checkpoint } from '#renderer/engine/checkpoint/checkpoint.ts';
import { openEncoder } from '#renderer/engine/networks/open-encoder.ts';
import type { NetworkOptions } from '#renderer/engine/networks/options.ts';
import { captionOrders } from '#renderer/engine/training/caption-orders.ts';
import { captionStates } from '#renderer/engine/training/caption-states.ts';
import type { Trainer } from '#renderer/engine/training/trainer.ts';
import { batchOf, classBatch, openBaseModel, type TrainingData } from '#renderer/engine/training/training-batch.ts';
import { resumeTraining, saveTraining } from '#renderer/engine/training/training-checkpoint.ts';
import { batchAt, type EncodedPicture, encodePictures } from '#renderer/engine/training/training-data.ts';
import type { TrainingModel } from '#renderer/engine/training/training-model.ts';
import type { TrainingOrder, TrainingProgress } from '#renderer/engine/training/training-order.ts';
import type { CaptionedPicture } from '#renderer/engine/training/training-pictures.ts';
import { Failure } from '#shared/failure.ts';
import { failure } from '#shared/text/failure.ts';

export interface TrainingRun {
  readonly model: TrainingModel;
  readonly checkpoint: Checkpoint;
  readonly order: TrainingOrder;
  readonly network: NetworkOptions;
  /** Where the training goes on from, and is saved to; null where it cannot go on. */
  readonly file: string | null;
  /** For how long steps took, in milliseconds. */
  readonly now: () => number;
  /** Ends the training after the step that runs; it is saved then. */
  readonly signal: AbortSignal;
}

/** Steps in a row that may have no numbers. */
const SKIPPED_MAX = 3;

/** So many numbers at most are kept a second time, to go back to when a step spoils them. */
const KEPT_MAX = 2 ** 26;

/**
 * Trains until the last step, or until the signal says enough. What it saves on the way is everything that later steps
 * depend on: a training that goes on from there ends in the same numbers on the same provider. Losses that are no
 * numbers are left out; after three the parameters are as they were before them, and it throws `unavailable`. Throws
 * `invalid` where it is told to end before its first step.
 */
export async function* runTraining(run: TrainingRun): AsyncGenerator<TrainingProgress, void, undefined> {
  const { order, file } = run;
  const { trainer } = run.model;
  const settings = settingsOf(order);
  if (file !== null && existsSync(file)) await resumeTraining(file, trainer, settings);
  const data = yield* readData(run);
  const saved = async function* (): AsyncGenerator<TrainingProgress, void, undefined> {
    if (file === null) return;
    await saveTraining(file, trainer, settings);
    yield { kind: 'saved', step: trainer.state.step, file };
  };
  const base = data?.classStates ? await openBaseModel(run.checkpoint, run.network) : null;
  try {
    if (data) yield* takeSteps(run, { ...data, base }, saved);
  } finally {
    await base?.release();
  }
  if (trainer.state.step === 0) throw nothingLearnt();
  yield* saved();
}

async function* takeSteps(
  run: TrainingRun,
  data: TrainingData,
  saved: () => AsyncGenerator<TrainingProgress, void, undefined>,
): AsyncGenerator<TrainingProgress, void, undefined> {
  const { order, signal, now } = run;
  const { trainer } = run.model;
  let skipped = 0;
  let good = copyOf(trainer);
  while (trainer.state.step < order.steps && !signal.aborted) {
    const began = now();
    const loss = await lossOfStep(run, data);
    const isOver = trainer.hasOverflowed;
    if (isOver && Number.isFinite(loss) && trainer.backOff()) {
      yield { kind: 'overflowed', step: trainer.state.step, scale: trainer.state.lossScale!.factor };
      continue;
    }
    if (isOver || !Number.isFinite(loss)) {
      trainer.discard();
      yield { kind: 'skipped', step: trainer.state.step };
      if (++skipped < SKIPPED_MAX) continue;
      bringBack(trainer, good);
      throw failure('unavailable', 'training.not-finite', { limit: SKIPPED_MAX });
    }
    skipped = 0;
    good = copyOf(trainer);
    const { rate } = trainer.step();
    yield { kind: 'step', step: trainer.state.step, of: order.steps, loss, rate, ms: now() - began };
    if (isChecked(order, trainer.state.step))
      yield { kind: 'checked', step: trainer.state.step, loss: await checkedLoss(run, data) };
    if (trainer.state.step % order.saveEvery === 0 && trainer.state.step < order.steps) yield* saved();
  }
}

/** A training was told to end before its first step: there is nothing to keep of it. */
export function nothingLearnt(): Failure {
  return failure('invalid', 'training.nothing-learnt');
}

/** Whether a training ended since its losses were no numbers any more: its parameters are as they were before them. */
export function hasBrokenOff(thrown: unknown): boolean {
  return thrown instanceof Failure && thrown.said?.key === 'training.not-finite';
}

/** Encodes all pictures. Null = there is enough of the training before it has gone on. */
async function* readData(
  run: TrainingRun,
): AsyncGenerator<TrainingProgress, Omit<TrainingData, 'base'> | null, undefined> {
  const { model, checkpoint, order, network, signal } = run;
  const encoder = await openEncoder(checkpoint.vae.config, checkpoint.vae.weights, network);
  try {
    const settings = { ...encodeSettings(order), encoder, signal };
    const pictures = yield* encodePictures(order.pictures, settings);
    const classPictures = yield* encodePictures(order.classPictures, settings);
    const read = { readers: model.captions, checkpoint, network };
    const statesOf = (some: readonly EncodedPicture[]) => captionStates(captionsOf(some, order), read);
    const asksBase = order.priorTarget === 'prediction' && classPictures.length > 0;
    return {
      pictures,
      classPictures,
      states: model.readsIds ? null : await statesOf([...pictures, ...classPictures]),
      classStates: asksBase ? await statesOf(classPictures) : null,
    };
  } catch (thrown) {
    if (!signal.aborted) throw thrown;
    return null;
  } finally {
    await encoder.release();
  }
}

/** All that can be said of pictures in a training. */
function captionsOf(pictures: readonly EncodedPicture[], order: TrainingOrder): ReadonlySet<string> {
  const written = pictures.map(({ caption }) => caption);
  const { seed, keptParts: kept = 0 } = order;
  return new Set([
    '',
    ...(order.captionShuffle ? written.flatMap((one) => captionOrders(one, { seed, kept })) : written),
  ]);
}

/** How the pictures of an order are encoded. */
function encodeSettings({ resolution, flips, randomCrop, seed, steps, batch, accumulate }: TrainingOrder) {
  const crops = randomCrop ? { seed, seen: steps * batch * accumulate } : null;
  return { resolution, flips, crops };
}

/** The mean loss of a step's batches, whose gradients are added up. */
async function lossOfStep({ model, order }: TrainingRun, data: TrainingData): Promise<number> {
  const { trainer } = model;
  let sum = 0;
  for (let i = 0; i < order.accumulate; i++) {
    const at = trainer.state.step * order.accumulate + i;
    const own = batchAt(data.pictures, order, at);
    sum += await trainer.accumulate(batchOf(own, { model, order, data, at }), 1 / order.accumulate);
    if (data.classPictures.length === 0) continue;
    // Of the class in batches of their own, since their sizes need not be those of the others.
    const ofClass = await classBatch(batchAt(data.classPictures, order, at), { model, order, data, at: -1 - at });
    sum += order.priorWeight * (await trainer.accumulate(ofClass, order.priorWeight / order.accumulate));
  }
  return sum / order.accumulate;
}

function isChecked({ checkEvery = 0, steps }: TrainingOrder, step: number): boolean {
  return checkEvery > 0 && (step % checkEvery === 0 || step === steps);
}

/** Noises that a check looks at, and numbers of batches that no training comes to. */
const CHECKED = 4;
const CHECKED_FROM = 2 ** 30;

async function checkedLoss({ model, order }: TrainingRun, data: TrainingData): Promise<number> {
  let sum = 0;
  for (let i = 0; i < CHECKED; i++) {
    const batch = batchOf(batchAt(data.pictures, order, i), { model, order, data, at: CHECKED_FROM + i });
    sum += await model.trainer.lossOf(batch);
  }
  return sum / CHECKED;
}

/** What a training that goes on must have in common with the one that was saved. */
function settingsOf(order: TrainingOrder): string {
  const hashed = (pictures: readonly CaptionedPicture[]) =>
    pictures.map(({ data, caption, repeats }) => [createHash('sha256').update(data).digest('hex'), caption, repeats]);
  const { saveEvery: _, checkEvery: _often, pictures, classPictures, ...rest } = order;
  const all = JSON.stringify({ ...rest, pictures: hashed(pictures), classPictures: hashed(classPictures) });
  return createHash('sha256').update(all).digest('hex');
}

type Numbers = ReadonlyMap<string, Float32Array> | null;

function copyOf({ parameters }: Trainer): Numbers {
  const count = [...parameters.values()].reduce((sum, { data }) => sum + data.length, 0);
  return count > KEPT_MAX ? null : new Map([...parameters].map(([name, { data }]) => [name, data.slice()]));
}

function bringBack({ parameters }: Trainer, kept: Numbers): void {
  for (const [name, data] of kept ?? []) parameters.get(name)!.data.set(data);
}
