import { describe, expect, it } from 'vitest';
import { latentColours } from '#renderer/engine/networks/latent-rgb.ts';
import { tensor } from '#renderer/engine/tensor.ts';

describe('the colours of latents', () => {
  it('are the fitted projection, one pixel for each latent, width and height kept apart', async () => {
    const latents = tensor([2, 4, 1, 3]);
    // Second picture, third pixel: only channel 3 counts.
    latents.data[12 + 3 * 3 + 2] = 1;
    const { dims, data } = await latentColours('sd').decode(latents);
    expect(dims).toEqual([2, 3, 1, 3]);
    const at = (picture: number, colour: number, x: number) => data[(picture * 3 + colour) * 3 + x]!;
    expect(at(1, 0, 2)).toBeCloseTo(-0.178022 - 0.017478, 6);
    expect(at(1, 2, 2)).toBeCloseTo(-0.678514 - 0.105825, 6);
    expect(at(0, 1, 0)).toBeCloseTo(-0.055834, 6);
  });
});
