import { describe, expect, it } from 'vitest';
import { betasOf, cumulate, withZeroTerminalSnr } from '#renderer/engine/samplers/betas.ts';

const STABLE_DIFFUSION = { from: 0.00085, to: 0.012, count: 1000 };

describe('betasOf', () => {
  it.each([
    ['scaled_linear', 0, 0.9991499781608582],
    ['scaled_linear', 499, 0.27766942977905273],
    ['scaled_linear', 999, 0.00466009508818388],
    ['squaredcos_cap_v2', 0, 0.9999586939811707],
    ['squaredcos_cap_v2', 250, 0.8458880186080933],
    ['squaredcos_cap_v2', 900, 0.023616107180714607],
    ['squaredcos_cap_v2', 998, 2.428766265438753e-6],
    ['squaredcos_cap_v2', 999, 2.4287349909002387e-9],
  ] as const)('cumulates with %s to the alphas of diffusers bit by bit, at %i', (kind, t, expected) => {
    expect(cumulate(betasOf(kind, STABLE_DIFFUSION))[t]).toBe(expected);
  });

  it('goes evenly from one end to the other with linear', () => {
    const betas = betasOf('linear', { from: 0.25, to: 0.75, count: 3 });
    expect([...betas]).toEqual([0.25, 0.5, 0.75]);
  });
});

describe('withZeroTerminalSnr', () => {
  it.each([
    [0, 0.9991499781608582],
    [1, 0.9982334971427917],
    [250, 0.6524567604064941],
    [500, 0.2410186380147934],
    [900, 0.002960391342639923],
    [998, 1.9679633567193378e-7],
    [999, 0],
  ])('gives the rescaled alphas of diffusers but for the last bits of a square root, at %i', (t, expected) => {
    const actual = withZeroTerminalSnr(cumulate(betasOf('scaled_linear', STABLE_DIFFUSION)))[t]!;
    expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-6 * expected);
  });
});
