import { describe, expect, it } from 'vitest';
import { rawLatents, scaledLatents } from '#renderer/engine/networks/latent-scale.ts';
import { tensor } from '#renderer/engine/tensor.ts';

const raw = tensor([1, 2, 1, 2], Float32Array.of(1, 2, 3, 4));

describe('the scale of latents', () => {
  it('is one factor for most models', () => {
    const scale = { scalingFactor: 0.5, latentsMean: null, latentsStd: null };
    expect([...scaledLatents(raw, scale).data]).toEqual([0.5, 1, 1.5, 2]);
    expect([...rawLatents(scaledLatents(raw, scale), scale).data]).toEqual([1, 2, 3, 4]);
  });

  it('is a mean and a deviation for each channel where the model has them', () => {
    const scale = { scalingFactor: 0.5, latentsMean: [1, 3], latentsStd: [2, 4] };
    expect([...scaledLatents(raw, scale).data]).toEqual([0, 0.25, 0, 0.125]);
    expect([...rawLatents(scaledLatents(raw, scale), scale).data]).toEqual([1, 2, 3, 4]);
  });
});
