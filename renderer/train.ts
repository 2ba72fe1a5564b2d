// Training alone, from the command line.

import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { requireWritable, runCommand } from '#renderer/cli/run-command.ts';
import { readTrainArguments, TRAIN_USAGE, type TrainArguments } from '#renderer/cli/train-arguments.ts';
import { type Checkpoint, readCheckpoint } from '#renderer/engine/checkpoint/checkpoint.ts';
import { modelTraits } from '#renderer/engine/checkpoint/model-traits.ts';
import { modelFilesAt } from '#renderer/engine/contract/model-choice.ts';
import { chooseProvider } from '#renderer/engine/runtime/choose-provider.ts';
import { USUAL_ADAMW } from '#renderer/engine/training/adamw.ts';
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
import { ALL_TARGETS, ATTENTION_TARGETS } from '#renderer/engine/training/trained-lora.ts';
import { countUncropped } from '#renderer/engine/training/training-data.ts';
import { openTrainingModel, type TrainingModel } from '#renderer/engine/training/training-model.ts';
import type { TrainingOrder } from '#renderer/engine/training/training-order.ts';
import { type CaptionedPicture, readTrainingFolder } from '#renderer/engine/training/training-pictures.ts';
import { PLAIN_HABITS, usualLora } from '#renderer/engine/training/usual-lora.ts';
import { loadEnvFile } from '#shared/config/env-file.ts';
import { readRendererConfig } from '#shared/config/renderer.ts';
import { sharedEnglish } from '#shared/text/english.ts';
import { failure, message } from '#shared/text/failure.ts';

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
  const checkpoint = await checkpointAt(asked.model);
  if (asked.whole) requireNewPlace(placeOf(asked, checkpoint));
  else await requireWritable(asked.out);
  await requireWritable(asked.resume);
  const order = await orderOf(asked, checkpoint);
  requireToken(order);
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

function checkpointAt(path: string | null): Promise<Checkpoint> {
  const place = resolve(path ?? DEMO);
  return readCheckpoint(modelFilesAt(place), path === null ? 'demo' : basename(place));
}

async function orderOf(asked: TrainArguments, checkpoint: Checkpoint): Promise<TrainingOrder> {
  const { latentFactor, latentSide } = modelTraits(checkpoint);
  const isWords = asked.method === 'textual-inversion';
  const caption = asked.caption ?? (isWords ? `a picture of ${asked.token}` : null);
  const usual = isWords || asked.whole ? PLAIN_HABITS : usualLora(checkpoint);
  const targets = asked.targets ? targetsOf(asked) : usual.targets;
  const { rank, token, begin, vectors: count } = asked;
  const until = asked.pivotal === null ? null : Math.round(asked.pivotal * asked.steps);
  const pivotal = until === null ? null : { token, count, begin, until };
  const resolution = asked.resolution ?? latentFactor * latentSide;
  const pictures = await picturesAt(asked.data!, caption);
  const uncropped = asked.randomCrop ? await countUncropped(pictures, resolution) : 0;
  if (uncropped > 0) tell(sharedEnglish.say(message('training.no-crop', { count: uncropped })));
  return {
    pictures,
    classPictures: asked.classData === null ? [] : await picturesAt(asked.classData, asked.classCaption),
    lora: isWords || asked.whole ? null : { targets, rank, alpha: asked.alpha ?? rank, text: asked.trainText },
    words: isWords ? { token, count, begin } : pivotal,
    ...(asked.whole && { whole: { text: asked.trainText } }),
    steps: asked.steps,
    batch: asked.batch,
    accumulate: asked.accumulate,
    resolution,
    flips: asked.flips,
    ...(asked.randomCrop && { randomCrop: true as const }),
    captionDropout: asked.captionDropout,
    ...(asked.captionShuffle && { captionShuffle: true as const }),
    seed: asked.seed,
    rate: asked.rate,
    schedule: { kind: asked.schedule ?? usual.schedule.kind, warmup: asked.warmup },
    adamw: USUAL_ADAMW,
    gradientMax: isWords ? null : 1,
    weighting: asked.snrGamma === null ? usual.weighting : { kind: 'min-snr', gamma: asked.snrGamma },
    noiseOffset: asked.noiseOffset,
    ...(asked.zeroSnr && { zeroSnr: true as const }),
    ...(asked.precision === 'float16' && { precision: asked.precision }),
    ...(asked.averageDecay !== null && { average: { decay: asked.averageDecay } }),
    priorWeight: asked.priorWeight ?? usual.priorWeight,
    saveEvery: asked.saveEvery,
  };
}

function targetsOf({ targets }: TrainArguments): readonly string[] {
  return targets === 'all' ? ALL_TARGETS : ATTENTION_TARGETS;
}

/** Words that no caption has would stay what they began as. */
function requireToken({ words, pictures }: TrainingOrder): void {
  if (!words || pictures.some(({ caption }) => caption.includes(words.token))) return;
  throw failure('invalid', 'training.no-token', { token: words.token });
}

async function picturesAt(folder: string, caption: string | null): Promise<readonly CaptionedPicture[]> {
  const { pictures, refused } = await readTrainingFolder(folder, caption);
  for (const { name, reason } of refused) tell(sharedEnglish.say(message('training.picture', { name, reason })));
  if (pictures.length === 0) throw failure('invalid', 'training.no-pictures', { folder });
  const bare = pictures.filter((picture) => picture.caption === '').length;
  if (bare > 0) tell(sharedEnglish.say(message('training.captions', { count: bare })));
  return pictures;
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
  const [original, tuned] = [await checkpointAt(asked.model), await checkpointAt(asked.tuned)];
  const { rank, style, out } = asked;
  const unet = await extractLora(original.unet.weights, tuned.unet.weights, { targets: targetsOf(asked), rank });
  const encoders = ({ textEncoders }: Checkpoint) => textEncoders.map(({ weights }) => weights);
  const texts = await extractTexts(encoders(original), encoders(tuned), rank);
  const ofTexts = texts.map((factors, i) => [textPart(i, texts.length), factors] as const);
  const { family } = original;
  const notes: AdapterNotes = { family, steps: 0, rate: 0, resolution: 0, pictures: 0 };
  const parts = { unet, ...Object.fromEntries(ofTexts) };
  await writeAdapter(out, { parts, rank, alpha: rank }, { style, notes });
  const weights = texts.reduce((sum, factors) => sum + factors.size, unet.size);
  return `${out}\n${JSON.stringify({ weights, rank })}`;
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}
