import type { AnimateTask } from '#shared/contract/tasks.ts';
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

/** A fake renderer that draws, and makes pictures move; what comes of every animation is of the size that was asked for. */
export const ANIMATING: FakeRendererOptions = {
  description: {
    ...FAKE_DESCRIPTION,
    tasks: ['draw', 'animate'],
    animators: [{ name: 'svd', frames: 14, defaultWidth: 128, defaultHeight: 64, licence: '' }],
  },
  results: (request) => (request.task === 'animate' ? filmOf(request.animate) : []),
};

/** The head of an animated WebP, whole as far as its lengths go. */
function filmOf(asked: AnimateTask): FakeEvent[] {
  const { width, height } = asked;
  const file = Buffer.alloc(30);
  file.write('RIFF', 0);
  file.writeUInt32LE(22, 4);
  file.write('WEBPVP8X', 8);
  file.writeUInt32LE(10, 16);
  file[20] = 2;
  file.writeUIntLE(width - 1, 24, 3);
  file.writeUIntLE(height - 1, 27, 3);
  return filmEvents(asked, file);
}

/** This file as what comes of an animation. */
export function filmEvents({ width, height, frames, framesPerSecond, seed }: AnimateTask, file: Buffer): FakeEvent[] {
  const said = { seed, width, height, frames, framesPerSecond, mime: 'image/webp' };
  return piecesOf(file).map((piece): FakeEvent => ({ event: 'animation', animation: { ...said, ...piece } }));
}
