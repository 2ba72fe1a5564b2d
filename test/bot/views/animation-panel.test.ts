import { describe, expect, it } from 'vitest';
import type { TaskOf } from '#bot/domain/task.ts';
import { panelOf } from '#bot/views/job-panel.ts';
import { asMarkdown } from '#test/bot/text/in-english.ts';
import { someView, TIMINGS } from '#test/bot/views/some-view.ts';
import { SOME_BLOB } from '#test/fakes/some-tasks.ts';

const TASK: TaskOf<'animate'> = {
  ...{ kind: 'animate', model: '', image: SOME_BLOB, prompt: null, negative: null, width: 64, height: 64 },
  ...{ frames: 14, framesPerSecond: 7, steps: 20, guidance: 3, seed: 1, motion: 0.5 },
  previews: { everySteps: 1, maxSide: 256 },
};

function shown(frames: number) {
  const file = { file: 'film.webp', bytes: 1, sha256: null, mime: 'image/webp' };
  const animation = { ...file, seed: 1, width: 64, height: 64, frames, framesPerSecond: (7 * frames) / 14 };
  const state = { kind: 'done', attempt: 1, result: { kind: 'animation', animation }, timings: TIMINGS } as const;
  return asMarkdown(panelOf(someView({ settled: { task: TASK }, state }), { language: 'en', platform: 'discord' }));
}

describe('a picture that was made to move', () => {
  it('has all its frames', () => {
    const { status, notices } = shown(14);
    expect([status, notices]).toEqual(['14 frames animated in 0.14 s', []]);
  });

  it('says how many are left where they would not have fitted into a message', () => {
    const { status, notices } = shown(7);
    expect(status).toBe('7 frames animated in 0.14 s');
    expect(notices).toEqual([
      '7 of 14 frames are in it, at the same speed: with all of them it would not fit into a message',
    ]);
  });
});
