import { describe, expect, it } from 'vitest';
import { guidanceEmbedding } from '#renderer/engine/networks/guidance-embedding.ts';
import { golden } from '#test/renderer/engine/graph/golden.ts';

describe('the guidance embedding', () => {
  it("has diffusers' numbers, row by row", () => {
    const alone = guidanceEmbedding([7], 16).data;
    for (const [i, value] of golden.w_embedding_w7_dim16.entries()) expect(alone[i]).toBeCloseTo(value, 3);
    const { dims, data } = guidanceEmbedding([0, 7], 16);
    expect(dims).toEqual([2, 16]);
    expect([...data.slice(0, 16)]).toEqual([...Array<number>(8).fill(0), ...Array<number>(8).fill(1)]);
    expect(data.slice(16)).toEqual(alone);
  });
});
