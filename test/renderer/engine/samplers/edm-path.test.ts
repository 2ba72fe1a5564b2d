import { describe, expect, it } from 'vitest';
import { edmClean, edmSchedule, edmSigmas } from '#renderer/engine/samplers/edm-path.ts';
import { mix, tensor } from '#renderer/engine/tensor.ts';

const EDM = { sigmaMin: 0.002, sigmaMax: 80, sigmaData: 0.5, spacing: 'karras', rho: 7 } as const;

describe('the way of models whose time is sigma', () => {
  it('goes from sigma_max to sigma_min, and ends where it is told', () => {
    const sigmas = edmSigmas(EDM, { steps: 3, sigmas: 'default', last: (levels) => levels.at(-1)! / 2 });
    expect([...sigmas]).toEqual([80, 2.515, 0.002, 0.001].map((sigma) => expect.closeTo(sigma, 3)));
  });

  it('spaces its levels by the file’s rule or the one that was asked for', () => {
    const middle = (spacing: 'karras' | 'exponential', sigmas: 'default' | 'karras' | 'exponential') =>
      edmSigmas({ ...EDM, spacing }, { steps: 3, sigmas, last: () => 0 })[1];
    expect(middle('exponential', 'default')).toBeCloseTo(0.4, 6);
    expect(middle('karras', 'exponential')).toBeCloseTo(0.4, 6);
    expect(middle('exponential', 'karras')).toBeCloseTo(2.515, 3);
  });

  it('gives the network latents of unit variance and a quarter of log sigma', () => {
    const { timesteps, inputScales, initialSigma } = edmSchedule(EDM, Float32Array.of(80, 0.5, 0));
    expect(timesteps).toEqual([expect.closeTo(1.0955, 4), expect.closeTo(-0.17329, 4)]);
    expect(inputScales![1]).toBeCloseTo(Math.SQRT2, 12);
    expect(initialSigma).toBeCloseTo(80.00625, 5);
  });
});

describe('edmClean', () => {
  const [clean, eps] = [tensor([1], Float32Array.of(0.3)), tensor([1], Float32Array.of(-1))];
  const latents = mix(1, clean, 0.5, eps);

  it.each([
    ['epsilon', 1],
    ['v_prediction', -1],
  ] as const)('finds clean latents again from what a perfect network says of %s', (type, sign) => {
    // (x0 - c_skip·x)/c_out at sigma = sigma_data, where c_skip is 1/2 and c_out is ± 0.5/√2.
    const answer = (sign * (0.3 - latents.data[0]! / 2)) / (0.5 / Math.SQRT2);
    const output = tensor([1], Float32Array.of(answer));
    expect(edmClean(EDM, type, { latents, output, sigma: 0.5 }).data[0]).toBeCloseTo(0.3, 6);
  });
});
