import { describe, expect, it } from 'vitest';
import { type Family, familyOf } from '#renderer/engine/checkpoint/family.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';

const ATTENTION = 'down_blocks.1.attentions.0';
const MIDDLE = 'mid_block.attentions.0.norm.weight';
const ADDED = 'add_embedding.linear_1.weight';
const DEEP = 'down_blocks.2.attentions.0.transformer_blocks.2.norm1.weight';

function unet(shapes: Record<string, readonly number[]>): WeightMap {
  const entries = Object.entries(shapes).map(
    ([key, shape]) => [key, { file: '/x', offset: 0, bytes: 0, dtype: 'F16', shape }] as const,
  );
  return new Map(entries);
}

function check(expected: Family, shapes: Record<string, readonly number[]>) {
  expect(familyOf(unet(shapes))).toBe(expected);
}

const transformer = (projection: readonly number[], context: number) => ({
  [`${ATTENTION}.proj_in.weight`]: projection,
  [`${ATTENTION}.transformer_blocks.0.attn2.to_k.weight`]: [640, context],
});

describe('familyOf', () => {
  it('tells Stable Diffusion 1 by its convolution before the transformers, at any size', () => {
    check('sd15', transformer([640, 640, 1, 1], 768));
    check('sd15', transformer([96, 96, 1, 1], 128));
  });
  it('tells Stable Diffusion 2 by the matrix in its place', () => check('sd21', transformer([640, 640], 1024)));
  it('tells SDXL and its refiner by what they read', () => {
    check('sdxl', { [ADDED]: [1280, 2816], ...transformer([640, 640], 2048), [MIDDLE]: [1280] });
    check('sdxl-refiner', { [ADDED]: [1536, 2560], ...transformer([768, 768], 1280), [MIDDLE]: [1536] });
  });
  it('tells the distilled ones by the middle they lost', () => {
    check('ssd1b', { [ADDED]: [1280, 2816], ...transformer([640, 640], 2048), [DEEP]: [1280] });
    check('vega', { [ADDED]: [1280, 2816], ...transformer([640, 640], 2048) });
  });
});
