import { describe, expect, it } from 'vitest';
import { offeredAnimators, validAnimate } from '#renderer/admission/valid-animate.ts';
import type { AnimateTask } from '#shared/contract/tasks.ts';
import { tinyPng } from '#test/fakes/tiny-png.ts';
import { someOffer } from '#test/renderer/admission/some-request.ts';

const animators = [{ name: 'svd', path: '/models/animators/svd', frames: 14, factor: 8, licence: null }];
const offer = { ...someOffer, models: { ...someOffer.models, animators } };

function ask(change: Partial<AnimateTask> = {}) {
  const task: AnimateTask = {
    ...{
      model: '',
      image: tinyPng({ width: 64, height: 48, seed: 1 }),
      prompt: null,
      negative: null,
      width: 0,
      height: 0,
      frames: 0,
    },
    ...{ framesPerSecond: 0, steps: 0, guidance: 0, seed: 7, motion: 0, previews: null },
    ...change,
  };
  return validAnimate(task, offer);
}

describe('a request to animate', () => {
  it('is made as the makers of the model do where nothing is said', () => {
    expect(ask()).toMatchObject({
      ...{ animator: { name: 'svd' }, width: 1024, height: 576, frames: 14, framesPerSecond: 7, steps: 25 },
      ...{ guidance: { first: 1, last: 3 }, motion: 127, imageNoise: 0.02, seed: 7 },
    });
    expect(ask({ motion: 1, imageNoise: { value: 0 } })).toMatchObject({ motion: 255, imageNoise: 0 });
    expect(offeredAnimators(offer.models)).toMatchObject([{ name: 'svd', frames: 14, defaultWidth: 1024 }]);
  });

  const words = { chunks: [{ spans: [{ text: 'a cat', weight: 1 }] }] };
  it.each<[Partial<AnimateTask>, string]>([
    [{ model: 'other' }, 'Cannot find "other" to animate pictures: here are svd'],
    [{ image: new Uint8Array() }, 'Cannot animate: a picture must be given, which is the first frame'],
    [{ prompt: words }, 'Cannot animate by words'],
    [{ width: 100, height: 64 }, 'multiple of 8, given 100'],
    [{ frames: 15 }, 'given 15'],
    [{ framesPerSecond: 61 }, 'given 61'],
    [{ image: new Uint8Array([1, 2, 3]) }, 'must be'],
  ])('is refused by one sentence: %j', (change, sentence) => {
    expect(() => ask(change)).toThrow(sentence);
  });
});
