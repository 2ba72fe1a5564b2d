import { describe, expect, it } from 'vitest';
import { ALL_TARGETS, ATTENTION_TARGETS } from '#renderer/engine/training/trained-lora.ts';
import { PLAIN_HABITS, usualLora } from '#renderer/engine/training/usual-lora.ts';
import type { WeightEntry } from '#renderer/engine/weights/weight-map.ts';
import { checkpoint } from '#test/renderer/engine/training/brief-training.ts';

/** A UNet of weights of these shapes, which nobody reads. */
function unetOf(...shapes: readonly (readonly number[])[]) {
  const entry = (shape: readonly number[]): WeightEntry => ({ file: '', offset: 0, bytes: 0, dtype: 'F16', shape });
  return { unet: { config: {}, weights: new Map(shapes.map((shape, i) => [`${i}.weight`, entry(shape)])) } };
}

describe('how a LoRA is trained where nothing is said of it', () => {
  const small = usualLora(checkpoint);

  it.each([
    ['large from 2^24 weights on', [[4096, 4096]], PLAIN_HABITS],
    ['large where many weights come to as much', Array.from({ length: 4 }, () => [1024, 4096]), PLAIN_HABITS],
    ['small below', [[4096, 4095]], small],
  ])('is decided by the size of its UNet: %s', (_, shapes, wanted) => {
    expect(usualLora(unetOf(...shapes))).toEqual(wanted);
  });

  it('is as most programs do in large ones; in small ones convolutions are trained too, and what it says of others is kept', () => {
    expect(PLAIN_HABITS).toMatchObject({ targets: ATTENTION_TARGETS, schedule: { kind: 'constant' }, priorWeight: 1 });
    expect(small).toMatchObject({ targets: ALL_TARGETS, schedule: { kind: 'cosine' }, weighting: { kind: 'min-snr' } });
    expect([PLAIN_HABITS.priorTarget, small.priorTarget]).toEqual([undefined, 'prediction']);
  });
});
