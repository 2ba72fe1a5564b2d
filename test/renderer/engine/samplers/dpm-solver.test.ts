import { describe, expect, it } from 'vitest';
import { dpmSolverStep, sdeDpmSolverStep, secondOrder } from '#renderer/engine/samplers/dpm-solver.ts';
import { levelAt } from '#renderer/engine/samplers/parametrization.ts';
import { mix, type Tensor, tensor } from '#renderer/engine/tensor.ts';

const clean = tensor([2], Float32Array.of(0.5, -1));
const eps = tensor([2], Float32Array.of(2, 1));

function noised(sigma: number): Tensor {
  const level = levelAt(sigma);
  return mix(level.alpha, clean, level.sigma, eps);
}

describe('dpmSolverStep', () => {
  it.each([2, 0.1, 0])('goes exactly to sigma %d where the clean latents do not change', (to) => {
    const { data } = dpmSolverStep({ from: 5, to }, { latents: noised(5), direction: clean });
    expect([...data]).toEqual([...noised(to).data].map((value) => expect.closeTo(value, 6)));
  });
});

describe('sdeDpmSolverStep', () => {
  it('keeps the variance: what is left of the noise and the fresh noise make up the next level', () => {
    const zero = tensor([1]);
    const one = tensor([1], Float32Array.of(1));
    const interval = { from: 5, to: 2 };
    const old = sdeDpmSolverStep(interval, { latents: one, direction: zero, noise: zero }).data[0]! * levelAt(5).sigma;
    const fresh = sdeDpmSolverStep(interval, { latents: zero, direction: zero, noise: one }).data[0]!;
    expect(Math.hypot(old, fresh)).toBeCloseTo(levelAt(2).sigma, 6);
  });

  it('is at the clean latents without noise', () => {
    const { data } = sdeDpmSolverStep({ from: 5, to: 0 }, { latents: noised(5), direction: clean, noise: eps });
    expect([...data]).toEqual([0.5, -1]);
  });
});

describe('secondOrder', () => {
  it('goes on by half of the change, per length of the step', () => {
    expect([...secondOrder({ at: clean, since: eps, r: 1 }).data]).toEqual([0.5 - 0.75, -1 - 1]);
    expect([...secondOrder({ at: clean, since: clean, r: 0.3 }).data]).toEqual([0.5, -1]);
  });
});
