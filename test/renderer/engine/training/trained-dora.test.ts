import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAdapter } from '#renderer/engine/adapters/adapters.ts';
import { partsOf, writeAdapter } from '#renderer/engine/training/adapter-file.ts';
import { DORA_TARGETS } from '#renderer/engine/training/trained-lora.ts';
import { readTensor } from '#renderer/engine/weights/read-tensor.ts';
import { readSafetensorsFile } from '#renderer/engine/weights/safetensors/safetensors.ts';
import { checkpoint, orderIn, train } from '#test/renderer/engine/training/brief-training.ts';
import { withFolder } from '#test/renderer/engine/weights/scratch.ts';

const NOTES = { family: 'sd15', steps: 2, rate: 1e-3, resolution: 64, pictures: 2 };

const { unet, textEncoders } = checkpoint;
const BASE = { unet: unet.weights, textEncoders: textEncoders.map(({ weights }) => weights) };

describe('a DoRA in training', () => {
  it('changes the lengths of rows, of text encoders too, and is written as others read it', () =>
    withFolder(async (folder) => {
      const lora = { targets: DORA_TARGETS, rank: 2, alpha: 1, text: true, dora: true as const };
      const { model, failed } = await train(await orderIn(folder, { lora, steps: 1, captionDropout: 0, rate: 0.05 }));
      expect(failed).toBeUndefined();
      const [key, factors] = [...model.unet!.factors()][0]!;
      const before = await readTensor(checkpoint.unet.weights.get(key)!);
      const [out = 0, inputs = 0] = before.dims;
      const row = (r: number) => Math.hypot(...before.data.subarray(r * inputs, (r + 1) * inputs));
      expect(factors.magnitude!.dims).toEqual([out]);
      const moved = [...factors.magnitude!.data].map((length, r) => Math.abs(length - row(r)));
      expect(Math.max(...moved)).toBeGreaterThan(0.01);
      for (const [style, name] of [
        ['kohya', '.dora_scale'],
        ['peft', '.lora_magnitude_vector.weight'],
      ] as const) {
        const file = join(folder, `${style}.safetensors`);
        await writeAdapter(file, { parts: partsOf(model), rank: 2, alpha: 1 }, { style, notes: NOTES });
        const { weights } = await readSafetensorsFile(file);
        const named = [...weights].filter(([one]) => one.endsWith(name));
        expect(named).toHaveLength([...weights.keys()].filter((one) => /lora_(up|B)\.weight$/.test(one)).length);
        expect(named[0]![1].shape).toEqual(style === 'kohya' ? [out, 1] : [out]);
        const { changes } = await readAdapter({ name: style, file, weight: 1 }, BASE);
        expect(changes.every(({ magnitude }) => magnitude?.per === 'output')).toBe(true);
      }
    }));
});
