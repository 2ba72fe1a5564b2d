import { describe, expect, it } from 'vitest';
import { extended, seam } from '#renderer/engine/pipeline/outpainting.ts';
import { tensor } from '#renderer/engine/tensor.ts';

describe('a run', () => {
  it('draws the edges of the picture out into its margins', () => {
    const picture = tensor([1, 3, 1, 2], Float32Array.of(1, 2, 3, 4, 5, 6));
    const { dims, data } = extended(picture, { left: 2, top: 1, right: 1, bottom: 0 });
    expect(dims).toEqual([1, 3, 2, 5]);
    expect([...data.slice(0, 10)]).toEqual([1, 1, 1, 2, 2, 1, 1, 1, 2, 2]);
    expect([...data.slice(-5)]).toEqual([5, 5, 5, 6, 6]);
  });

  it('is drawn anew in the margins, kept in the middle, and mixed in between', () => {
    const { dims, data } = seam({ width: 32, height: 16 }, { left: 4, top: 0, right: 0, bottom: 0 });
    expect(dims).toEqual([1, 1, 16, 36]);
    const row = [...data.slice(5 * 36, 6 * 36)];
    expect(row.slice(0, 4)).toEqual([1, 1, 1, 1]);
    expect(row.slice(12)).toEqual(Array<number>(24).fill(0));
    const between = row.slice(3, 13);
    expect(between).toEqual(between.toSorted((a, b) => b - a));
    expect(between[4]).toBeGreaterThan(0);
    expect(between[4]).toBeLessThan(1);
  });

  it('has no seam where it has no margin', () => {
    const { data } = seam({ width: 8, height: 8 }, { left: 0, top: 0, right: 0, bottom: 8 });
    expect([...data.slice(0, 8)]).toEqual(Array<number>(8).fill(0));
    expect([...data.slice(-8)]).toEqual(Array<number>(8).fill(1));
  });
});
