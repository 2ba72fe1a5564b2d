import { describe, expect, it } from 'vitest';
import {
  dpmSolverStep,
  firstDifference,
  logRatio,
  sdeDpmSolverStep,
  secondDifference,
  unscaledLevel,
} from '#renderer/engine/samplers/dpm-solver.ts';
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

describe('logRatio', () => {
  it('is positive on the way down', () => {
    expect(logRatio({ from: Math.E, to: 1 })).toBeCloseTo(1, 12);
  });
});

describe('the weights of differences', () => {
  it('tend to a half and a sixth of them for short steps', () => {
    const h = 1e-3;
    expect(firstDifference({ h, type: 'midpoint' })).toBe(0.5);
    expect(firstDifference({ h, type: 'heun' })).toBeCloseTo(0.5, 3);
    expect(secondDifference({ h, isStochastic: false })).toBeCloseTo(1 / 6, 3);
  });
});

describe('unscaledLevel', () => {
  it('leaves clean latents as they are', () => {
    const { data } = dpmSolverStep(
      { from: 5, to: 2, level: unscaledLevel },
      { latents: mix(1, clean, 5, eps), direction: clean },
    );
    expect([...data]).toEqual([...mix(1, clean, 2, eps).data].map((value) => expect.closeTo(value, 5)));
  });
});
