// Training alone, from the command line.

import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { requireWritable, runCommand } from '#renderer/cli/run-command.ts';
import { readTrainArguments, type TrainArguments } from '#renderer/cli/training/train-arguments.ts';
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
import { runTraining } from '#renderer/engine/training/run-training.ts';
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

const DEMO = fileURLToPath(new URL('./demo-model', import.meta.url));

/** Steps between two lines. */
const REPORT_EVERY = 25;

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
  const enough = new AbortController();
  process.once('SIGINT', () => enough.abort());
  const run = {
    model,
    checkpoint,
    order,
    network,
    file: asked.resume,
    now: () => performance.now(),
    signal: enough.signal,
  };
  const began = performance.now();
  const losses: number[] = [];
  for await (const progress of runTraining(run)) {
    if (progress.kind === 'skipped') tell(`step ${progress.step}: left out, its loss is no number`);
    if (progress.kind === 'overflowed')
      tell(`step ${progress.step}: tried again, its gradients are too large; losses are scaled by ${progress.scale}`);
    if (progress.kind !== 'step') continue;
    losses.push(progress.loss);
    if (progress.step % REPORT_EVERY === 0 || progress.step === progress.of) tell(lineOf(progress, losses));
  }
  await model.trainer.release();
  const steps = model.trainer.state.step;
  await write(asked, { checkpoint, order, model, steps });
  const seconds = (performance.now() - began) / 1000;
  return `${asked.out}\n${JSON.stringify({ steps, seconds: Number(seconds.toFixed(1)), pictures: order.pictures.length })}`;
}

function lineOf(
  { step, of, rate, ms }: { step: number; of: number; rate: number; ms: number },
  losses: readonly number[],
): string {
  const last = losses.slice(-REPORT_EVERY);
  const mean = last.reduce((sum, loss) => sum + loss, 0) / last.length;
  return `step ${step} of ${of}: loss ${mean.toFixed(4)}, rate ${rate.toPrecision(3)}, ${(ms / 1000).toFixed(2)} s a step`;
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

async function write(asked: TrainArguments, { checkpoint, order, model, steps }: Result): Promise<void> {
  const { rate, resolution, pictures } = order;
  const notes: AdapterNotes = {
    family: checkpoint.family,
    steps,
    rate,
    resolution,
    pictures: pictures.length,
  };
  if (model.whole) return writeCheckpoint(placeOf(asked, checkpoint), learntWeights(model.trainer, model.whole));
  if (model.vectors.length > 0) {
    const file = model.unet ? asked.out.replace(/(\.safetensors)?$/, '_emb.safetensors') : asked.out;
    await writeVectors(file, { token: asked.token, vectors: model.vectors }, notes);
    if (!model.unet) return;
  }
  const { rank, alpha } = order.lora!;
  return writeAdapter(asked.out, { parts: partsOf(model), rank, alpha }, { style: asked.style, notes });
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
