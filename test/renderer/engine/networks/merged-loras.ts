import { expect } from 'vitest';
import { mergeAdapters } from '#renderer/engine/derive/merge-adapters.ts';
import { loadRunTimeLoras } from '#renderer/engine/networks/load-run-time-loras.ts';
import type { UNetInputs } from '#renderer/engine/networks/network.ts';
import { openUNet } from '#renderer/engine/networks/open-unet.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { STYLES } from '#test/renderer/engine/adapters/adapter-styles.ts';
import {
  goldenInputs,
  goldenUNet,
  predictOnce,
  withLoraFiles,
  worstDifference,
} from '#test/renderer/engine/weights/golden-lora.ts';

export const MERGED_ON_CPU = { provider: 'cpu', threads: 1, loras: 'merged' } as const;

/** As run-time-loras.test.ts: between diffusers' own two ways it was 4.5e-6. */
export const SAME = 1e-5;

const WIDTHS = { sd15_layers1: 24, sdxl: 48 } as const;

/** What a network that merges where it computes makes of these inputs, one after another. */
export async function predictAll(config: object, weights: WeightMap, all: readonly UNetInputs[]) {
  const unet = await openUNet(config, weights, MERGED_ON_CPU);
  const noises = [];
  for (const inputs of all) noises.push(await unet.predict(inputs));
  await unet.release();
  return noises;
}

/** Compares a LoRA of these keys with the same merged in files. */
export async function expectMerged(name: keyof typeof WIDTHS, pattern: RegExp): Promise<void> {
  const { config, shapes, targets } = goldenUNet(name);
  const changed = new Map([...targets].filter(([key]) => pattern.test(key)));
  const file = { targets: changed, style: STYLES.kohya, alpha: 3 };
  await withLoraFiles(shapes, [file], async (base, [path], cacheFolder) => {
    const adapters = [{ name: 'style', file: path!, weight: 0.7 }];
    const loras = await loadRunTimeLoras(adapters, base);
    const merged = await mergeAdapters({ base, adapters, cacheFolder });
    const [without, withLoras] = [goldenInputs(WIDTHS[name]), goldenInputs(WIDTHS[name], loras)];
    const [plain, result, again] = await predictAll(config, base.unet, [without, withLoras, without]);
    expect(worstDifference(result!, await predictOnce(config, merged.unet, without))).toBeLessThan(SAME);
    expect(worstDifference(plain!, await predictOnce(config, base.unet, without))).toBeLessThan(SAME);
    expect(worstDifference(result!, plain!)).toBeGreaterThan(1e-3);
    expect(again).toEqual(plain);
  });
}
