import { describe, expect, it } from 'vitest';
import { tensor } from '#renderer/engine/tensor.ts';
import type { TokenWindow } from '#renderer/engine/text/chunks.ts';
import { weightedWindows } from '#renderer/engine/text/weighting.ts';
import type { Weighting } from '#shared/contract/bounds.ts';

/** Windows of three positions, two numbers each; the empty one is 0.5 throughout, a masked position makes 10 of all. */
const HIDDEN = [1, 2, 3, 4, 5, 6];
const pooled = tensor([1, 1], Float32Array.of(7));

function window(weights: readonly number[], spans: readonly (number | null)[] = weights.map((_, i) => i)): TokenWindow {
  return { ids: [1, 2, 3], weights, spans, vectors: [] };
}

async function weighed(
  weighting: Weighting,
  ...windows: readonly TokenWindow[]
): Promise<readonly (readonly number[])[]> {
  const empty = window([1, 1, 1]);
  const asked: string[] = [];
  const encoded = await weightedWindows(windows, {
    empty,
    weighting,
    read: async (all, masked = []) => {
      asked.push(masked.join());
      return all.map((one) => {
        const data = one === empty ? HIDDEN.map(() => 0.5) : masked.length > 0 ? HIDDEN.map(() => 10) : HIDDEN;
        return { hidden: tensor([1, 3, 2], Float32Array.from(data)), pooled };
      });
    },
  });
  expect(encoded.every((one) => one.pooled === pooled)).toBe(true);
  return encoded.map(({ hidden }) => [...hidden.data]);
}

function close(actual: readonly (readonly number[])[], expected: readonly (readonly number[])[]): void {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((row, i) => {
    row.forEach((value, at) => {
      expect(actual[i]![at]).toBeCloseTo(value, 5);
    });
  });
}

describe('weightedWindows', () => {
  it.each(['a1111', 'a1111-no-norm', 'comfy', 'compel'] as const)(
    'leaves what weighs 1 alone: %s',
    async (weighting) => {
      close(await weighed(weighting, window([1, 1, 1])), [HIDDEN]);
    },
  );

  it('a1111 multiplies each position and keeps the mean of the window', async () => {
    // 1 2 6 8 2.5 3 sums to 22.5, the original to 21.
    const restore = 21 / 22.5;
    close(await weighed('a1111', window([1, 2, 0.5]), window([1, 1, 1])), [
      [1, 2, 6, 8, 2.5, 3].map((value) => value * restore),
      HIDDEN,
    ]);
  });

  it('a1111 does not divide by a mean of 0', async () => {
    close(await weighed('a1111', window([0, 0, 0])), [[0, 0, 0, 0, 0, 0]]);
  });

  it('a1111-no-norm multiplies each position', async () => {
    close(await weighed('a1111-no-norm', window([1, 2, 0.5])), [[1, 2, 6, 8, 2.5, 3]]);
  });

  it('comfy multiplies the difference to the empty prompt', async () => {
    close(await weighed('comfy', window([1, 2, 0.5])), [[1, 2, 5.5, 7.5, 2.75, 3.25]]);
  });

  it('compel does likewise above 1', async () => {
    close(await weighed('compel', window([1, 2, 1])), [[1, 2, 5.5, 7.5, 5, 6]]);
  });

  it('compel blends with the text that does not look at what weighs less', async () => {
    // At a half the pull is 1: the mean of both; the masked one is weighed as well.
    const whole = [1, 2, 3, 4, 2.75, 3.25];
    const without = [10, 10, 10, 10, 5.25, 5.25];
    close(await weighed('compel', window([1, 1, 0.5])), [whole.map((value, i) => (value + without[i]!) / 2)]);
  });

  it('compel divides by the pulls of all windows', async () => {
    const half = window([1, 1, 0.5], [null, 0, 1]);
    const [first, second] = await weighed('compel', half, window([1, 1, 0.5], [null, 2, 3]));
    const whole = [1, 2, 3, 4, 2.75, 3.25];
    const without = [10, 10, 10, 10, 5.25, 5.25];
    const expected = whole.map((value, i) => (2 * value + without[i]!) / 3);
    close([first!, second!], [expected, expected]);
  });

  it('compel leaves hardly anything of a weight of 0', async () => {
    const [row] = await weighed('compel', window([1, 1, 0]));
    expect(row![0]).toBeCloseTo(10, 3);
  });
});
