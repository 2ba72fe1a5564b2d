import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callsLeft } from '#renderer/engine/samplers/calls-left.ts';
import { parseNoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import type { PlanOptions } from '#renderer/engine/samplers/sampler.ts';
import { tensor } from '#renderer/engine/tensor.ts';
import { golden as recorded } from '#test/renderer/engine/graph/golden.ts';

const original = tensor([1]);
const schedule = parseNoiseSchedule({});
const ROUTE = { timesteps: [901, 801, 701, 601, 501, 401, 301, 201, 101, 1], levels: [] };
const PAIRS = { timesteps: [751, 501, 501, 251, 251, 1, 1], levels: [], callsPerStep: 2 } as const;

function left(more: Partial<PlanOptions>, sampling: Parameters<typeof callsLeft>[0] = ROUTE) {
  const { first, end } = callsLeft(sampling, { schedule, steps: 10, sigmas: 'default', ...more });
  return [first, end];
}

describe('callsLeft', () => {
  it.each<[string, Partial<PlanOptions>, number[]]>([
    ['all from noise', {}, [0, 10]],
    ['the last ones from a picture', { start: { original, strength: 0.6 } }, [4, 10]],
    ['fewer where the product is cut', { start: { original, strength: 0.35 } }, [7, 10]],
    ['all at full strength', { start: { original, strength: 1 } }, [0, 10]],
    ['the upper part of a base model', { part: { to: 0.8 } }, [0, 8]],
    ['the lower part of its refiner', { part: { from: 0.8 }, start: { original, strength: 0.1 } }, [8, 10]],
    ['a part in the middle', { part: { from: 0.3, to: 0.8 }, start: { original, strength: 1 } }, [3, 8]],
  ])('leaves %s', (_name, more, expected) => {
    expect(left(more)).toEqual(expected);
  });

  it('keeps both calls of a step together', () => {
    expect(left({ steps: 4, start: { original, strength: 0.5 } }, PAIRS)).toEqual([4, 7]);
    expect(left({ steps: 4, part: { from: 0.5 }, start: { original, strength: 1 } }, PAIRS)).toEqual([2, 7]);
  });

  it('has the golden t_start', () => {
    const { add_noise } = recorded as unknown as {
      readonly add_noise: readonly { n: number; strength: number; t_start: number }[];
    };
    expect(add_noise).toHaveLength(6);
    for (const { n, strength, t_start } of add_noise) {
      const sampling = { ...ROUTE, timesteps: ROUTE.timesteps.slice(0, n) };
      expect(left({ steps: n, start: { original, strength } }, sampling)).toEqual([t_start, n]);
    }
  });

  it('divides the whole between a base and its refiner', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99 }), (percent) => {
        const at = percent / 100;
        const base = () => left({ part: { to: at } });
        const refiner = () => left({ part: { from: at }, start: { original, strength: 1 } });
        if (at < 0.1) expect(base).toThrow('must leave at least one step');
        else if (at > 0.99) expect(refiner).toThrow('must leave at least one step');
        else expect([base()[0], base()[1], refiner()[1]]).toEqual([0, refiner()[0], 10]);
      }),
    );
  });

  it.each<[Partial<PlanOptions>, string]>([
    [
      { start: { original, strength: 0.05 } },
      'Cannot sample: strength 0.05 must leave at least one step, given 10 steps',
    ],
    [{ part: { to: 0.01 } }, 'Cannot sample: the part 0 to 0.01 must leave at least one step, given 10 steps'],
    [{ start: { original, strength: 1.5 } }, 'strength must be from 0 to 1, given 1.5'],
    [{ part: { to: 0 } }, 'Cannot sample a part: to must be between 0 and 1, given 0'],
    [{ part: { from: 1 } }, 'Cannot sample a part: from must be between 0 and 1, given 1'],
    [{ part: { from: 0.8, to: 0.3 } }, 'from must be less than to, given 0.8 and 0.3'],
    [{ part: { from: 0.8 } }, 'Cannot sample a later part: it must start from the latents of the part before'],
  ])('refuses %j', (more, message) => {
    expect(() => left(more)).toThrow(message);
  });
});
