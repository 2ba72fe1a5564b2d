import { describe, expect, it } from 'vitest';
import type { Upscaler } from '#renderer/engine/networks/open-upscaler.ts';
import { elements } from '#renderer/engine/tensor.ts';
import {
  compactShapes,
  goldenUpscalers,
  oldShapes,
  rrdbShapes,
  type Shapes,
  withUpscaler,
} from '#test/renderer/engine/golden-upscalers.ts';
import { expectGolden, uniform } from '#test/renderer/engine/graph/golden.ts';

const NETWORKS: Readonly<Record<string, Shapes>> = {
  x4_nb2: rrdbShapes(16, 2),
  x4_nb6: rrdbShapes(8, 6),
  x2_shuffle: rrdbShapes(16, 2, { inputs: 12 }),
  x2_shuffle_odd: rrdbShapes(16, 2, { inputs: 12 }),
  x1_shuffle4: rrdbShapes(16, 1, { inputs: 48 }),
  x4_old_keys: oldShapes(rrdbShapes(16, 2)),
  x2_old: oldShapes(rrdbShapes(8, 1, { doublings: 1 })),
  x8_old: oldShapes(rrdbShapes(8, 1, { doublings: 3 })),
  x1_old: oldShapes(rrdbShapes(8, 1, { doublings: 0 })),
  compact_x4: compactShapes(16, 4, 4),
  compact_x2: compactShapes(8, 3, 2),
};

describe('openUpscaler', () => {
  it.each(Object.entries(goldenUpscalers.runs))('gives the numbers of spandrel: %s', async (name, { scale, out }) => {
    const dims = [1, 3, out.shape[2]! / scale, out.shape[3]! / scale];
    const pixels = { dims, data: Float32Array.from(uniform('in:lr', elements(dims))) };
    const enlarge = async (network: Upscaler) => {
      expect(network.scale).toBe(scale);
      return network.enlarge(pixels);
    };
    expectGolden(await withUpscaler(NETWORKS[name]!, enlarge), out, 2e-5);
  });
});
