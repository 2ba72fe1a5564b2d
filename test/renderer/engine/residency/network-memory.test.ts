import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readCheckpoint } from '#renderer/engine/checkpoint/checkpoint.ts';
import { modelFilesAt } from '#renderer/engine/contract/model-choice.ts';
import { isNarrowed } from '#renderer/engine/derive/narrow-weights.ts';
import { decoderBytesPerPixel, networkMib } from '#renderer/engine/residency/network-memory.ts';

const DEMO = fileURLToPath(new URL('../../../../renderer/demo-model', import.meta.url));

describe('the memory of a network', () => {
  it('is its weights as they are kept, and what every network takes besides', async () => {
    const { unet } = await readCheckpoint(modelFilesAt(DEMO));
    const stored = [...unet.weights.values()];
    const elements = stored.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
    const bytes = stored.reduce((sum, entry) => sum + entry.bytes, 0);
    const mib = (weights: number) => Math.ceil(weights / 2 ** 20) + 16;
    expect(networkMib(unet.weights, { residency: 'mapped', precision: 'float32' })).toBe(mib(bytes));
    expect(networkMib(unet.weights, { residency: 'prepacked', precision: 'float32' })).toBe(mib(elements * 4));
    expect(networkMib(unet.weights, { residency: 'prepacked', precision: 'float16' })).toBe(mib(elements * 2));
    const [linear, { shape }] = [...unet.weights].find((one) => isNarrowed(...one))!;
    const narrowed = { residency: 'prepacked', precision: 'float16', narrowed: [linear] } as const;
    expect(networkMib(unet.weights, narrowed)).toBe(mib(elements * 2 - shape[0]! * shape[1]!));
    const conv = 'mid_block.resnets.0.conv1.weight';
    const [outputs, inputs] = unet.weights.get(conv)!.shape as [number, number];
    const tiled = { residency: 'prepacked', precision: 'float32', tiled: [conv] } as const;
    expect(networkMib(unet.weights, tiled)).toBe(mib((elements + (36 - 9) * outputs * inputs) * 4));
  });

  it('is joined by what its decoder writes for each pixel, by the channels of its last layer', async () => {
    const { vae } = await readCheckpoint(modelFilesAt(DEMO));
    const [channels] = vae.weights.get('decoder.conv_norm_out.weight')!.shape;
    expect(decoderBytesPerPixel(vae.weights)).toBe(4 * channels! * 18);
    // 2.3 GiB at 512 × 512 with the 128 of Stable Diffusion.
    expect((decoderBytesPerPixel(new Map()) * 512 * 512) / 2 ** 30).toBeCloseTo(2.25);
  });
});
