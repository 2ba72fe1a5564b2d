import { expect, it } from 'vitest';
import { besideOf, draftControls, draftLikes } from '#bot/studio/page/app/beside-pictures.ts';

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

it('pictures that an order is like keep where they act and what is taken of them, in its draft and when it is asked for again', () => {
  const image = { sha256: 'b'.repeat(64), mime: 'image/png', bytes: 1 };
  const mask = { image: { ...image, sha256: 'c'.repeat(64) }, width: 3, height: 2 };
  const like = [
    { image, scope: 'layout', area: 'left', strength: 0.8 } as const,
    { image, scope: 'style', mask } as const,
  ];
  expect(besideOf({ prompt: 'x', like })).toEqual({
    'image-prompt': { sha256: image.sha256 },
    'image-prompt-area': 'left',
    'image-prompt-take': 'layout',
    'style-image': { sha256: image.sha256 },
    'style-image-mask': { sha256: mask.image.sha256 },
    'like-strength': 0.8,
  });
  expect(draftLikes({ prompt: 'x', like: like.slice(1) })).toMatchObject({ whole: null, take: null, styleArea: null });
});
