import { describe, expect, it } from 'vitest';
import { multistepDirections } from '#renderer/engine/samplers/dpm-multistep.ts';
import { parseNoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import { tensor } from '#renderer/engine/tensor.ts';
import { BASE_L } from '#test/renderer/engine/samplers/upstream-loop.ts';

/** At which of the steps the direction is the clean latents themselves; they are 1, 2, 3 … here. */
function firstOrders(steps: number, config: object): number[] {
  const schedule = parseNoiseSchedule({ ...BASE_L, prediction_type: 'sample', ...config });
  const { directionAt } = multistepDirections({ schedule, steps, sigmas: 'default' }, { isStochastic: false });
  const latents = tensor([1]);
  return Array.from({ length: steps }, (_, index) => index).filter((index) => {
    const output = tensor([1], Float32Array.of(index + 1));
    const { direction } = directionAt({ index, latents, output, draw: () => latents });
    return direction.data[0] === index + 1;
  });
}

describe('multistepDirections', () => {
  const open = { final_sigmas_type: 'sigma_min' };
  it.each([
    ['which has no call before', 20, open, [0]],
    ['and at the last of few', 14, open, [0, 13]],
    ['but not at the last of few if the file says so', 14, { ...open, lower_order_final: false }, [0]],
    ['and at the last that ends at no noise', 20, {}, [0, 19]],
    ['and at the last with euler_at_final', 20, { ...open, euler_at_final: true }, [0, 19]],
  ])('is of first order at the first step, %s', (_name, steps, config, expected) => {
    expect(firstOrders(steps, config)).toEqual(expected);
  });
});
