import { FAKE_DESCRIPTION } from '#test/fakes/fake-description.ts';
import type { FakeEvent } from '#test/fakes/fake-renders.ts';
import { piecesOf } from '#test/fakes/pieces.ts';
import type { FakeRendererOptions } from '#test/fakes/renderer.ts';
import { tinyPng } from '#test/fakes/tiny-png.ts';

/** The mask that comes of every question: light all over, so that everything is meant. */
export const FOUND_MASK = tinyPng({ width: 20, height: 10, seed: 3 });

const texts = [
  { text: 'a lighthouse (old) by the sea', score: 0.6, kind: 'caption' },
  { text: 'a white tower on a rock', score: 0.5, kind: 'caption' },
  { text: 'lighthouse', score: 0.9, kind: 'tag' },
  { text: 'no_humans', score: 0.8, kind: 'tag' },
].map((text, index): FakeEvent => ({ event: 'text', text: { index, ...text } }));

const masks = piecesOf(FOUND_MASK).map(
  (piece): FakeEvent => ({
    event: 'mask',
    mask: { index: 0, label: '', score: 0.9, ...piece, width: 20, height: 10 },
  }),
);

/** Two things, of which the first is what words meant, as a captioner finds it. */
const likely = [0.8, 0.2].flatMap((score, index) =>
  piecesOf(FOUND_MASK).map((piece): FakeEvent => {
    const label = index === 0 ? 'the hat' : '2';
    return { event: 'mask', mask: { index, label, score, ...piece, width: 20, height: 10 } };
  }),
);

/** A fake renderer that finds things by words, too. */
export const READING: FakeRendererOptions = {
  description: {
    ...FAKE_DESCRIPTION,
    tasks: ['draw', 'describe', 'segment'],
    segmenters: [{ name: 'sam', kind: 'masks', licence: '', words: true }],
  },
  results: ({ task }) => (task === 'segment' ? likely : []),
};

/** A fake renderer that draws, says what is in pictures, and finds things in them. */
export const SEEING: FakeRendererOptions = {
  description: { ...FAKE_DESCRIPTION, tasks: ['draw', 'describe', 'segment'] },
  results: ({ task }) => (task === 'describe' ? texts : task === 'segment' ? masks : []),
};
