import { describe, expect, it } from 'vitest';
import { withKohyaNames, withPeftNames } from '#bot/training/export-file.ts';
import { trainingMemory } from '#bot/training/training-memory.ts';
import { trainTask } from '#bot/training/training-plan.ts';
import { trainableModels } from '#bot/training/wish-problems.ts';
import { asker, trainingPlace } from '#test/bot/training/training-place.ts';
import { FAKE_DESCRIPTION } from '#test/fakes/fake-description.ts';
import { SOME_BLOB } from '#test/fakes/some-tasks.ts';

const [tiny] = FAKE_DESCRIPTION.models;
const xl = { ...tiny!, name: 'xl', family: 'sdxl', defaultWidth: 1024, defaultHeight: 1024 };
const CUDA = [{ device: { provider: 'cuda', reason: '', threads: 1 } }];

const wish = {
  kind: 'style',
  name: 'wash',
  about: '',
  pictures: [{ name: 'a', image: SOME_BLOB, caption: '', repeats: 1 }],
};
const taskOf = (model: typeof xl, change = {}) =>
  trainTask({ ...wish, kind: 'style', ...change }, { model, steps: 10, seed: 1 });

describe('a training of a model of the SDXL line', () => {
  it('is at its size, with a LoRA that a render can bring along', () => {
    expect(taskOf(xl)).toMatchObject({ side: 1024, rank: 4, learningRate: 1e-4 });
    expect(taskOf(tiny!)).toMatchObject({ side: 64, rank: 16 });
  });

  it('says what memory it holds at least, less in half precision, more with text encoders', () => {
    const gib = (change = {}, described: typeof CUDA = []) => trainingMemory(taskOf(xl, change), xl, described);
    expect([gib(), gib({ precision: 'float16' }), gib({}, CUDA), gib({ precision: 'float32' }, CUDA)]).toEqual([
      ...[20, 10, 10, 20],
    ]);
    expect(gib({ trainText: true })).toBe(23);
    expect(gib({ kind: 'words' })).toBe(23);
    const own = { ...xl, demonstration: true };
    expect([trainingMemory(taskOf(xl), own, []), trainingMemory(taskOf(xl), { ...xl, family: 'new' }, [])]).toEqual([
      ...[null, null],
    ]);
  });

  it('is offered beside other models that draw from words alone', () => {
    const models = [tiny!, xl, { ...xl, name: 'refiner', family: 'sdxl-refiner' }, { ...tiny!, needs: ['image'] }];
    expect(trainableModels({ models }).map(({ name }) => name)).toEqual(['tiny', 'xl']);
  });

  it('and of its text encoders, in half precision, is asked for as it was wished, where a renderer knows of that', async () => {
    const description = { ...FAKE_DESCRIPTION, models: [tiny!, xl], tasks: ['draw', 'train'] };
    const boss = asker('a', { isModerator: true });
    const by = { serverId: 'a', memberId: 'boss', memberName: 'Boss', mayManageServer: true };
    const more = { model: 'xl', trainText: true, precision: 'float16', randomCrop: true } as const;
    const newer = await trainingPlace({
      description: { ...description, draws: ['own_adapters', 'train_text', 'precision', 'random_crop'] },
    });
    await newer.jobs.rules.settings.set(by, { name: 'training', value: 'everybody', channelId: null });
    expect(newer.jobs.training.models()).toEqual(['tiny', 'xl']);
    expect(await newer.jobs.training.plan({ ...newer.wish, ...more }, boss)).toMatchObject({
      model: 'xl',
      memoryGib: 11,
    });
    const { job } = await newer.jobs.training.start({ ...newer.wish, ...more }, { ...boss, requestKey: '1' });
    expect(job.settled.task).toMatchObject({ ...more, rank: 4 });
    await expect.poll(() => newer.renderer.renders.length).toBe(1);
    expect(newer.renderer.renders[0]!.request).toMatchObject({ train: more });
    expect(await newer.jobs.training.again('mine', boss)).toMatchObject({ name: 'mine-2', ...more });
    const words = { ...newer.wish, ...more, kind: 'words', name: 'other' } as const;
    await expect(newer.jobs.training.plan(words, boss)).rejects.toThrow(/text encoders along with a new word/);

    const older = await trainingPlace({
      description: { ...description, draws: ['own_adapters', 'train_text', 'precision'] },
    });
    await older.jobs.rules.settings.set(by, { name: 'training', value: 'everybody', channelId: null });
    await expect(older.jobs.training.plan({ ...older.wish, ...more }, boss)).rejects.toThrow(
      /no renderer that is connected/,
    );
    const { randomCrop: _, ...known } = more;
    expect(await older.jobs.training.plan({ ...older.wish, ...known }, boss)).toMatchObject({ model: 'xl' });
  });

  it('is exported under the names of both text encoders', () => {
    const file = fileOf([
      'unet.mid.to_q.lora',
      'text_encoder.a.q_proj.lora_linear_layer',
      'text_encoder_2.b.q_proj.lora_linear_layer',
    ]);
    const text = (data: Uint8Array) => Buffer.from(data).toString();
    for (const name of ['lora_unet_mid_to_q', 'lora_te1_a_q_proj', 'lora_te2_b_q_proj'])
      expect(text(withKohyaNames(file))).toContain(`${name}.lora_down.weight`);
    for (const name of ['text_encoder.a.q_proj', 'text_encoder_2.b.q_proj'])
      expect(text(withPeftNames(file))).toContain(`${name}.lora_A.weight`);
  });
});

/** A LoRA's file of empty factors of these modules. */
function fileOf(modules: readonly string[]): Buffer {
  const none = { dtype: 'F16', shape: [0], data_offsets: [0, 0] };
  const keys = modules.flatMap((module) => [`${module}.down.weight`, `${module}.up.weight`]);
  const header = Buffer.from(JSON.stringify(Object.fromEntries(keys.map((key) => [key, none]))));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header]);
}
