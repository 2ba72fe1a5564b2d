import { describe, expect, it } from 'vitest';
import { buildUNet, type UNetOptions } from '#renderer/engine/graph/nets/unet.ts';
import { parseUNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';
import { createDeviceWeights } from '#renderer/engine/networks/device-weights.ts';
import { loadRunTimeLoras } from '#renderer/engine/networks/load-run-time-loras.ts';
import type { UNetInputs } from '#renderer/engine/networks/network.ts';
import { openUNet } from '#renderer/engine/networks/open-unet.ts';
import { graphOptions, type NetworkOptions } from '#renderer/engine/networks/options.ts';
import { openNetworkMemory, openSharing } from '#renderer/engine/networks/shared-weights.ts';
import { type DevicePlaces, openDevicePlaces } from '#renderer/engine/runtime/device-places.ts';
import { probeImage } from '#renderer/engine/runtime/probe.ts';
import { canShare } from '#renderer/engine/runtime/probe-sharing.ts';
import type { PlacedTensor } from '#renderer/engine/runtime/session.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { stoppedBy } from '#shared/async/stop-scope.ts';
import { sharedEnglish } from '#shared/text/english.ts';
import type { Message } from '#shared/text/message.ts';
import { STYLES } from '#test/renderer/engine/adapters/adapter-styles.ts';
import { goldenInputs, goldenUNet, withLoraFiles, worstDifference } from '#test/renderer/engine/weights/golden-lora.ts';

/** As a card has it, in memory of this process: converted once, and constants of every graph. */
const SHARED = { provider: 'cpu', threads: 1, residency: 'prepacked', sharesWeights: true } as const;
const { config, shapes, targets } = goldenUNet('sd15_layers1');

const buildOne = (weights: WeightMap, options: Partial<UNetOptions>) =>
  buildUNet(parseUNetConfig(config), weights, { ...graphOptions(SHARED), ...options });

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
        opened.push(await memory.open((sharing) => buildOne(weights, { ...sharing, adaptable })));
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

  it('get their own where sharing fails, which is told once and tried no more', async () => {
    await withLoraFiles(shapes, [], async ({ unet: weights }) => {
      const told: string[] = [];
      let tries = 0;
      const full = () => {
        tries += 1;
        return Promise.reject(new Error('CUDA failure 2: out of memory ; GPU=0 ; expr=cudaMalloc(&p, size);'));
      };
      const device = { ...(await openDevicePlaces('cpu'))!, place: full };
      const warn = (trouble: Message) => void told.push(sharedEnglish.say(trouble));
      const open = openSharing(createDeviceWeights(weights, device, SHARED), { ...SHARED, warn });
      for (const adaptable of [false, true]) {
        const { graph, session } = await open((sharing) => buildOne(weights, { ...sharing, adaptable }));
        expect(graph.sharedWeights ?? []).toEqual([]);
        await session.release();
      }
      expect(tries).toBe(1);
      expect(told).toEqual([
        'Each graph of a network has its own weights on the device, as they could not be shared: ' +
          "the card's memory is full: nvidia-smi shows which programs have it",
      ]);
      await device.release();
    });
  });

  it('are brought to the device whoever has left meanwhile, and given back', async () => {
    await withLoraFiles(shapes, [], async ({ unet: weights }) => {
      const real = (await openDevicePlaces('cpu'))!;
      const held = new Set<PlacedTensor>();
      const device: DevicePlaces = {
        ...real,
        async place(wish) {
          const tensor = await real.place(wish);
          held.add(tensor);
          return tensor;
        },
        async free(tensor) {
          held.delete(tensor);
          await real.free(tensor);
        },
      };
      const lying = createDeviceWeights(weights, device, SHARED);
      const graph = buildOne(weights, { weightsShared: () => true });
      for (let round = 0; round < 2; round++) {
        await stoppedBy(AbortSignal.abort(), () => lying.hold(graph.sharedWeights!));
        expect(held.size).toBe(graph.sharedWeights!.length);
        await lying.free();
        expect(held.size).toBe(0);
      }
      await lying.release();
      await device.release();
    });
  });
});
