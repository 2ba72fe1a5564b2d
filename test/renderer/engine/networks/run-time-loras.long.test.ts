import { describe, expect, it } from 'vitest';
import { mergeAdapters } from '#renderer/engine/derive/merge-adapters.ts';
import { loadRunTimeLoras } from '#renderer/engine/networks/load-run-time-loras.ts';
import { openUNet } from '#renderer/engine/networks/open-unet.ts';
import { kohyaOriginal, STYLES } from '#test/renderer/engine/adapters/adapter-styles.ts';
import { expectGolden, type GoldenTensor, golden } from '#test/renderer/engine/graph/golden.ts';
import {
  goldenInputs,
  goldenUNet,
  predictOnce,
  withLoraFiles,
  worstDifference,
} from '#test/renderer/engine/weights/golden-lora.ts';

const { lora_sdxl: recorded } = golden as unknown as {
  readonly lora_sdxl: Readonly<Record<'base' | 'kohya_sgm' | 'kohya_hf' | 'peft', GoldenTensor>>;
};
const xl = goldenUNet('sdxl');

const KEY_STYLES = [
  { style: kohyaOriginal(xl.shapes.keys()), alpha: 2, expected: recorded.kohya_sgm },
  { style: STYLES.kohya, alpha: 2, expected: recorded.kohya_hf },
  { style: STYLES.peft, alpha: null, expected: recorded.peft },
  { style: STYLES.processor, alpha: 2, expected: recorded.kohya_hf },
  { style: STYLES.linearLayer, alpha: 2, expected: recorded.kohya_hf },
];

describe('style LoRAs at run time', () => {
  it('give the picture of diffusers in every key style, one after another in one opened network', async () => {
    const files = KEY_STYLES.map(({ style, alpha }) => ({ targets: xl.targets, style, alpha }));
    await withLoraFiles(xl.shapes, files, async (base, paths) => {
      const unet = await openUNet(xl.config, base.unet, { provider: 'cpu', threads: 1 });
      const before = await unet.predict(goldenInputs(48));
      expectGolden(before, recorded.base);
      for (const [i, { expected }] of KEY_STYLES.entries()) {
        const loras = await loadRunTimeLoras([{ name: 'style', file: paths[i]!, weight: 1 }], base);
        expectGolden(await unet.predict(goldenInputs(48, loras)), expected);
      }
      expect(await unet.predict(goldenInputs(48))).toEqual(before);
      await unet.release();
    });
  }, 120_000);

  it('give the picture of merged weights', async () => {
    const file = { targets: xl.targets, style: kohyaOriginal(xl.shapes.keys()), alpha: 2 };
    await withLoraFiles(xl.shapes, [file], async (base, [path], cacheFolder) => {
      const adapters = [{ name: 'style', file: path!, weight: 1 }];
      const unet = await openUNet(xl.config, base.unet, { provider: 'cpu', threads: 1 });
      const added = await unet.predict(goldenInputs(48, await loadRunTimeLoras(adapters, base)));
      await unet.release();
      const merged = await mergeAdapters({ base, adapters, cacheFolder });
      expect(worstDifference(added, await predictOnce(xl.config, merged.unet, goldenInputs(48)))).toBeLessThan(1e-5);
    });
  }, 120_000);
});
