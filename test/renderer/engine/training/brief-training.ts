import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Checkpoint, readCheckpoint } from '#renderer/engine/checkpoint/checkpoint.ts';
import { modelFilesAt } from '#renderer/engine/contract/model-choice.ts';
import { encodePng } from '#renderer/engine/image/png.ts';
import { USUAL_ADAMW } from '#renderer/engine/training/adamw.ts';
import { runTraining } from '#renderer/engine/training/run-training.ts';
import { openTrainingModel } from '#renderer/engine/training/training-model.ts';
import type { TrainingOrder, TrainingProgress } from '#renderer/engine/training/training-order.ts';
import { readTrainingFolder } from '#renderer/engine/training/training-pictures.ts';

/** The folder of the demo model. */
export const DEMO = fileURLToPath(new URL('../../../../renderer/demo-model', import.meta.url));
/** The demo model. */
export const checkpoint = await readCheckpoint(modelFilesAt(DEMO), 'demo');
/** One thread of the CPU. */
export const NETWORK = { provider: 'cpu', threads: 1 } as const;

/** Stripes that k turns. */
export async function writePicture(file: string, k: number, width = 64): Promise<void> {
  const data = Uint8Array.from({ length: width * 64 * 3 }, (_, i) => (i * (k + 3)) % 256);
  await writeFile(file, await encodePng({ width, height: 64, data }, {}));
}

/** A short training of two pictures that are written there. */
export async function orderIn(
  folder: string,
  { width = 64, ...changes }: Partial<TrainingOrder> & { readonly width?: number } = {},
): Promise<TrainingOrder> {
  for (const k of [0, 1]) await writePicture(join(folder, `${k}.png`), k, width);
  const { pictures } = await readTrainingFolder(folder, 'a red house, in the snow, at night');
  return {
    pictures,
    classPictures: [],
    lora: { targets: ['to_q'], rank: 2, alpha: 2, text: false },
    words: null,
    steps: 3,
    batch: 1,
    accumulate: 1,
    resolution: 64,
    flips: true,
    captionDropout: 0.5,
    seed: 7,
    rate: 1e-3,
    schedule: { kind: 'constant', warmup: 0 },
    adamw: USUAL_ADAMW,
    gradientMax: 1,
    weighting: { kind: 'none' },
    noiseOffset: 0.05,
    priorWeight: 1,
    saveEvery: 100,
    ...changes,
  };
}

interface TrainOptions {
  readonly file?: string | null;
  /** The step after which it is told to end; 0 = while its pictures are encoded. */
  readonly until?: number;
  readonly of?: Checkpoint;
  /** What losses are scaled with in half precision at first. */
  readonly scale?: number;
}

/** Trains, also another model, and says what came of it. */
export async function train(
  order: TrainingOrder,
  { file = null, until = 99, of = checkpoint, scale }: TrainOptions = {},
) {
  const model = await openTrainingModel(of, order, NETWORK);
  if (scale !== undefined) model.trainer.state.lossScale!.factor = scale;
  const enough = new AbortController();
  const run = { model, checkpoint: of, order, network: NETWORK, file, now: () => 0, signal: enough.signal };
  const said: Exclude<TrainingProgress, { kind: 'encoded' }>[] = [];
  const ended = (async () => {
    for await (const progress of runTraining(run)) {
      if (until === 0) enough.abort();
      if (progress.kind === 'encoded') continue;
      said.push(progress);
      if (progress.kind === 'step' && progress.step >= until) enough.abort();
    }
  })();
  const failed = await ended.catch((error: Error) => error);
  await model.trainer.release();
  return { model, said, failed };
}
