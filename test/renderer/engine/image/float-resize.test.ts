import { describe, expect, it } from 'vitest';
import { resizeFloats } from '#renderer/engine/image/float-resize.ts';
import { tensor } from '#renderer/engine/tensor.ts';
import { checkPart } from '#test/golden/check/check-case.ts';
import { TORCH_RESIZE_CASES } from '#test/golden/check/parts/resize.ts';

describe('resizeFloats', () => {
  it('gives the numbers of torch', () => checkPart(TORCH_RESIZE_CASES));

  it('changes nothing at the same size', () => {
    const x = tensor(
      [2, 3, 2, 2],
      Float32Array.from({ length: 24 }, (_, i) => i),
    );
    expect(resizeFloats(x, { height: 2, width: 2, mode: 'bilinear' })).toEqual(x);
  });
});
