import { describe, expect, it } from 'vitest';
import { rescaleGuidance } from '#renderer/engine/samplers/guidance-rescale.ts';
import { row, tensor } from '#renderer/engine/tensor.ts';
import { input } from '#test/renderer/engine/graph/golden.ts';

const DIMS = [2, 4, 8, 8];
const cond = input('cond', DIMS);
const wide = input('guided', DIMS);
const guided = tensor(
  DIMS,
  wide.data.map((value) => value * 2.5 + 0.1),
);

describe('rescaleGuidance', () => {
  it.each([
    [0.7, [2.014805316925049, -0.44878846406936646, 1.1690566539764404, 1.9815146923065186]],
    [1, [1.4390654563903809, -0.32054513692855835, 0.7900044918060303, 1.3390331268310547]],
    [0, [3.3581976890563965, -0.7480229139328003, 2.053511381149292, 3.480638027191162]],
  ])('gives what diffusers gives with phi %d', (phi, expected) => {
    const { data } = rescaleGuidance(guided, cond, phi);
    [0, 85, 256, 511].forEach((at, i) => {
      expect(data[at]).toBeCloseTo(expected[i]!, 5);
    });
  });

  it('measures each picture on its own', () => {
    const second = rescaleGuidance(row(guided, 1), row(cond, 1), 0.7);
    expect([...row(rescaleGuidance(guided, cond, 0.7), 1).data]).toEqual([...second.data]);
  });
});
