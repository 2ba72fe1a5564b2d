import { describe, expect, it } from 'vitest';
import { requireFinite } from '#renderer/engine/samplers/finite.ts';
import { tensor } from '#renderer/engine/tensor.ts';

describe('requireFinite', () => {
  it('lets good numbers pass', () => {
    expect(() => requireFinite(tensor([2], Float32Array.of(1, -2)), { step: 1, steps: 4 })).not.toThrow();
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('names the step that gave %d', (value) => {
    const output = tensor([2], Float32Array.of(1, value));
    expect(() => requireFinite(output, { step: 2, steps: 4 })).toThrow(
      'Cannot finish step 2 of 4: the network must give finite numbers, given NaN or infinity',
    );
  });
});
