// Training alone, from the command line.

import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { requireWritable, runCommand } from '#renderer/cli/run-command.ts';
import { readTrainArguments, type TrainArguments } from '#renderer/cli/training/train-arguments.ts';
import { beginLine, REPORT_EVERY, stepLine, useLine } from '#renderer/cli/training/train-lines.ts';
import { orderOf } from '#renderer/cli/training/train-order.ts';
import { TRAIN_USAGE } from '#renderer/cli/training/train-usage.ts';
import { type Checkpoint, readCheckpoint } from '#renderer/engine/checkpoint/checkpoint.ts';
import { modelFilesAt } from '#renderer/engine/contract/model-choice.ts';
import { chooseProvider } from '#renderer/engine/runtime/choose-provider.ts';
import { type AdapterNotes, partsOf, writeAdapter, writeVectors } from '#renderer/engine/training/adapter-file.ts';
import { textPart } from '#renderer/engine/training/adapter-names.ts';
import {
  type CheckpointPlace,
  learntWeights,
  requireNewPlace,
  writeCheckpoint,
} from '#renderer/engine/training/checkpoint-file.ts';
import { extractLora, extractTexts } from '#renderer/engine/training/extract-lora.ts';
import { hasBrokenOff, runTraining, type TrainingRun } from '#renderer/engine/training/run-training.ts';
import {
  ALL_TARGETS,
  LINEAR_TARGETS,
  TEXT_LINEAR_TARGETS,
  TEXT_TARGETS,
} from '#renderer/engine/training/trained-lora.ts';
import { openTrainingModel, type TrainingModel } from '#renderer/engine/training/training-model.ts';
import type { TrainingOrder } from '#renderer/engine/training/training-order.ts';
import { loadEnvFile } from '#shared/config/env-file.ts';
import { readRendererConfig } from '#shared/config/renderer.ts';
import type { Prediction } from '#shared/contract/bounds.ts';
import { failure } from '#shared/text/failure.ts';

const DEMO = fileURLToPath(new URL('./demo-model', import.meta.url));

await runCommand(async () => {
  const asked = readTrainArguments(process.argv.slice(2));
  if (!asked) return TRAIN_USAGE;
  return asked.method === 'extract' ? extract(asked) : train(asked);
});

async function train(asked: TrainArguments): Promise<string> {
  loadEnvFile();
  const { provider: wish, threads } = readRendererConfig(process.env);
  const checkpoint = await checkpointAt(asked.model, asked.prediction);
  if (asked.whole) requireNewPlace(placeOf(asked, checkpoint));
  else await requireWritable(asked.out);
  await requireWritable(asked.resume);
  const order = await orderOf(asked, checkpoint, tell);
  const { provider, attention } = await chooseProvider(wish);
  const network = { provider, attention, threads };
  const model = await openTrainingModel(checkpoint, order, network);
  tell(beginLine(order, { name: checkpoint.name, provider }));
  const began = performance.now();
  const brokeOff = await takeSteps({ model, checkpoint, order, network, file: asked.resume });
  await model.trainer.release();
  const steps = brokeOff?.steps ?? model.trainer.state.step;
  const files = await write(asked, { checkpoint, order, model, steps });
  if (brokeOff) throw failure('unavailable', 'training.broke-off', { ...brokeOff, file: asked.out });
  tell(useLine(asked, files));
  const seconds = (performance.now() - began) / 1000;
  return `${asked.out}\n${JSON.stringify({ steps, seconds: Number(seconds.toFixed(1)), pictures: order.pictures.length })}`;
}

/** Trains until the end or a Ctrl-C. After losses that are no numbers it says how many steps there were before them. */
async function takeSteps(run: Omit<TrainingRun, 'now' | 'signal'>): Promise<{ readonly steps: number } | null> {
  const enough = new AbortController();
  const stop = () => enough.abort();
  process.once('SIGINT', stop);
  const losses: number[] = [];
  let good = 0;
  try {
    for await (const progress of runTraining({ ...run, now: () => performance.now(), signal: enough.signal })) {
      if (progress.kind === 'skipped') tell(`step ${progress.step}: left out, its loss is no number`);
      if (progress.kind === 'overflowed')
        tell(`step ${progress.step}: tried again, its gradients are too large; losses are scaled by ${progress.scale}`);
      if (progress.kind !== 'step') continue;
      losses.push(progress.loss);
      good = progress.step - 1;
      if (progress.step % REPORT_EVERY === 0 || progress.step === progress.of) tell(stepLine(progress, losses));
    }
    return null;
  } catch (thrown) {
    const isKept = [...run.model.trainer.parameters.values()].every(({ data }) => data.every(Number.isFinite));
    if (!hasBrokenOff(thrown) || good < 1 || !isKept) throw thrown;
    return { steps: good };
  } finally {
    process.off('SIGINT', stop);
  }
}

function checkpointAt(path: string | null, prediction: Prediction | null = null): Promise<Checkpoint> {
  const place = resolve(path ?? DEMO);
  const files = { ...modelFilesAt(place), ...(prediction && { prediction }) };
  return readCheckpoint(files, path === null ? 'demo' : basename(place));
}

interface Result {
  readonly checkpoint: Checkpoint;
  readonly order: TrainingOrder;
  readonly model: TrainingModel;
  readonly steps: number;
}

/** Writes what was trained, and says into which files. */
async function write(asked: TrainArguments, { checkpoint, order, model, steps }: Result): Promise<readonly string[]> {
  const { rate, resolution, pictures } = order;
  const notes: AdapterNotes = {
    family: checkpoint.family,
    steps,
    rate,
    resolution,
    pictures: pictures.length,
  };
  const { out, token, style } = asked;
  if (model.whole) {
    await writeCheckpoint(placeOf(asked, checkpoint), learntWeights(model.trainer, model.whole));
    return [out];
  }
  const words = model.unet ? out.replace(/\.safetensors$/, '_emb.safetensors') : out;
  if (model.vectors.length > 0) await writeVectors(words, { token, vectors: model.vectors }, notes);
  if (!model.unet) return [words];
  const { rank, alpha } = order.lora!;
  await writeAdapter(out, { parts: partsOf(model), rank, alpha }, { style, notes });
  return model.vectors.length > 0 ? [out, words] : [out];
}

function placeOf({ model, out }: TrainArguments, checkpoint: Checkpoint): CheckpointPlace {
  return { checkpoint, model: resolve(model ?? DEMO), out: resolve(out) };
}

async function extract(asked: TrainArguments): Promise<string> {
  await requireWritable(asked.out);
  const { tuned: path, convRank, clampQuantile, minDiff } = asked.extract!;
  const [original, tuned] = [await checkpointAt(asked.model), await checkpointAt(path)];
  const { rank, style, out } = asked;
  const targets = asked.targets ?? (convRank === null ? LINEAR_TARGETS : ALL_TARGETS);
  const order = { targets, rank, convRank: convRank ?? rank, clampQuantile };
  const unet = await extractLora(original.unet.weights, tuned.unet.weights, order);
  const encoders = ({ textEncoders }: Checkpoint) => textEncoders.map(({ weights }) => weights);
  const ofText = targets.includes('ff.net.2') ? TEXT_LINEAR_TARGETS : TEXT_TARGETS;
  const texts = await extractTexts(encoders(original), encoders(tuned), { ...order, targets: ofText, minDiff });
  const named = texts.map((factors, i) => [textPart(i, texts.length), factors] as const);
  const { family } = original;
  const notes: AdapterNotes = { family, steps: 0, rate: 0, resolution: 0, pictures: 0 };
  const parts = { unet, ...Object.fromEntries(named) };
  await writeAdapter(out, { parts, rank, alpha: rank }, { style, notes });
  const weights = texts.reduce((sum, factors) => sum + factors.size, unet.size);
  return `${out}\n${JSON.stringify({ weights, rank })}`;
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}
