import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readCheckpoint } from '#renderer/engine/checkpoint/checkpoint.ts';
import { modelFilesAt } from '#renderer/engine/contract/model-choice.ts';
import { encodePng } from '#renderer/engine/image/png.ts';
import { USUAL_ADAMW } from '#renderer/engine/training/adamw.ts';
import { writeAdapter } from '#renderer/engine/training/adapter-file.ts';
import { runTraining } from '#renderer/engine/training/run-training.ts';
import { openTrainingModel } from '#renderer/engine/training/training-model.ts';
import type { TrainingOrder, TrainingProgress } from '#renderer/engine/training/training-order.ts';
import { readTrainingFolder } from '#renderer/engine/training/training-pictures.ts';
import { readSafetensorsFile } from '#renderer/engine/weights/safetensors/safetensors.ts';
import { withFolder } from '#test/renderer/engine/weights/scratch.ts';

const DEMO = fileURLToPath(new URL('../../../../renderer/demo-model', import.meta.url));
const checkpoint = await readCheckpoint(modelFilesAt(DEMO), 'demo');
const NETWORK = { provider: 'cpu', threads: 1 } as const;

/** Stripes that k turns. */
async function writePicture(file: string, k: number): Promise<void> {
  const data = Uint8Array.from({ length: 32 * 32 * 3 }, (_, i) => (i * (k + 3)) % 256);
  await writeFile(file, await encodePng({ width: 32, height: 32, data }, {}));
}

async function orderIn(folder: string, changes: Partial<TrainingOrder> = {}): Promise<TrainingOrder> {
  for (const k of [0, 1]) await writePicture(join(folder, `${k}.png`), k);
  const { pictures } = await readTrainingFolder(folder, 'a red house, in the snow, at night');
  return {
    pictures,
    classPictures: [],
    lora: { targets: ['to_q'], rank: 2, alpha: 2, text: false },
    words: null,
    steps: 3,
    batch: 1,
    accumulate: 1,
    resolution: 32,
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

async function train(order: TrainingOrder, { file = null, until = 99 }: { file?: string | null; until?: number } = {}) {
  const model = await openTrainingModel(checkpoint, order, NETWORK);
  const enough = new AbortController();
  const run = { model, checkpoint, order, network: NETWORK, file, now: () => 0, signal: enough.signal };
  const said: TrainingProgress[] = [];
  const ended = (async () => {
    for await (const progress of runTraining(run)) {
      said.push(progress);
      if (progress.kind === 'step' && progress.step >= until) enough.abort();
    }
  })();
  const failed = await ended.catch((error: Error) => error);
  await model.trainer.release();
  return { model, said, failed };
}

describe('a training', () => {
  it('that was stopped goes on to the same numbers, and refuses other settings', () =>
    withFolder(async (folder) => {
      // Captions are shuffled and left out by chances that go on, too.
      const order = await orderIn(folder, { captionShuffle: true });
      const file = join(folder, 'saved.safetensors');
      const whole = await train(order);
      const stopped = await train(order, { file, until: 2 });
      expect(stopped.said.at(-1)).toEqual({ kind: 'saved', step: 2, file });
      const resumed = await train(order, { file });
      expect(resumed.said.map(({ kind, step }) => [kind, step])).toEqual([
        ['step', 3],
        ['saved', 3],
      ]);
      expect(resumed.model.trainer.parameters).toEqual(whole.model.trainer.parameters);
      const other = await train({ ...order, rate: 1e-4 }, { file });
      expect(String(other.failed)).toContain('same settings and pictures');
    }));

  it('whose losses are no numbers ends after three, with what was before them', () =>
    withFolder(async (folder) => {
      const order = await orderIn(folder, { rate: 1e30, steps: 9 });
      const { model, said, failed } = await train(order);
      expect(said.map(({ kind }) => kind)).toEqual(['step', 'skipped', 'skipped', 'skipped']);
      expect(String(failed)).toContain('3 losses in a row');
      expect([...model.trainer.parameters.values()].every(({ data }) => data.every(Number.isFinite))).toBe(true);
    }));

  it('says nothing of pictures in what it writes', () =>
    withFolder(async (folder) => {
      const factors = (await train(await orderIn(folder, { steps: 1 }))).model.unet!.factors();
      const notes = { family: 'sd15', steps: 1, rate: 1e-3, resolution: 32, pictures: 2 };
      const file = join(folder, 'lora.safetensors');
      await writeAdapter(file, { parts: { unet: factors }, rank: 2, alpha: 1 }, { style: 'kohya', notes });
      const { weights, metadata } = await readSafetensorsFile(file);
      expect([...weights.keys()].every((key) => /^lora_unet_.*(lora_(up|down)\.weight|alpha)$/.test(key))).toBe(true);
      expect(JSON.stringify(metadata)).not.toMatch(/house|png|caption/);
      expect(metadata).toMatchObject({ ss_steps: '1', ss_network_dim: '2', ss_network_alpha: '1' });
    }));
});

describe('pictures to train on', () => {
  it('are told one by one where they cannot be used, and have their words from files, then folders', () =>
    withFolder(async (folder) => {
      await writePicture(join(folder, 'a.png'), 0);
      await writePicture(join(folder, 'b.png'), 0);
      await writeFile(join(folder, 'c.png'), 'no picture');
      await writeFile(join(folder, 'a.txt'), 'a red house\n');
      await mkdir(join(folder, '3_blue car'));
      await writePicture(join(folder, '3_blue car', 'd.png'), 1);
      const { pictures, refused } = await readTrainingFolder(folder, null);
      expect(pictures.map(({ name, caption, repeats }) => [name, caption, repeats])).toEqual([
        ['a.png', 'a red house', 1],
        ['d.png', 'blue car', 3],
      ]);
      expect(refused.map(({ name, reason }) => [name, reason.key])).toEqual([
        ['b.png', 'training.twice'],
        ['c.png', 'training.broken'],
      ]);
    }));
});
