import { describe, expect, it } from 'vitest';
import type { ModelTraits } from '#renderer/engine/checkpoint/model-traits.ts';
import { sizeConditioningOf } from '#renderer/engine/pipeline/prompt-conditioning.ts';
import { demoRender } from '#test/contract/engine.ts';
import { someFacts } from '#test/renderer/admission/some-request.ts';

const size = { width: 80, height: 64 };

function numbers(sizeConditioning: ModelTraits['sizeConditioning'], change: object = {}) {
  const wish = { original: null, crop: { left: 3, top: 4 }, aesthetic: { prompt: 6, negative: 2.5 }, ...change };
  const found = sizeConditioningOf({ ...someFacts, sizeConditioning }, demoRender({ sizeConditioning: wish }), size);
  return found && { cond: [...found.cond.data], uncond: [...found.uncond.data] };
}

describe('the numbers about a picture', () => {
  it('are none for networks that do not read them', () => expect(numbers('none')).toBeNull());

  it('are original size, crop and target, height before width', () => {
    const row = [64, 80, 4, 3, 64, 80];
    expect(numbers('target-size')).toEqual({ cond: row, uncond: row });
    expect(numbers('target-size', { original: { width: 320, height: 200 } })?.cond).toEqual([200, 320, 4, 3, 64, 80]);
  });

  it('end in a score for a refiner, another one with the negative prompt', () => {
    expect(numbers('aesthetic-score')).toEqual({ cond: [64, 80, 4, 3, 6], uncond: [64, 80, 4, 3, 2.5] });
  });
});
