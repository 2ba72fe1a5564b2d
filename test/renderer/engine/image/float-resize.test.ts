import { describe, expect, it } from 'vitest';
import { resizeFloats } from '#renderer/engine/image/float-resize.ts';
import { tensor } from '#renderer/engine/tensor.ts';

describe('resizeFloats', () => {
  it('gives the numbers of torch, width and height kept apart', () => {
    // torch.nn.functional.interpolate(arange(6.).reshape(1, 1, 2, 3), size=(3, 5), mode='bilinear')
    const { dims, data } = resizeFloats(tensor([1, 1, 2, 3], Float32Array.of(0, 1, 2, 3, 4, 5)), {
      height: 3,
      width: 5,
      mode: 'bilinear',
    });
    expect(dims).toEqual([1, 1, 3, 5]);
    const rows = [
      [0, 0.4, 1, 1.6, 2],
      [1.5, 1.9, 2.5, 3.1, 3.5],
      [3, 3.4, 4, 4.6, 5],
    ].flat();
    for (const [i, value] of rows.entries()) expect(data[i]).toBeCloseTo(value, 5);
  });

  it('changes nothing at the same size', () => {
    const x = tensor(
      [2, 3, 2, 2],
      Float32Array.from({ length: 24 }, (_, i) => i),
    );
    expect(resizeFloats(x, { height: 2, width: 2, mode: 'bilinear' })).toEqual(x);
  });
});
