import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readCheckpoint } from '#renderer/engine/checkpoint/checkpoint.ts';
import { modelFilesAt } from '#renderer/engine/contract/model-choice.ts';
import { LocalEngine } from '#renderer/engine/process/local-engine.ts';
import { modelMib } from '#renderer/engine/residency/model-memory.ts';
import { demoModel, engineSettings } from '#test/contract/engine.ts';

const DEMO = fileURLToPath(new URL('../../../../renderer/demo-model', import.meta.url));
const forever = new AbortController().signal;

describe('the memory of a model', () => {
  it('is its weights as they are kept, and what every model takes besides', async () => {
    const demo = await readCheckpoint(modelFilesAt(DEMO));
    const stored = [demo.unet, demo.vae, demo.taesd!, ...demo.textEncoders].flatMap(({ weights }) => [
      ...weights.values(),
    ]);
    const elements = stored.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
    const bytes = stored.reduce((sum, entry) => sum + entry.bytes, 0);
    const mib = (weights: number) => Math.ceil(weights / 2 ** 20) + 64;
    expect(modelMib(demo, { residency: 'mapped', precision: 'float32' })).toBe(mib(bytes));
    expect(modelMib(demo, { residency: 'prepacked', precision: 'float32' })).toBe(mib(elements * 4));
    expect(modelMib(demo, { residency: 'prepacked', precision: 'float16' })).toBe(mib(elements * 2));
    const conv = 'mid_block.resnets.0.conv1.weight';
    const [outputs, inputs] = demo.unet.weights.get(conv)!.shape as [number, number];
    const tiled = { residency: 'prepacked', precision: 'float32', tiled: [conv] } as const;
    expect(modelMib(demo, tiled)).toBe(mib((elements + (36 - 9) * outputs * inputs) * 4));
  });

  it('keeps an engine within its budget', async () => {
    const engine = new LocalEngine(engineSettings({ memoryMib: 100 }));
    await engine.load(demoModel('lcm'), forever);
    await engine.load(demoModel('blueprint'), forever);
    expect(engine.state.resident.map(({ adapters }) => adapters[0]?.name)).toEqual(['blueprint']);
    await engine.close();
    const small = new LocalEngine(engineSettings({ memoryMib: 65 }));
    await expect(small.load(demoModel(), forever)).rejects.toThrow(
      'Cannot load model demo: at most 65 MiB for models (EASEL_MEMORY_MIB), and it takes',
    );
    await small.close();
  });
});
