import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDecoder } from '#renderer/engine/networks/open-decoder.ts';
import type { NetworkOptions } from '#renderer/engine/networks/options.ts';
import { allFinite, tensor } from '#renderer/engine/tensor.ts';
import { readWeights } from '#renderer/engine/weights/read-weights.ts';
import type { Message } from '#shared/text/message.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { pipelines, writeTinyVae } from '#test/renderer/engine/pipeline/tiny-model.ts';
import { DECODER_END, scaleWeight, TOO_LARGE } from '#test/renderer/engine/scaled-weight.ts';

const config = pipelines.models.sd15!.vae;
const latents = tensor(
  [1, 4, 8, 8],
  Float32Array.from({ length: 256 }, (_, i) => Math.sin(i * i)),
);
const HALF: NetworkOptions = { provider: 'cpu', threads: 1, precision: 'float16' };
const EXACT: NetworkOptions = { ...HALF, precision: 'float32' };

/** What a VAE with this weight scaled so makes of some latents, twice, and what it said besides. */
async function decoded(key: string, factor: number, options: NetworkOptions) {
  const folder = scratchFolder();
  await writeTinyVae(folder, config);
  const file = join(folder, 'diffusion_pytorch_model.safetensors');
  await scaleWeight(file, key, factor);
  const told: Message[] = [];
  const decoder = await openDecoder(config, await readWeights(file), { ...options, warn: (one) => told.push(one) });
  const pictures = [await decoder.decode(latents), await decoder.decode(latents)] as const;
  await decoder.release();
  return { pictures, told: told.map(({ key }) => key) };
}

describe('a decoder in half precision', () => {
  it('computes again in float32 what overflows, and from then on, and says so once', async () => {
    const { pictures, told } = await decoded('decoder.conv_in.weight', 1e6, HALF);
    const exact = await decoded('decoder.conv_in.weight', 1e6, EXACT);
    expect(told).toEqual(['decoder.overflow']);
    expect(pictures).toEqual(exact.pictures);
    expect(exact.told).toEqual([]);
  });

  it('stays in half precision where numbers fit', async () => {
    const { pictures, told } = await decoded('decoder.conv_in.weight', 1, HALF);
    const exact = await decoded('decoder.conv_in.weight', 1, EXACT);
    expect(told).toEqual([]);
    expect(pictures[0]).not.toEqual(exact.pictures[0]);
  });

  it('gives what is not finite in float32 either as it is', async () => {
    const { pictures } = await decoded(DECODER_END, TOO_LARGE, HALF);
    expect(pictures.map(allFinite)).toEqual([false, false]);
  });
});
