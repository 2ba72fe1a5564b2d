import { describe, expect, it } from 'vitest';
import { blobsIn, stepsOf } from '#bot/domain/task.ts';
import { needsOf } from '#bot/domain/task-needs.ts';
import { SOME_BLOB, SOME_TASKS } from '#test/fakes/some-tasks.ts';

const byKind = Object.fromEntries(SOME_TASKS.map((task) => [task.kind, task]));

describe('a task', () => {
  it('tells the files that it refers to, each once', () => {
    expect(blobsIn(byKind.draw!).map(({ sha256 }) => sha256.slice(0, 2))).toEqual(['ab', 'cd']);
    expect(blobsIn(byKind.train!)).toEqual([SOME_BLOB]);
    expect(blobsIn(byKind.animate!)).toEqual([]);
  });
  it('tells its steps, where it has some', () => {
    expect([byKind.draw!, byKind.train!, byKind.upscale!].map(stepsOf)).toEqual([4, 500, 0]);
  });
  it('needs what renderers list, the same object each time', () => {
    expect(needsOf(byKind.draw!)).toEqual({
      ...{ kind: 'draw', model: 'tiny', adapters: [{ name: 'ink', weight: 0.5 }], sampler: 'lcm' },
      refiner: 'fine',
      controls: ['canny'],
      imageAdapters: ['plus'],
      upscaler: 'x4',
    });
    expect(needsOf(byKind.train!)).toEqual({
      ...{ kind: 'train', model: 'tiny', adapters: [], sampler: null },
      draws: ['train_text', 'precision', 'random_crop'],
    });
    const needed = { model: null, adapters: [], sampler: null, upscaler: 'esrgan', denoises: true };
    expect(needsOf(byKind.upscale!)).toEqual({ kind: 'upscale', ...needed });
    for (const task of SOME_TASKS) expect(needsOf(task)).toBe(needsOf(task));
  });
});
