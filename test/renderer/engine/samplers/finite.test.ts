import { describe, expect, it } from 'vitest';
import { finite } from '#renderer/engine/samplers/finite.ts';
import { tensor } from '#renderer/engine/tensor.ts';

const good = tensor([2], Float32Array.of(1, -2));

describe('finite', () => {
  it('passes good numbers through', async () => {
    expect(await finite(async (x) => x, 4)(good, 999)).toBe(good);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('names the step that gave %d', async (value) => {
    let calls = 0;
    const ask = finite(async (x) => (++calls === 2 ? tensor([2], Float32Array.of(1, value)) : x), 4);
    await ask(good, 999);
    await expect(ask(good, 500)).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringContaining('Cannot finish step 2 of 4: the network must give finite numbers'),
    });
  });
});
