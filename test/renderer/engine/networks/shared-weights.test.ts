import { describe, expect, it } from 'vitest';
import { buildUNet } from '#renderer/engine/graph/nets/unet.ts';
import { parseUNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';
import { loadRunTimeLoras } from '#renderer/engine/networks/load-run-time-loras.ts';
import type { UNetInputs } from '#renderer/engine/networks/network.ts';
import { openUNet } from '#renderer/engine/networks/open-unet.ts';
import { graphOptions, type NetworkOptions } from '#renderer/engine/networks/options.ts';
import { openNetworkMemory } from '#renderer/engine/networks/shared-weights.ts';
import { probeImage } from '#renderer/engine/runtime/probe.ts';
import { canShare } from '#renderer/engine/runtime/probe-sharing.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { STYLES } from '#test/renderer/engine/adapters/adapter-styles.ts';
import { goldenInputs, goldenUNet, withLoraFiles, worstDifference } from '#test/renderer/engine/weights/golden-lora.ts';

/** As a card has it, in memory of this process: converted once, and constants of every graph. */
const SHARED = { provider: 'cpu', threads: 1, residency: 'prepacked', sharesWeights: true } as const;
const { config, shapes, targets } = goldenUNet('sd15_layers1');

async function predictAll(weights: WeightMap, options: NetworkOptions, all: readonly UNetInputs[]) {
  const unet = await openUNet(config, weights, options);
  const noises = [];
  for (const inputs of all) noises.push(await unet.predict(inputs));
  await unet.release();
  return noises;
}

describe('graphs of one network that share their weights', () => {
  it('are found to compute rightly where they do', async () => {
    expect(await canShare('cpu', probeImage())).toBe(true);
  });

  it('give the numbers that they give with their own, with LoRAs and without', async () => {
    await withLoraFiles(shapes, [{ targets, style: STYLES.kohya, alpha: 3 }], async (base, [file]) => {
      const loras = await loadRunTimeLoras([{ name: 'style', file: file!, weight: 0.7 }], base);
      const asked = [goldenInputs(24), goldenInputs(24, loras), goldenInputs(24)];
      const shared = await predictAll(base.unet, SHARED, asked);
      const own = await predictAll(base.unet, { ...SHARED, sharesWeights: false }, asked);
      for (const [i, noise] of shared.entries()) expect(worstDifference(noise, own[i]!)).toBeLessThan(1e-6);
      expect(shared[2]).toEqual(shared[0]);
      expect(worstDifference(shared[0]!, shared[1]!)).toBeGreaterThan(1e-3);
    });
  });

  it('have few matrices and kernels of their own, those that are computed with when a graph is opened', async () => {
    await withLoraFiles(shapes, [], async ({ unet: weights }) => {
      const memory = await openNetworkMemory(weights, SHARED);
      const opened = [];
      for (const adaptable of [false, true])
        opened.push(
          await memory.open((sharing) =>
            buildUNet(parseUNetConfig(config), weights, { ...graphOptions(SHARED), ...sharing, adaptable }),
          ),
        );
      const [plain, adapted] = opened.map(({ graph }) => new Set(graph.sharedWeights!.map(({ key }) => key)));
      const matrices = [...shapes].filter(([, shape]) => shape.length >= 2).map(([key]) => key);
      // Kernels of one pixel, turned into matrices.
      for (const key of matrices.filter((one) => !plain!.has(one))) expect(key).toMatch(/\.proj_(in|out)\.weight$/);
      expect(plain!.size).toBeGreaterThan(0.8 * matrices.length);
      expect(adapted).toEqual(plain);
      for (const { session } of opened) await session.release();
      await memory.release();
    });
  });
});
