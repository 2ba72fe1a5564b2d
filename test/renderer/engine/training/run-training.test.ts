import { mkdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeAdapter } from '#renderer/engine/training/adapter-file.ts';
import { openTrainingModel } from '#renderer/engine/training/training-model.ts';
import type { TrainingOrder } from '#renderer/engine/training/training-order.ts';
import { readTrainingFolder } from '#renderer/engine/training/training-pictures.ts';
import { readSafetensorsFile } from '#renderer/engine/weights/safetensors/safetensors.ts';
import { claimingSide } from '#test/fakes/huge-png.ts';
import { checkpoint, NETWORK, orderIn, train, writePicture } from '#test/renderer/engine/training/brief-training.ts';
import { withFolder } from '#test/renderer/engine/weights/scratch.ts';

describe('a training', () => {
  it('that was stopped goes on to the same numbers, and refuses other settings', () =>
    withFolder(async (folder) => {
      // Pictures are cropped, captions shuffled and left out by chances that go on, too.
      const order = await orderIn(folder, { captionShuffle: true, randomCrop: true, width: 96 });
      const file = join(folder, 'saved.safetensors');
      const whole = await train(order);
      const stopped = await train(order, { file, until: 2 });
      expect(stopped.said.at(-1)).toEqual({ kind: 'saved', step: 2, file });
      // Told to end while it makes ready it stays where it was.
      const stayed = await train(order, { file, until: 0 });
      expect([stayed.failed, stayed.said]).toEqual([undefined, [{ kind: 'saved', step: 2, file }]]);
      const resumed = await train(order, { file });
      expect(resumed.said.map(({ kind, step }) => [kind, step])).toEqual([
        ['step', 3],
        ['saved', 3],
      ]);
      expect(resumed.model.trainer.parameters).toEqual(whole.model.trainer.parameters);
      const { randomCrop: _, ...centred } = order;
      const other = await train(centred, { file });
      expect(String(other.failed)).toContain('same settings and pictures');
    }));

  it.each([false, true])(
    'that keeps what the model says has nothing to keep while all is as it was; text trained: %s',
    (text) =>
      withFolder(async (folder) => {
        const lora = { targets: ['to_q'], rank: 2, alpha: 2, text };
        const order = await orderIn(folder, { lora, steps: 2, rate: 1, captionShuffle: true });
        const classPictures = order.pictures.map((picture) => ({ ...picture, caption: 'a boat, on the beach' }));
        const lossesOf = async (more: Partial<TrainingOrder>) => {
          const { said, failed } = await train({ ...order, ...more });
          expect(failed).toBeUndefined();
          return said.flatMap((one) => (one.kind === 'step' ? [one.loss] : []));
        };
        const alone = await lossesOf({});
        const ofPictures = await lossesOf({ classPictures });
        const ofModel = await lossesOf({ classPictures, priorTarget: 'prediction' });
        expect(ofModel[0]).toBeCloseTo(alone[0]!, 5);
        expect(ofPictures[0]! - alone[0]!).toBeGreaterThan(0.01);
        // The first step changed the model far too much, and what it says is no longer what it said.
        expect(ofModel[1]! - alone[1]!).toBeGreaterThan(0.001);
      }),
  );

  it('whose losses are no numbers ends after three, with what was before them', () =>
    withFolder(async (folder) => {
      const order = await orderIn(folder, { rate: 1e30, steps: 9 });
      const { model, said, failed } = await train(order);
      expect(said.map(({ kind }) => kind)).toEqual(['step', 'skipped', 'skipped', 'skipped']);
      expect(String(failed)).toContain('3 losses in a row');
      expect([...model.trainer.parameters.values()].every(({ data }) => data.every(Number.isFinite))).toBe(true);
    }));

  it('with zero-SNR has noise alone at its last timestep, and is refused for models that say the noise', () =>
    withFolder(async (folder) => {
      const order = await orderIn(folder, { zeroSnr: true });
      const scheduler = { ...(checkpoint.scheduler as object), prediction_type: 'v_prediction' };
      const { schedule, trainer } = await openTrainingModel({ ...checkpoint, scheduler }, order, NETWORK);
      await trainer.release();
      expect([schedule.alphasCumprod.at(-1), schedule.prediction]).toEqual([0, 'v_prediction']);
      await expect(openTrainingModel(checkpoint, order, NETWORK)).rejects.toMatchObject({
        said: { key: 'training.zero-snr' },
      });
    }));

  it('of a LoRA with new words leaves those as they are from the pivot on, and draws them to the known until then', () =>
    withFolder(async (folder) => {
      const words = { token: 'house', count: 1, begin: 'tree', until: 1 };
      const changes = { words, steps: 2, captionDropout: 0, flips: false };
      const trained = async (steps: number) => {
        const { model, failed } = await train(await orderIn(folder, { ...changes, steps }));
        expect(failed).toBeUndefined();
        return { vectors: [...model.vectors[0]!.data], up: [...model.unet!.factors().values()].map(({ b }) => b.data) };
      };
      const [one, two] = [await trained(1), await trained(2)];
      expect(two.vectors).toEqual(one.vectors);
      expect(two.up).not.toEqual(one.up);
      const begun = await openTrainingModel(checkpoint, await orderIn(folder, changes), NETWORK);
      await begun.trainer.release();
      expect(one.vectors).not.toEqual([...begun.vectors[0]!.data]);
    }));

  it('says nothing of pictures in what it writes', () =>
    withFolder(async (folder) => {
      const factors = (await train(await orderIn(folder, { steps: 1 }))).model.unet!.factors();
      const notes = { family: 'sd15', steps: 1, rate: 1e-3, resolution: 64, pictures: 2 };
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
      await writePicture(join(folder, 'narrow.png'), 0, 64 * 16 + 1);
      await writeFile(join(folder, 'huge.png'), claimingSide(await readFile(join(folder, 'a.png')), 6400));
      await writePicture(join(folder, 'tiny.png'), 0, 15);
      await writeFile(join(folder, 'vast.png'), '');
      await truncate(join(folder, 'vast.png'), 2 ** 33);
      await writeFile(join(folder, 'a.txt'), 'a red house\n');
      await mkdir(join(folder, '3_blue car'));
      await writePicture(join(folder, '3_blue car', 'd.png'), 1);
      for (const name of ['cats', '0_dog']) await mkdir(join(folder, name));
      for (const name of ['e.txt', 'metadata.jsonl', '.hidden']) await writeFile(join(folder, name), 'of nothing');
      const { pictures, refused } = await readTrainingFolder(folder, null);
      expect(pictures.map(({ name, caption, repeats }) => [name, caption, repeats])).toEqual([
        ['a.png', 'a red house', 1],
        ['d.png', 'blue car', 3],
      ]);
      expect(refused.map(({ name, reason }) => [name, reason.key])).toEqual([
        ['b.png', 'training.twice'],
        ['c.png', 'training.broken'],
        ['huge.png', 'training.large'],
        ['narrow.png', 'training.narrow'],
        ['tiny.png', 'training.small'],
        ['vast.png', 'training.large'],
        ['0_dog', 'training.folder'],
        ['cats', 'training.folder'],
        ['e.txt', 'training.no-picture'],
        ['metadata.jsonl', 'training.format'],
      ]);
    }));
});
