import { expect, it } from 'vitest';
import { besideOf, draftControls } from '#bot/studio/page/app/beside-pictures.ts';

it('an order in guess mode is asked for again with its word, and its draft has it ticked', () => {
  const image = { sha256: 'a'.repeat(64), mime: 'image/png', bytes: 1 };
  const again = { 'control-image': { sha256: image.sha256 }, 'control-image-2': { sha256: image.sha256 } };
  const order = {
    prompt: 'x',
    control: [
      { image, network: 'canny', weight: 0.8 },
      { image, network: 'depth' },
    ],
  };
  expect(besideOf(order)).toEqual({ ...again, control: 'canny:0.8, depth' });
  expect(besideOf({ ...order, controlGuess: true })).toEqual({ ...again, control: 'canny:0.8, depth, guess' });
  expect(draftControls({ ...order, controlGuess: true }).map(({ guess }) => guess)).toEqual([true, false]);
});
