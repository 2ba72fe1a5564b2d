import { describe, expect, it } from 'vitest';
import type { ModelTraits } from '#renderer/engine/checkpoint/model-traits.ts';
import { timeIdsOf } from '#renderer/engine/pipeline/prompt-conditioning.ts';
import { demoRender } from '#test/contract/engine.ts';
import { someFacts } from '#test/renderer/admission/some-request.ts';

const size = { width: 80, height: 64 };

function ids(timeIds: ModelTraits['timeIds'], change: object = {}) {
  const told = { original: null, crop: { left: 3, top: 4 }, aesthetic: { prompt: 6, negative: 2.5 }, ...change };
  const found = timeIdsOf({ ...someFacts, timeIds }, demoRender({ sizeConditioning: told }), size);
  return found && { cond: [...found.cond.data], uncond: [...found.uncond.data] };
}

describe('the numbers about a picture', () => {
  it('are none for networks that do not listen', () => expect(ids(0)).toBeNull());

  it('are original size, crop and target, height before width', () => {
    const told = [64, 80, 4, 3, 64, 80];
    expect(ids(6)).toEqual({ cond: told, uncond: told });
    expect(ids(6, { original: { width: 320, height: 200 } })?.cond).toEqual([200, 320, 4, 3, 64, 80]);
  });

  it('end in a score for a refiner, another one with the negative prompt', () => {
    expect(ids(5)).toEqual({ cond: [64, 80, 4, 3, 6], uncond: [64, 80, 4, 3, 2.5] });
  });
});
