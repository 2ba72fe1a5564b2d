import { describe, expect, it } from 'vitest';
import { loadRunTimeLoras } from '#renderer/engine/networks/load-run-time-loras.ts';
import { openUNet } from '#renderer/engine/networks/open-unet.ts';
import { STYLES } from '#test/renderer/engine/adapters/adapter-styles.ts';
import { expectMerged, MERGED_ON_CPU, predictAll, SAME } from '#test/renderer/engine/networks/merged-loras.ts';
import {
  goldenInputs,
  goldenUNet,
  predictOnce,
  withLoraFiles,
  worstDifference,
} from '#test/renderer/engine/weights/golden-lora.ts';

describe('LoRAs merged where the UNet computes', () => {
  it.each([
    ['attention alone', /attentions/],
    ['convolutions alone', /(conv|conv_shortcut|conv[12])\.weight$/],
  ])('equal weights that were merged in files: %s', (_what, pattern) => expectMerged('sd15_layers1', pattern));

  it('are those of each call, whichever weights the one before changed', async () => {
    const { config, shapes, targets } = goldenUNet('sd15_layers1');
    const half = (rest: number) => new Map([...targets].filter((_, i) => i % 2 === rest));
    const files = [0, 1].map((rest) => ({
      targets: half(rest),
      style: STYLES.kohya,
      alpha: 3,
      seed: `lora ${rest}`,
    }));
    await withLoraFiles(shapes, files, async (base, paths) => {
      const sets = paths.map((path) => loadRunTimeLoras([{ name: 'style', file: path, weight: 1 }], base));
      const [even, odd] = (await Promise.all(sets)).map((loras) => goldenInputs(24, loras));
      const noises = await predictAll(config, base.unet, [even!, odd!, even!, goldenInputs(24), odd!]);
      expect(noises[2]).toEqual(noises[0]);
      expect(noises[4]).toEqual(noises[1]);
      for (const [i, inputs] of [even!, odd!].entries())
        expect(worstDifference(noises[i]!, await predictOnce(config, base.unet, inputs))).toBeLessThan(SAME);
      expect(worstDifference(noises[0]!, noises[1]!)).toBeGreaterThan(1e-3);
    });
  });

  it('say what is missing as the network does, and leave nothing open', async () => {
    const { config, shapes } = goldenUNet('sd15_layers1');
    const key = [...shapes.keys()].find((one) => one.endsWith('attn2.to_v.weight'))!;
    await withLoraFiles(shapes, [], async ({ unet }) => {
      const lacking = new Map([...unet].filter(([one]) => one !== key));
      const opening = openUNet(config, lacking, MERGED_ON_CPU);
      await expect(opening).rejects.toThrow(`Cannot build the unet: weight ${key} is missing`);
    });
  });
});
