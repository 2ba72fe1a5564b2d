import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { UNetInputs } from '#renderer/engine/networks/network.ts';
import { openDecoder } from '#renderer/engine/networks/open-decoder.ts';
import { openEncoder } from '#renderer/engine/networks/open-encoder.ts';
import { openTextEncoder } from '#renderer/engine/networks/open-text-encoder.ts';
import { openUNet } from '#renderer/engine/networks/open-unet.ts';
import { row, type Tensor } from '#renderer/engine/tensor.ts';
import { readSafetensors } from '#renderer/engine/weights/safetensors/safetensors.ts';
import { input } from '#test/renderer/engine/graph/golden.ts';

const folder = fileURLToPath(new URL('../../../../renderer/demo-model/', import.meta.url));
const cpu = { provider: 'cpu', threads: 1 } as const;
const config = async (part: string): Promise<unknown> =>
  JSON.parse(await readFile(`${folder}${part}/config.json`, 'utf8'));
const weights = (part: string, name: string) => readSafetensors(`${folder}${part}/${name}.safetensors`);
const unet = () => weights('unet', 'diffusion_pytorch_model');
const vae = () => weights('vae', 'diffusion_pytorch_model');

/** What this model's UNet reads. */
function inputs(latents: Tensor, timesteps: readonly number[], context: Tensor): UNetInputs {
  return { latents, timesteps, conditions: { encoder_hidden_states: context }, loras: null };
}

function largestDifference(a: Tensor, b: Tensor): number {
  return Math.max(...a.data.map((value, i) => Math.abs(value - b.data[i]!)));
}

describe('the demo model', () => {
  it('has a UNet whose samples do not know of each other', async () => {
    const network = await openUNet(await config('unet'), await unet(), cpu);
    const [latents, context] = [input('x', [2, 4, 12, 20]), input('c', [2, 77, 128])];
    const both = await network.predict(inputs(latents, [999, 1], context));
    const second = await network.predict(inputs(row(latents, 1), [1], row(context, 1)));
    expect(both.dims).toEqual([2, 4, 12, 20]);
    expect(largestDifference(row(both, 1), second)).toBeLessThan(1e-5);
    await network.release();
  });

  it('gives the same noise mapped and prepacked', async () => {
    const feeds = inputs(input('x', [1, 4, 16, 16]), [500], input('c', [1, 77, 128]));
    const results = [];
    for (const residency of ['mapped', 'prepacked'] as const) {
      const network = await openUNet(await config('unet'), await unet(), { ...cpu, residency });
      results.push(await network.predict(feeds));
      await network.release();
    }
    expect(largestDifference(results[0]!, results[1]!)).toBeLessThan(2e-5);
  });

  it('has a text encoder that skips layers, and says how many it can', async () => {
    const encoder = await openTextEncoder(await config('text_encoder'), await weights('text_encoder', 'model'), cpu);
    const ids = Array.from({ length: 77 }, (_, i) => (i === 0 ? 2210 : i < 9 ? 500 + i : 2211));
    const states = 'normed';
    const whole = await encoder.encode([ids, ids], { skip: 0, states });
    expect(whole.hidden.dims).toEqual([2, 77, 128]);
    const shorter = await encoder.encode([ids, ids], { skip: 1, states });
    expect(largestDifference(whole.hidden, shorter.hidden)).toBeGreaterThan(0.01);
    await expect(encoder.encode([ids], { skip: 3, states })).rejects.toThrow('at most 2, given 3');
    await encoder.release();
  });

  it('has a decoder that undoes its encoder', async () => {
    const decoder = await openDecoder(await config('vae'), await vae(), cpu);
    const encoder = await openEncoder(await config('vae'), await vae(), cpu);
    const latents = input('x', [1, 4, 12, 16], 0.8);
    const picture = await decoder.decode(latents);
    expect(picture.dims).toEqual([1, 3, 192, 256]);
    const distribution = await encoder.encode(picture);
    const { scaling_factor: scalingFactor } = (await config('vae')) as { scaling_factor: number };
    const again = distribution.sample(input('n', [1, 4, 12, 16], 0));
    expect(again.dims).toEqual([1, 4, 12, 16]);
    expect(distribution.mean.data[5]! * scalingFactor).toBeCloseTo(again.data[5]!, 4);
    await decoder.release();
    await encoder.release();
  });

  it('refuses weights of another network', async () => {
    await expect(openUNet(await config('unet'), await vae(), cpu)).rejects.toThrow(
      'Cannot build the unet: weight time_embedding.linear_1.weight is missing',
    );
  });
});
