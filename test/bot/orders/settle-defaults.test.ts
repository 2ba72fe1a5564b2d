import { describe, expect, it } from 'vitest';
import type { Order } from '#bot/domain/job.ts';
import { settle } from '#bot/orders/settle.ts';
import { visiblePresets } from '#bot/presets/visible-presets.ts';
import type { Defaults } from '#shared/contract/messages.ts';
import { LIMITS, REAL, SAMPLERS } from '#test/bot/presets/some-offer.ts';
import { somePreset } from '#test/bot/presets/some-preset.ts';
import { inEnglish } from '#test/bot/text/in-english.ts';
import { drawIn } from '#test/fakes/new-job.ts';

const WIDE = somePreset({ name: 'wide', width: 768, height: 512, steps: 30, guidance: 5 });

/** What is drawn for an order where the model's operator says this. */
function specFor(defaults: Defaults | null, order: Partial<Order> = {}) {
  const models = [{ ...REAL, defaults }];
  const presets = visiblePresets([WIDE], { models });
  const offer = { presets, defaultStyle: null, models, samplers: SAMPLERS, limits: LIMITS, randomSeed: () => 1 };
  const result = settle({ ...offer, order: { prompt: 'a cat', ...order } });
  if (!result.ok) throw new Error(inEnglish(result.problems).join());
  return drawIn(result.settled);
}

describe('what the operator says of a model', () => {
  const said = { sampler: 'euler', karras: false, steps: 33, guidance: 3.5, clipSkip: 2 };

  it('counts where neither member nor style says anything', () => {
    expect(specFor(said)).toMatchObject(said);
    expect(specFor(said, { steps: 5, guidance: 9 })).toMatchObject({ ...said, steps: 5, guidance: 9 });
    expect(specFor(said, { style: 'wide' })).toMatchObject({ steps: 30, guidance: 5 });
  });

  it('is nothing where it is left out or zero', () => {
    const silent = { sampler: '', karras: false, steps: 0, guidance: 0, clipSkip: 0 };
    expect(specFor(silent)).toEqual(specFor(null));
  });
});

describe('what only some can do', () => {
  const samplers = SAMPLERS.map((one) => (one.name === 'lcm' ? { ...one, stepsMax: 50 } : one));
  const words = ['house', 'boat', 'castle', 'tree', 'red'];
  const models = [{ ...REAL, words }];
  const offer = { presets: [], defaultStyle: null, models, samplers, limits: LIMITS, randomSeed: () => 1 };
  function drawn(order: Order) {
    const result = settle({ ...offer, order });
    if (!result.ok) throw new Error(inEnglish(result.problems).join());
    return { steps: drawIn(result.settled).steps, notices: inEnglish(result.settled.notices) };
  }

  it('steps are lowered to what the sampler takes, from an option and from a flag, and said', () => {
    const notice = 'Steps lowered to 50, the most that the sampler lcm takes; 9999 was asked for';
    expect(drawn({ prompt: 'a red house --sampler lcm --steps 9999' })).toEqual({ steps: 50, notices: [notice] });
    expect(drawn({ prompt: 'a red house --sampler lcm', steps: 9999 })).toEqual({ steps: 50, notices: [notice] });
    expect(drawn({ prompt: 'a red house --sampler lcm', steps: 50 }).notices).toEqual([]);
    expect(drawn({ prompt: 'a red house --sampler ddim', steps: 9999 }).steps).toBe(150);
  });

  it('words that the model does not know are told with the picture', () => {
    expect(drawn({ prompt: 'a red woman', negative: 'a cat', guidance: 5 }).notices).toEqual([
      'The model dreamlike does not know “woman” and “cat”; it knows house, boat, castle, tree …',
    ]);
    expect(drawn({ prompt: 'a red house' }).notices).toEqual([]);
  });
});
