import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tensor } from '#renderer/engine/tensor.ts';
import { dtypeWithin, writeAdapter } from '#renderer/engine/training/adapter-file.ts';
import { orderOfTask, withPrecision } from '#renderer/engine/training/task-order.ts';
import { readTensor } from '#renderer/engine/weights/read-tensor.ts';
import { readSafetensorsFile } from '#renderer/engine/weights/safetensors/safetensors.ts';
import { trainTask } from '#test/renderer/engine/process/short-training.ts';
import { checkpoint } from '#test/renderer/engine/training/brief-training.ts';
import { XL_WITHOUT_WEIGHTS as xl } from '#test/renderer/engine/training/small-xl.ts';
import { withFolder } from '#test/renderer/engine/weights/scratch.ts';

describe('the precision of a training', () => {
  it('is half where CUDA trains a model of the SDXL line and nothing is said, and what is said elsewhere', () => {
    const usual = (['cuda', 'webgpu', 'cpu'] as const).flatMap((provider) =>
      [xl, checkpoint].map((of) => withPrecision(trainTask(), of, provider).precision),
    );
    expect(usual).toEqual(['float16', undefined, undefined, undefined, undefined, undefined]);
    expect(withPrecision(trainTask({ precision: 'float32' }), xl, 'cuda')).toEqual(trainTask());
    const half = withPrecision(trainTask({ precision: 'float16' }), checkpoint, 'cpu');
    expect(orderOfTask(half, checkpoint, [])).toMatchObject({ precision: 'float16' });
    expect(orderOfTask(trainTask(), checkpoint, [])).not.toHaveProperty('precision');
  });
});

describe('the crops of a training', () => {
  it.each([true, undefined] as const)('are by chance where that is said: %s', (randomCrop) => {
    const order = orderOfTask(trainTask(randomCrop && { randomCrop }), checkpoint, []);
    expect(order.randomCrop).toBe(randomCrop);
    expect('randomCrop' in order).toBe(randomCrop ?? false);
  });
});

describe('what a training is to leave as it is', () => {
  const files = [1, 2, 3].map((one) => Uint8Array.of(one));
  const task = trainTask({ classPictures: { captions: ['a boat', 'a tree'], count: 3 } });

  it('is pictures of its words in turn, and what a small model says of them', () => {
    const { classPictures, priorTarget } = orderOfTask(task, checkpoint, files);
    expect(classPictures.map(({ caption }) => caption)).toEqual(['a boat', 'a tree', 'a boat']);
    expect(priorTarget).toBe('prediction');
  });
});

describe('the text encoders of a training', () => {
  it.each([true, undefined] as const)('are trained along with a LoRA where that is said: %s', (trainText) => {
    const task = trainTask(trainText && { trainText });
    expect(orderOfTask(task, checkpoint, []).lora).toMatchObject({ text: trainText ?? false });
  });
});

describe('the file of a training', () => {
  const parts = { unet: new Map([['mid.to_q.weight', { a: tensor([1, 3]), b: tensor([2, 1]) }]]) };

  it('is in half precision where float32 would be too much for a render to bring', () =>
    withFolder(async (folder) => {
      expect([dtypeWithin(20, { parts }), dtypeWithin(19, { parts })]).toEqual(['F32', 'F16']);
      parts.unet.get('mid.to_q.weight')!.a.data.set([1, 1 / 3, -2]);
      const file = join(folder, 'half.safetensors');
      const notes = { family: 'sdxl', steps: 1, rate: 1e-4, resolution: 1024, pictures: 1 };
      await writeAdapter(file, { parts, rank: 1, alpha: 1 }, { style: 'diffusers', notes, dtype: 'F16' });
      const { weights } = await readSafetensorsFile(file);
      const down = weights.get('unet.mid.to_q.lora.down.weight')!;
      expect(down.dtype).toBe('F16');
      expect([...(await readTensor(down)).data]).toEqual([1, 1365 / 4096, -2]);
    }));
});
