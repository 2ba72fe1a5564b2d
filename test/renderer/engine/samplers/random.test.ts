import { describe, expect, it } from 'vitest';
import { createNoise } from '#renderer/engine/samplers/random.ts';
import { sum } from '#test/renderer/engine/samplers/trajectory.ts';

/** Checked against torch.Generator('cpu').manual_seed(seed): successive draws, first numbers of each. */
const DRAWS: readonly (readonly [number, readonly (readonly [readonly number[], readonly number[]])[]])[] = [
  [
    0,
    [
      [
        [1, 4, 64, 64],
        [-1.1258398, -1.1523602, -0.2505786, -0.4338788, 0.8487104, 0.6920092, -0.3160127, -2.1152194],
      ],
      [[3], [-0.6912113, -0.3471457, 0.4407761]],
      [
        [1, 4, 9, 7],
        [-0.8926647, -0.2089748, 1.470174],
      ],
      [[2], [-0.0157902, -1.4189107]],
      [
        [1, 4, 8, 8],
        [-0.2413301, 0.8400571, -2.6033156],
      ],
      [
        [15],
        [
          1.5030015, 1.5273744, 0.1103793, 0.4372468, 1.395418, 0.8236231, -0.8584669, -1.2055798, 1.8750479, 0.7694172,
          -1.4708356, 0.7188044, 1.2954979, -0.5231196, 0.4221705,
        ],
      ],
      [
        [16],
        [
          1.6440129, 0.2520475, 1.1758207, -0.6879292, 1.0338746, 0.0594505, -1.0131106, -0.3479872, 0.4143854,
          0.3625937, 0.1958963, -1.5249466, -1.0102881, -0.0420269, -2.0110316, 0.3904968,
        ],
      ],
      [
        [17],
        [
          -1.350149, -0.0636751, -1.1724348, -0.5177305, -1.1334172, -1.1237406, 0.7180755, -0.1237706, -1.2454739,
          -0.6919231, 0.2877733, 0.4572143, 0.2284862, -1.5877769, -0.2577861, -0.7929093, -0.6963248,
        ],
      ],
      [[1, 1], [-0.8600659]],
    ],
  ],
  [
    4294967295,
    [
      [
        [1, 4, 64, 64],
        [-2.6642976, -1.0910486, 0.4514474],
      ],
      [[3], [0.5475214, -0.3613555, -2.1889896]],
      [
        [1, 4, 9, 7],
        [0.4216273, 0.9473172, -0.4887541],
      ],
      [[2], [0.1996659, -1.0961945]],
      [
        [1, 4, 8, 8],
        [-0.2719648, 1.5353131, -0.3722542],
      ],
      [
        [15],
        [
          1.7631853, 1.3142904, -1.5182956, 1.8925271, -0.9205249, 0.5434855, 0.1903, 1.7464443, 0.1823032, 0.2769126,
          0.8150749, -1.4282176, 1.5139585, -0.6369843, 1.6188558,
        ],
      ],
      [
        [16],
        [
          1.7665112, 1.6280791, 0.050286, 0.4556782, 1.9484226, 1.0378221, 0.7018858, -0.6964434, -1.3208262, -0.259899,
          0.2070384, -0.5445791, 0.0048751, -1.619041, 1.2838657, -0.2342762,
        ],
      ],
      [
        [17],
        [
          0.447239, -0.7989689, 1.6407688, -0.6981859, 0.7824444, -0.999257, 0.5751677, 0.5082944, -0.911824,
          -0.3585314, -1.0370214, 1.9928858, -0.8218564, -0.6898563, -0.6168077, -1.6492302, -0.0223692,
        ],
      ],
      [[1, 1], [0.1105987]],
    ],
  ],
];

describe('createNoise', () => {
  it.each(DRAWS)('draws what torch draws from seed %i, one shape after the other', (seed, draws) => {
    const noise = createNoise(seed);
    for (const [dims, expected] of draws) {
      const { data } = noise.randn(dims);
      expected.forEach((value, i) => {
        expect(Math.abs(data[i]! - value)).toBeLessThan(1.5e-6);
      });
    }
  });

  it("sums to torch's sum over a whole picture's latents", () => {
    expect(Math.abs(sum(createNoise(0).randn([1, 4, 64, 64])) + 124.11269989912398)).toBeLessThan(1e-4);
  });

  it('draws short tensors in double', () => {
    const { data } = createNoise(0).randn([4]);
    [1.5409961, -0.2934289, -2.1787894, 0.5684313].forEach((value, i) => {
      expect(data[i]).toBeCloseTo(value, 6);
    });
  });

  it('gives the same numbers twice, and others for another seed', () => {
    const draw = (seed: number) => [...createNoise(seed).randn([1, 4, 8, 8]).data];
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });

  it('is standard normal', () => {
    const { data } = createNoise(42).randn([100_000]);
    const mean = data.reduce((total, value) => total + value, 0) / data.length;
    const variance = data.reduce((total, value) => total + (value - mean) ** 2, 0) / data.length;
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(Math.abs(variance - 1)).toBeLessThan(0.02);
  });
});
