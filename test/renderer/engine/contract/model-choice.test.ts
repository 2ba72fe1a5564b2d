import { expect, it } from 'vitest';
import { actsAnywhere, adapterUse, strengthIn } from '#renderer/engine/contract/model-choice.ts';

const file = { name: 'a', file: '/a', weight: 0.7 };

it('an adapter acts in the text encoders as in the UNet, unless it has a weight of its own there', () => {
  const own = { ...file, textWeight: 0.2 };
  expect([strengthIn('unet', file), strengthIn('text', file)]).toEqual([0.7, 0.7]);
  expect([strengthIn('unet', own), strengthIn('text', own)]).toEqual([0.7, 0.2]);
  expect([adapterUse(file), adapterUse(own)]).toEqual([
    { name: 'a', weight: 0.7 },
    { name: 'a', weight: 0.7, textWeight: { value: 0.2 } },
  ]);
});

it('an adapter acts nowhere only where all its weights are 0', () => {
  const acting = [{ weight: 0 }, { weight: 0, textWeight: 1 }, { weight: 1, textWeight: 0 }].map(actsAnywhere);
  expect(acting).toEqual([false, true, true]);
});
