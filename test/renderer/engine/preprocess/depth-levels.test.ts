import { expect, it } from 'vitest';
import { depthLevels } from '#renderer/engine/preprocess/depth-levels.ts';

it('depths use all levels, are cut and not rounded, and one depth everywhere is black', () => {
  expect([...depthLevels(Float32Array.of(2, 12, 11.99, 22))]).toEqual([0, 127, 127, 255]);
  expect([...depthLevels(Float32Array.of(3, 3))]).toEqual([0, 0]);
});
