import { existsSync } from 'node:fs';
import { cp, open, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Checkpoint } from '#renderer/engine/checkpoint/checkpoint.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import { textParameter } from '#renderer/engine/training/trained-prompt.ts';
import type { Trainer } from '#renderer/engine/training/trainer.ts';
import type { WholeWeights } from '#renderer/engine/training/training-model.ts';
import { floatToBfloat, floatToHalf } from '#renderer/engine/weights/half.ts';
import type { WeightEntry, WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { failure } from '#shared/text/failure.ts';

export interface CheckpointPlace {
  readonly checkpoint: Checkpoint;
  /** The model's folder or file. */
  readonly model: string;
  readonly out: string;
}

/**
 * Refuses, as `invalid`, what a trained model cannot be written to: something is there, or weights are no .safetensors,
 * or in a format of another precision than 32 or 16 bits, or in another order.
 */
export function requireNewPlace({ checkpoint, out }: CheckpointPlace): void {
  const { unet, textEncoders, name } = checkpoint;
  const entries = [unet, ...textEncoders].flatMap(({ weights }) => [...weights.values()]);
  if (existsSync(out) || !entries.every(isPlain)) throw failure('invalid', 'training.copy', { name, out });
}

function isPlain({ file, dtype, strides, unread }: WeightEntry): boolean {
  return file.endsWith('.safetensors') && dtype in WRITTEN && !strides && unread === undefined;
}

/** Whole weights as they are written: they themselves, or the mean of them where one was kept. */
export function learntWeights({ state }: Pick<Trainer, 'state'>, { unet, texts }: WholeWeights): WholeWeights {
  const of = (weights: WholeWeights['unet'], prefix: string) =>
    new Map(
      [...weights].map(([key, { dims, data }]) => [key, { dims, data: state.averages.get(prefix + key) ?? data }]),
    );
  return { unet: of(unet, ''), texts: texts.map((text, i) => of(text, textParameter(i, ''))) };
}

/**
 * Copies a model's folder or file, and writes trained weights where those were that they began as: names, other parts and
 * the precision stay what they are. A folder's scheduler says what the model was trained to say.
 */
export async function writeCheckpoint(
  { checkpoint, model, out }: CheckpointPlace,
  { unet, texts }: WholeWeights,
): Promise<void> {
  await cp(model, out, { recursive: true, dereference: true, errorOnExist: true, force: false });
  const place = (file: string) => out + file.slice(resolve(model).length);
  await sayPrediction(join(out, 'scheduler', 'scheduler_config.json'), checkpoint);
  await writeNetwork(checkpoint.unet.weights, unet, place);
  for (const [i, text] of texts.entries()) await writeNetwork(checkpoint.textEncoders[i]!.weights, text, place);
}

async function sayPrediction(file: string, { scheduler }: Checkpoint): Promise<void> {
  const { prediction_type: prediction } = scheduler as { readonly prediction_type?: string };
  if (prediction === undefined || !existsSync(file)) return;
  const said = JSON.parse(await readFile(file, 'utf8')) as object;
  if ('prediction_type' in said ? said.prediction_type === prediction : prediction === 'epsilon') return;
  await writeFile(file, `${JSON.stringify({ ...said, prediction_type: prediction }, null, 2)}\n`);
}

async function writeNetwork(
  weights: WeightMap,
  trained: ReadonlyMap<string, Tensor>,
  place: (file: string) => string,
): Promise<void> {
  for (const [key, { file, offset, dtype }] of weights) {
    const values = WRITTEN[dtype as keyof typeof WRITTEN](trained.get(key)!.data);
    const handle = await open(place(file), 'r+');
    try {
      await handle.write(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), 0, undefined, offset);
    } finally {
      await handle.close();
    }
  }
}

const WRITTEN = {
  F32: (values: Float32Array) => values,
  F16: floatToHalf,
  BF16: floatToBfloat,
};
