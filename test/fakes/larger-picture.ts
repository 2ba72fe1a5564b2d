import { FAKE_DESCRIPTION } from '#test/fakes/fake-description.ts';
import type { FakeEvent } from '#test/fakes/fake-renders.ts';
import { piecesOf } from '#test/fakes/pieces.ts';
import type { FakeRendererOptions } from '#test/fakes/renderer.ts';
import { tinyPng } from '#test/fakes/tiny-png.ts';

/** What comes of every upscaling. */
export const LARGER_PICTURE = tinyPng({ width: 256, height: 256, seed: 1 });

const events = piecesOf(LARGER_PICTURE).map(
  (piece): FakeEvent => ({
    event: 'picture',
    picture: { index: 0, seed: 0, ...piece, width: 256, height: 256, mime: 'image/png', alpha: false },
  }),
);

/** A fake renderer that draws, and makes control pictures by Canny. */
export const PREPROCESSING: FakeRendererOptions = {
  description: {
    ...FAKE_DESCRIPTION,
    tasks: ['draw', 'preprocess'],
    preprocessors: [{ method: 'canny', model: '', licence: '' }],
  },
  results: ({ task }) => (task === 'preprocess' ? events : []),
};

/** A fake renderer that draws, and makes pictures larger. */
export const UPSCALING: FakeRendererOptions = {
  description: { ...FAKE_DESCRIPTION, tasks: ['draw', 'upscale'] },
  results: ({ task }) => (task === 'upscale' ? events : []),
};

/** A fake renderer that draws, and mends faces under a licence. */
export const RESTORING: FakeRendererOptions = {
  description: {
    ...FAKE_DESCRIPTION,
    tasks: ['draw', 'restore'],
    restorers: [{ name: 'codeformer', kind: 'faces', licence: 'S-Lab-1.0 (non-commercial)' }],
  },
  results: ({ task }) => (task === 'restore' ? events : []),
};
