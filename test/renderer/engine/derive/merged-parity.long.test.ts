import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mergeAdapters } from '#renderer/engine/derive/merge-adapters.ts';
import { elements } from '#renderer/engine/tensor.ts';
import { readTensor } from '#renderer/engine/weights/read-tensor.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { type AdapterStyle, kohyaOriginal, STYLES } from '#test/renderer/engine/adapters/adapter-styles.ts';
import { expectGolden, type GoldenTensor, golden, withParameters } from '#test/renderer/engine/graph/golden.ts';
import {
  factors,
  goldenInputs,
  goldenUNet,
  predictOnce,
  RANK,
  writeLora,
} from '#test/renderer/engine/weights/golden-lora.ts';
import { withFolder } from '#test/renderer/engine/weights/scratch.ts';

const { lora_sdxl: recorded } = golden as unknown as {
  readonly lora_sdxl: Readonly<Record<'manual_alpha2' | 'manual_noalpha' | 'kohya_sgm', GoldenTensor>>;
};
const { config, shapes, targets } = goldenUNet('sdxl');

/** Merges a file of this style into the hashed UNet and hands the result on. */
async function merged<T>(
  { style, alpha }: { style: AdapterStyle; alpha: number | null },
  use: (merged: WeightMap, base: WeightMap) => Promise<T>,
): Promise<T> {
  return withFolder((folder) =>
    withParameters(shapes, async (unet) => {
      const file = join(folder, 'lora.safetensors');
      await writeLora(file, { targets, style, alpha });
      const adapters = [{ name: 'golden', file, weight: 1 }];
      const { unet: result } = await mergeAdapters({ base: { unet, textEncoders: [] }, adapters, cacheFolder: folder });
      return use(result, unet);
    }),
  );
}

/** The largest difference from W + scale · B·A, over every eighth target; the picture depends on all. */
async function worstWeight(result: WeightMap, base: WeightMap, scale: number): Promise<number> {
  let worst = 0;
  for (const [key, shape] of [...targets].filter((_, i) => i % 8 === 0)) {
    const { down, up } = factors(key, shape);
    const [actual, weight] = [await readTensor(result.get(key)!), await readTensor(base.get(key)!)];
    const columns = elements(shape.slice(1));
    for (let i = 0; i < actual.data.length; i++) {
      const [row, column] = [Math.floor(i / columns), i % columns];
      let change = 0;
      for (let k = 0; k < RANK; k++) change += up.data[row * RANK + k]! * down.data[k * columns + column]!;
      worst = Math.max(worst, Math.abs(actual.data[i]! - weight.data[i]! - scale * change));
    }
  }
  return worst;
}

describe('mergeAdapters on the golden UNet', () => {
  it('has the targets of the recording', () => {
    expect(targets.size).toBe(368);
  });

  it.each([
    ['kohya with the original names', { style: kohyaOriginal(shapes.keys()), alpha: 2 }, 'kohya_sgm'],
    ['kohya with the names of diffusers', { style: STYLES.kohya, alpha: 2 }, 'manual_alpha2'],
    ['peft without alpha', { style: STYLES.peft, alpha: null }, 'manual_noalpha'],
  ] as const)('gives the weights of the formula and the picture of diffusers for %s', async (_name, file, expected) => {
    await merged(file, async (result, base) => {
      expect(await worstWeight(result, base, (file.alpha ?? RANK) / RANK)).toBeLessThan(1e-6);
      expectGolden(await predictOnce(config, result, goldenInputs(48)), recorded[expected]);
    });
  });
});
