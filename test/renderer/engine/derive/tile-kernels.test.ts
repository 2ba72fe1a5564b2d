import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { transformKernels } from '#renderer/engine/derive/tile-kernels.ts';
import { cpuDialect, cpuDialectWith } from '#renderer/engine/graph/dialects/dialect.ts';
import type { Dialect } from '#renderer/engine/graph/ir/dialect.ts';
import type { WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import { wantedTileKernels, wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildUNet } from '#renderer/engine/graph/nets/unet.ts';
import { parseUNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';
import { readTensor } from '#renderer/engine/weights/read-tensor.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { golden, withParameters } from '#test/renderer/engine/graph/golden.ts';
import { expectGoldenRuns } from '#test/renderer/engine/graph/golden-runs.ts';
import { withFolder } from '#test/renderer/engine/weights/scratch.ts';

const { config, runs } = golden.unet.sd15!;
const everywhere = cpuDialectWith(() => true);

const building = (dialect: Dialect) => (weights: WeightSupply) =>
  buildUNet(parseUNetConfig(config), weights, { dialect, residency: 'mapped' });
const shapes = wantedWeights(building(cpuDialect));

async function withTransformed(use: (all: WeightMap, weights: WeightMap, folder: string) => Promise<void>) {
  await withParameters(shapes, (weights) =>
    withFolder(async (cacheFolder) => {
      const keys = wantedTileKernels(building(everywhere), weights);
      await use(await transformKernels(weights, keys, { cacheFolder }), weights, cacheFolder);
    }),
  );
}

describe('transformKernels', () => {
  it('gives the numbers of diffusers', async () => {
    await withTransformed((all) => expectGoldenRuns(building(everywhere)(all), runs));
  });

  it('makes 36 matrices of each convolution of width 3 and stride 1', async () => {
    await withTransformed(async (all, weights) => {
      const made = [...all.keys()].filter((key) => key.endsWith(':tiles'));
      const wide = [...weights].filter(([, { shape }]) => shape.length === 4 && shape[2] === 3);
      const strided = wide.filter(([key]) => key.includes('downsamplers'));
      expect(made.length).toBe(wide.length - strided.length);
      const [outputs, inputs] = weights.get('mid_block.resnets.0.conv1.weight')!.shape;
      expect(all.get('mid_block.resnets.0.conv1.weight:tiles')!.shape).toEqual([1, 36, outputs, inputs]);
    });
  });

  it('evaluates a kernel’s polynomial at 0 to its corner weight', async () => {
    await withTransformed(async (all, weights) => {
      const key = 'mid_block.resnets.0.conv1.weight';
      const [outputs, inputs] = weights.get(key)!.shape as [number, number];
      const { data: kernels } = await readTensor(weights.get(key)!);
      const { data: tiles } = await readTensor(all.get(`${key}:tiles`)!);
      // The first of the 36 points is 0 in both directions; G scales it.
      const corner = (at: number) => kernels[9 * at]!;
      const first = tiles.slice(0, outputs * inputs);
      const scale = first[0]! / corner(0);
      first.forEach((value, at) => {
        expect(value).toBeCloseTo(scale * corner(at), 5);
      });
    });
  });

  it('takes only what pays: none of so small a network', async () => {
    await withParameters(shapes, async (weights) => {
      const keys = wantedTileKernels(building(cpuDialect), weights);
      expect(keys).toEqual([]);
      expect(await transformKernels(weights, keys, { cacheFolder: '/nowhere' })).toBe(weights);
    });
  });

  it('makes the file once', async () => {
    await withTransformed(async (_, weights, cacheFolder) => {
      const [name] = await readdir(cacheFolder);
      const { ino } = await stat(join(cacheFolder, name!));
      const keys = wantedTileKernels(building(everywhere), weights);
      await transformKernels(weights, keys, { cacheFolder });
      expect(await readdir(cacheFolder)).toEqual([name]);
      expect((await stat(join(cacheFolder, name!))).ino).toBe(ino);
    });
  });
});
