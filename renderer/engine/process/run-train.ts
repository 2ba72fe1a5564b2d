import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Checkpoint, readCheckpoint } from '#renderer/engine/checkpoint/checkpoint.ts';
import { modelTraits } from '#renderer/engine/checkpoint/model-traits.ts';
import type { EngineEvent } from '#renderer/engine/contract/events.ts';
import type { ModelChoice } from '#renderer/engine/contract/model-choice.ts';
import type { ValidTrain } from '#renderer/engine/contract/train-task.ts';
import type { TrainingSteer } from '#renderer/engine/contract/training-steer.ts';
import { decodeColours } from '#renderer/engine/image/decode-picture.ts';
import { gridOf } from '#renderer/engine/image/raster.ts';
import { encodeWebp } from '#renderer/engine/image/webp.ts';
import type { NetworkOptions } from '#renderer/engine/networks/options.ts';
import { createLaps } from '#renderer/engine/process/laps.ts';
import { type PlainWish, plainRender } from '#renderer/engine/process/plain-render.ts';
import { type RunOptions, runRecipe } from '#renderer/engine/process/run-recipe.ts';
import { openTrainingFolder, type SavedTraining } from '#renderer/engine/process/training-folder.ts';
import { hasBrokenOff, nothingLearnt, runTraining } from '#renderer/engine/training/run-training.ts';
import { classCaption, orderOfTask, withPrecision, writeTrained } from '#renderer/engine/training/task-order.ts';
import { openTrainingModel, requireTrainable, type TrainingModel } from '#renderer/engine/training/training-model.ts';
import type { TrainingOrder } from '#renderer/engine/training/training-order.ts';
import { within } from '#shared/async/timer.ts';
import { systemClock } from '#shared/clock.ts';
import { INTERIM_BYTES_MAX } from '#shared/contract/bounds.ts';

/** What a training has beside what every run has. */
export interface TrainOptions {
  /** What it computes with. */
  readonly network: NetworkOptions;
  readonly cacheFolder: string;
  /** Resolves when nobody draws here: a step waits for that. */
  idle(signal: AbortSignal): Promise<void>;
  readonly steer: TrainingSteer;
}

type TrainRun = Omit<RunOptions, 'onLatents'> &
  TrainOptions & {
    /** Milliseconds that its own drawings took, of its class and of samples. */
    drawnMs: number;
  };

/** While it waits or makes ready it says so this often, or it would be taken for one that hangs. Milliseconds. */
const WAITING_MS = 20_000;

/**
 * Trains, and emits its events: steps with their losses, samples as previews, what is best so far, the finished file,
 * times. It goes on where the same task was left. Where losses are no numbers any more it gives what was before, and
 * says so. Throws `invalid` for a model that cannot be trained, and `unavailable` where there was nothing before.
 */
export async function runTrain(wish: ValidTrain, options: Omit<TrainRun, 'drawnMs'>): Promise<void> {
  const lap = createLaps();
  const run = { ...options, drawnMs: 0 };
  const checkpoint = await readCheckpoint(wish.model.files, wish.model.name);
  requireTrainable(checkpoint);
  const task = withPrecision(wish, checkpoint, run.network.provider);
  const folder = await openTrainingFolder(task, join(run.cacheFolder, 'training'));
  const order = orderOfTask(task, checkpoint, await classPictures(task, { folder, checkpoint, run }));
  const model = await openTrainingModel(checkpoint, order, run.network);
  const { drawnMs: classMs } = run;
  const loadMs = lap() - classMs;
  try {
    const { steps, brokeOffAt } = await trainSteps({ task, checkpoint, folder, order, model, run, loadMs });
    const data = await readFile(folder.best);
    const adapter = task.method;
    run.emit({ kind: 'file', adapter, data, mime: 'application/x-safetensors', ...(brokeOffAt > 0 && { brokeOffAt }) });
    const denoiseMs = lap() - (run.drawnMs - classMs);
    const timings = { loadMs: 0, encodeMs: run.drawnMs, denoiseMs, decodeMs: 0, unetCalls: steps };
    run.emit({ kind: 'finished', timings });
  } finally {
    await model.trainer.release();
  }
  await folder.remove();
}

interface Training {
  readonly task: ValidTrain;
  readonly checkpoint: Checkpoint;
  readonly folder: SavedTraining;
  readonly order: TrainingOrder;
  readonly model: TrainingModel;
  readonly run: TrainRun;
  readonly loadMs: number;
}

/** All steps but those that were taken before; how many there are of it now, and which spoilt it; 0 = none. */
async function trainSteps(training: Training): Promise<{ readonly steps: number; readonly brokeOffAt: number }> {
  const { checkpoint, folder, order, model, run } = training;
  const { emit, steer, signal, network } = run;
  const now = () => performance.now();
  const progress = runTraining({ model, checkpoint, order, network, file: folder.state, now, signal: steer.enough });
  emit({ kind: 'started', steps: order.steps, loadMs: training.loadMs });
  const { trainer } = model;
  const stepNow = () => ({ step: trainer.state.step, steps: order.steps });
  const sign = signsOfLife(run);
  if (trainer.state.step === 0) await showSamples(training);
  let isBestKnown = (await folder.bestLoss()) < Infinity;
  if (isBestKnown) await showInterim(training);
  const taken: number[] = [];
  let brokeOffAt = 0;
  try {
    for (;;) {
      await giveWay(run, stepNow());
      const { value, done } = await progress.next();
      signal.throwIfAborted();
      if (done) break;
      if (value.kind === 'encoded') sign(stepNow());
      if (value.kind === 'step') {
        taken.push(value.step);
        emit(stepOf(value));
      }
      if (value.kind === 'checked') {
        isBestKnown = (await keepBest(training, value.loss)) || isBestKnown;
        await showSamples(training);
      }
    }
  } catch (thrown) {
    // The last step spoilt it: what was before is there again, and is worth something if it was learnt here.
    const isWorthKeeping = isBestKnown || taken.length > 1;
    if (!hasBrokenOff(thrown) || !isWorthKeeping) throw thrown;
    brokeOffAt = taken.at(-1) ?? trainer.state.step;
  } finally {
    await progress.return();
  }
  if (!isBestKnown) await writeTrained(folder.best, model, training);
  return { steps: trainer.state.step, brokeOffAt };
}

function stepOf({ step, of, ms, loss }: { step: number; of: number; ms: number; loss: number }): EngineEvent {
  return { kind: 'step', step, steps: of, stepMs: ms, loss };
}

/** How far a training is. */
interface StepNow {
  readonly step: number;
  readonly steps: number;
}

/** Says that a training lives that is long at something before its next step; not more often than there is need to. */
function signsOfLife({ emit }: TrainRun): (at: StepNow) => void {
  let saidAt = performance.now();
  return (at) => {
    if (performance.now() - saidAt < WAITING_MS) return;
    saidAt = performance.now();
    emit({ kind: 'step', ...at, stepMs: 0 });
  };
}

/** Waits until nobody draws and nobody holds it, and says meanwhile that it lives. */
async function giveWay(run: TrainRun, at: StepNow): Promise<void> {
  const { emit, signal, steer } = run;
  signal.throwIfAborted();
  const say = (isHeld: boolean) => emit({ kind: 'step', ...at, stepMs: 0, ...(isHeld && { paused: true }) });
  const soon = { ms: WAITING_MS, clock: systemClock, signal };
  if (steer.paused.now) {
    say(true);
    const isReleased = released(steer, signal);
    while (!(await within(isReleased, soon))) say(true);
    say(false);
  }
  const isIdle = run.idle(signal);
  while (!(await within(isIdle, soon))) say(false);
}

async function released({ paused }: TrainingSteer, signal: AbortSignal): Promise<void> {
  for await (const isHeld of paused.changes(signal)) if (!isHeld) return;
}

async function keepBest(training: Training, loss: number): Promise<boolean> {
  const { folder, model } = training;
  if (!(loss <= (await folder.bestLoss()))) return false;
  await writeTrained(folder.best, model, training);
  await folder.setBestLoss(loss);
  await showInterim(training);
  return true;
}

/** What is best so far, for whoever wants to try it before the end. */
async function showInterim({ folder, model, run }: Training): Promise<void> {
  const data = await readFile(folder.best);
  const { step } = model.trainer.state;
  if (data.length <= INTERIM_BYTES_MAX) run.emit({ kind: 'interim', step, data, mime: 'application/x-safetensors' });
}

/** Draws the same words and seeds with what has been learnt by now; nothing where pictures are checked before anybody sees them. */
async function showSamples(training: Training): Promise<void> {
  const { task, checkpoint, folder, model, run } = training;
  const { samples } = task;
  if (!samples || run.check || run.steer.enough.aborted) return;
  const { step } = model.trainer.state;
  const file = folder.sample(step);
  await writeTrained(file, model, training);
  const isWords = task.method === 'textual-inversion';
  const { files } = task.model;
  const embeddings = isWords ? [...files.embeddings, { name: task.word, file }] : files.embeddings;
  const choice = { ...task.model, files: { ...files, embeddings } };
  const styleLoras = isWords ? [] : [{ name: 'sample', file, weight: 1 }];
  const drawn: Uint8Array[] = [];
  for (const prompt of samples.prompts) {
    const wish = { prompt, seed: samples.seed, count: 1, styleLoras };
    drawn.push(...(await drawPlainly(wish, { choice, checkpoint, run })));
  }
  await rm(file, { force: true });
  const rasters = await Promise.all(drawn.map((data) => decodeColours('picture', data)));
  const picture = await encodeWebp(gridOf(rasters), { enlarge: 1, maxSide: 1024 });
  run.emit({ kind: 'preview', step, mime: 'image/webp', ...picture });
}

/** Those that were drawn before, and the others, each of which is kept as soon as it is there. */
async function classPictures(
  task: ValidTrain,
  { folder, checkpoint, run }: Pick<Training, 'folder' | 'checkpoint' | 'run'>,
): Promise<readonly Uint8Array[]> {
  if (!task.classPictures) return [];
  const { count } = task.classPictures;
  const notBegun = { step: 0, steps: task.steps };
  const sign = signsOfLife(run);
  const all: Uint8Array[] = [];
  for (let i = 0; i < count; i++) {
    const known = await folder.classPicture(i);
    if (known) {
      all.push(known);
      continue;
    }
    await giveWay(run, notBegun);
    if (run.steer.enough.aborted) throw nothingLearnt();
    const wish = { prompt: classCaption(task, i), seed: task.seed + i, count: 1, styleLoras: [] };
    const [drawn] = await drawPlainly(wish, { choice: task.model, checkpoint, run });
    await folder.setClassPicture(i, drawn!);
    all.push(drawn!);
    sign(notBegun);
  }
  return all;
}

async function drawPlainly(
  wish: PlainWish,
  {
    choice,
    checkpoint,
    run,
  }: { readonly choice: ModelChoice; readonly checkpoint: Checkpoint; readonly run: TrainRun },
): Promise<readonly Uint8Array[]> {
  const files: Uint8Array[] = [];
  const emit = (event: EngineEvent) => event.kind === 'picture' && files.push(event.data);
  const began = performance.now();
  await runRecipe(plainRender(choice, modelTraits(checkpoint), wish), { ...run, check: null, emit });
  run.drawnMs += performance.now() - began;
  return files;
}
