import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readEmbedding } from '#renderer/engine/adapters/embeddings.ts';
import { readCheckpoint } from '#renderer/engine/checkpoint/checkpoint.ts';
import { modelFilesAt } from '#renderer/engine/contract/model-choice.ts';
import { openTextEncoder } from '#renderer/engine/networks/open-text-encoder.ts';
import { createNoise } from '#renderer/engine/samplers/random.ts';
import { writeAdapter, writeVectors } from '#renderer/engine/training/adapter-file.ts';
import { textPart } from '#renderer/engine/training/adapter-names.ts';
import { captionStates, promptOf, sizeNumbers } from '#renderer/engine/training/caption-states.ts';
import { learntWeights, requireNewPlace, writeCheckpoint } from '#renderer/engine/training/checkpoint-file.ts';
import { gradientNorm } from '#renderer/engine/training/gradient-sums.ts';
import type { TrainingBatch } from '#renderer/engine/training/trainer.ts';
import { openTrainingModel, type TrainingModel } from '#renderer/engine/training/training-model.ts';
import type { TrainingOrder } from '#renderer/engine/training/training-order.ts';
import { readTensor } from '#renderer/engine/weights/read-tensor.ts';
import { readSafetensorsFile } from '#renderer/engine/weights/safetensors/safetensors.ts';
import { checkpoint, DEMO, NETWORK, orderIn, train } from '#test/renderer/engine/training/brief-training.ts';
import { withSmallXl } from '#test/renderer/engine/training/small-xl.ts';
import { withFolder } from '#test/renderer/engine/weights/scratch.ts';

describe('a training of a model of the SDXL line', () => {
  it('reads both text encoders, the pooled text and the sizes of pictures', { timeout: 60_000 }, () =>
    withFolder((folder) =>
      withSmallXl(async (xl) => {
        const order = await orderIn(folder);
        const { said, failed, model } = await train(order, { of: xl });
        expect(failed).toBeUndefined();
        expect(said.filter(({ kind }) => kind === 'step')).toHaveLength(3);
        const ups = [...model.unet!.factors().values()].flatMap(({ b }) => [...b.data]);
        expect(ups.some((value) => value !== 0)).toBe(true);

        const states = (
          await captionStates(new Set(['a house']), { readers: model.captions, checkpoint: xl, ...AT })
        ).get('a house')!;
        const { config, weights } = xl.textEncoders[0]!;
        const encoder = await openTextEncoder(config, weights, NETWORK);
        const wanted = await encoder.encode([model.captions[0]!.ids('a house')], { skip: 1, states: 'hidden' });
        await encoder.release();
        const width = wanted.hidden.dims[2]!;
        expect(states.hidden.dims).toEqual([1, 77, 2 * width]);
        for (const half of [0, 1])
          expect(states.hidden.data.subarray(half * width, (half + 1) * width)).toEqual(
            wanted.hidden.data.subarray(0, width),
          );
        const { conditions } = promptOf([states], [{ sizes: [32, 48, 0, 8, 32, 32] }]);
        expect([...conditions.text_embeds!.data]).toEqual([...wanted.pooled.data]);
        expect([...conditions.time_ids!.data]).toEqual([32, 48, 0, 8, 32, 32]);
      }),
    ),
  );
});

const AT = { network: NETWORK };

/** Four numbers of each picture that nothing else depends on. */
function batchFor(model: TrainingModel): TrainingBatch {
  const noise = createNoise(5);
  const [noisy, target] = [noise.randn([1, 4, 8, 8]), noise.randn([1, 4, 8, 8])];
  const prompt = model.captions.map((reader) => [reader.ids('a red house')]);
  return { noisy, target, timesteps: [400], weights: [1], prompt, conditions: { time_ids: sizeNumbers([SIZES]) } };
}

const SIZES = { sizes: [32, 48, 0, 8, 32, 32] };

/** How far parameters are moved along their gradients. */
const MOVED = 2e-3;

describe('both text encoders of a model of the SDXL line', () => {
  const lora = { targets: ['to_q'], rank: 2, alpha: 2, text: true };
  const words = { token: 'house', count: 2, begin: 'tree' };
  const order = (folder: string, change: Partial<TrainingOrder> = {}) =>
    orderIn(folder, { lora, captionDropout: 0, steps: 2, ...change });

  const trained = [
    [/^text:/, null],
    [/^text2:/, null],
    [/^words$/, words],
    [/^words2$/, words],
  ] as const;
  it.each(trained)('have gradients that moving them agrees with: %s', { timeout: 120_000 }, (which, ofWords) =>
    withFolder((folder) =>
      withSmallXl(async (xl) => {
        const model = await openTrainingModel(xl, await order(folder, { words: ofWords }), NETWORK);
        const { trainer } = model;
        const batch = batchFor(model);
        await trainer.accumulate(batch, 1);
        const gradients = [...trainer.gradients].filter(([name]) => which.test(name));
        const norm = gradientNorm(new Map(gradients));
        expect(norm).toBeGreaterThan(0);
        const lossAt = async (along: number) => {
          const by = (share: number) => {
            for (const [name, data] of gradients)
              data.forEach((value, i) => {
                trainer.parameters.get(name)!.data[i]! += (share * value) / norm;
              });
          };
          by(along);
          const loss = await trainer.lossOf(batch);
          by(-along);
          return loss;
        };
        const slope = ((await lossAt(MOVED)) - (await lossAt(-MOVED))) / (2 * MOVED);
        await trainer.release();
        expect(Math.abs(slope / norm - 1)).toBeLessThan(1e-3);
      }),
    ),
  );

  it(
    'are trained along with its UNet, and written under the names that each program gives them',
    { timeout: 120_000 },
    () =>
      withFolder((folder) =>
        withSmallXl(async (xl) => {
          const { model, failed } = await train(await order(folder), { of: xl });
          expect(failed).toBeUndefined();
          const moved = model.texts.map((text) =>
            [...text.factors().values()].some(({ b }) => b.data.some((x) => x !== 0)),
          );
          expect(moved).toEqual([true, true]);
          const texts = model.texts.map((text, i) => [textPart(i, 2), text.factors()] as const);
          const content = { parts: { unet: model.unet!.factors(), ...Object.fromEntries(texts) }, rank: 2, alpha: 2 };
          const notes = { family: 'sdxl', steps: 2, rate: 1e-3, resolution: 64, pictures: 2 };
          for (const [style, first, second] of [
            ['diffusers', 'text_encoder.encoder.', 'text_encoder_2.encoder.'],
            ['peft', 'text_encoder.encoder.', 'text_encoder_2.encoder.'],
            ['kohya', 'lora_te1_encoder_', 'lora_te2_encoder_'],
          ] as const) {
            const file = join(folder, `${style}.safetensors`);
            await writeAdapter(file, content, { style, notes });
            const keys = [...(await readSafetensorsFile(file)).weights.keys()];
            const of = (start: string) => keys.filter((key) => key.startsWith(start)).length;
            expect(of(first)).toBeGreaterThan(0);
            expect(of(second)).toBe(of(first));
          }
        }),
      ),
  );
});

describe('new words of a model of the SDXL line', () => {
  const words = { token: 'house', count: 2, begin: 'tree', until: 1 };

  it(
    'are vectors in both text encoders, in a file that renders read, and stay as they are from the pivot on',
    {
      timeout: 120_000,
    },
    () =>
      withFolder((folder) =>
        withSmallXl(async (xl) => {
          const lora = { targets: ['to_q'], rank: 2, alpha: 2, text: false };
          const change = { lora, words, captionDropout: 0, flips: false, rate: 1e-2, steps: 2 };
          const order = await orderIn(folder, change);
          const { model: begun } = await train({ ...order, steps: 0 }, { of: xl });
          const { model: early } = await train({ ...order, steps: 2 }, { of: xl });
          const { model, failed } = await train(order, { of: xl });
          expect(failed).toBeUndefined();
          expect(model.vectors).toEqual(early.vectors);
          for (const [i, vectors] of model.vectors.entries()) expect(vectors).not.toEqual(begun.vectors[i]);
          const file = join(folder, 'house.safetensors');
          const notes = { family: 'sdxl', steps: 2, rate: 1e-2, resolution: 64, pictures: 2 };
          await writeVectors(file, { token: 'house', vectors: model.vectors }, notes);
          const widths = model.vectors.map(({ dims }) => dims[1]!);
          const read = (await readEmbedding({ name: 'house', file }, widths)).words.get('house')!;
          expect(read.map((rows) => rows.flatMap((row) => [...row]))).toEqual(
            model.vectors.map(({ data }) => [...data]),
          );
        }),
      ),
  );

  it('go on to the same numbers after a stop', { timeout: 120_000 }, () =>
    withFolder((folder) =>
      withSmallXl(async (xl) => {
        const { until: _, ...alone } = words;
        const order = await orderIn(folder, { lora: null, words: alone, steps: 2 });
        const file = join(folder, 'saved.safetensors');
        const whole = await train(order, { of: xl });
        await train(order, { of: xl, file, until: 1 });
        const { model } = await train(order, { of: xl, file });
        expect([...model.trainer.parameters.keys()]).toEqual(['words', 'words2']);
        expect(model.trainer.parameters).toEqual(whole.model.trainer.parameters);
      }),
    ),
  );
});

describe('a training whose pictures are cropped by chance', () => {
  it('comes to other numbers with another crop, to the same with the same', { timeout: 60_000 }, () =>
    withFolder(async (folder) => {
      const learnt = async (change: Partial<TrainingOrder>) =>
        (await train(await orderIn(folder, { width: 96, steps: 1, ...change }))).model.trainer.parameters;
      const [middle, cropped, again] = [await learnt({}), await learnt(RANDOM), await learnt(RANDOM)];
      expect(cropped).toEqual(again);
      expect(cropped).not.toEqual(middle);
    }),
  );
});

const RANDOM = { randomCrop: true } as const;

describe('a training of a whole model', () => {
  it(
    'gives the model again with the mean of its new weights, and everything else as it was',
    { timeout: 120_000 },
    () =>
      withFolder(async (folder) => {
        const changes = { lora: null, whole: { text: false }, steps: 2, rate: 1e-3, average: { decay: 0.5 } };
        const { model, failed } = await train(await orderIn(folder, changes));
        expect(failed).toBeUndefined();
        const out = join(folder, 'tuned');
        const place = { checkpoint, model: DEMO, out };
        requireNewPlace(place);
        await writeCheckpoint(place, learntWeights(model.trainer, model.whole!));
        expect(() => requireNewPlace(place)).toThrow('a place where nothing is yet');
        const tuned = await readCheckpoint(modelFilesAt(out), 'tuned');
        const key = 'conv_in.weight';
        const [now, before] = [
          await readTensor(tuned.unet.weights.get(key)!),
          await readTensor(checkpoint.unet.weights.get(key)!),
        ];
        const mean = model.trainer.state.averages.get(key)!;
        const off = Math.max(...now.data.map((value, i) => Math.abs(value - mean[i]!)));
        const moved = Math.max(...mean.map((value, i) => Math.abs(value - before.data[i]!)));
        expect(moved).toBeGreaterThan(1e-4);
        // Half precision, as the model's own file has it.
        expect(off).toBeLessThan(1e-3);
        expect(off).toBeLessThan(moved);
        const file = 'vae/diffusion_pytorch_model.safetensors';
        expect((await readFile(join(out, file))).equals(await readFile(join(DEMO, file)))).toBe(true);
      }),
  );
});
