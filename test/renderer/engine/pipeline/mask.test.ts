import { describe, expect, it } from 'vitest';
import { binarised, latentMask, masked, maskOf, merged } from '#renderer/engine/pipeline/mask.ts';
import { tensor } from '#renderer/engine/tensor.ts';

describe('a mask', () => {
  it('is black or white, divided in the middle', () => {
    const { dims, data } = maskOf({ width: 3, height: 2, data: Uint8Array.of(0, 127, 128, 255, 1, 254) });
    expect(dims).toEqual([1, 1, 2, 3]);
    expect([...data]).toEqual([0, 0, 1, 1, 0, 1]);
    expect([...binarised(tensor([1, 1, 1, 3], Float32Array.of(0.49, 0.5, 1))).data]).toEqual([0, 1, 1]);
  });

  it('is made smaller by the top left pixel of each block', () => {
    const mask = tensor([1, 1, 4, 6]);
    mask.data[2 * 6 + 4] = 1;
    mask.data[7] = 1;
    const { dims, data } = latentMask(mask, 2);
    expect(dims).toEqual([1, 1, 2, 3]);
    expect([...data]).toEqual([0, 0, 0, 0, 0, 1]);
  });

  it('greys what is drawn anew, and mixes', () => {
    const pixels = tensor([1, 3, 1, 2], Float32Array.of(1, 2, 3, 4, 5, 6));
    expect([...masked(pixels, tensor([1, 1, 1, 2], Float32Array.of(0, 1))).data]).toEqual([1, 0, 3, 0, 5, 0]);
    const anew = tensor([1, 3, 1, 2]);
    expect([...merged(pixels, anew, tensor([1, 1, 1, 2], Float32Array.of(0.5, 0))).data]).toEqual([
      0.5, 2, 1.5, 4, 2.5, 6,
    ]);
  });
});
