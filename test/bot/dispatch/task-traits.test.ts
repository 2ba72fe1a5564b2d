import { describe, expect, it } from 'vitest';
import { workOf } from '#bot/dispatch/speed-estimate.ts';
import { effortOf, planOf } from '#bot/dispatch/task-traits.ts';
import type { TaskOf } from '#bot/domain/task.ts';
import { SOME_TASKS } from '#test/fakes/some-tasks.ts';

describe('every kind of task', () => {
  it('is some work, which fairness can count in', () => {
    for (const task of SOME_TASKS) expect(workOf(effortOf(task)), task.kind).toBeGreaterThan(0);
  });
  it('counts what a training draws, of its class and to show how it goes', () => {
    const task = SOME_TASKS.find(({ kind }) => kind === 'train') as TaskOf<'train'>;
    const steps = (change: Partial<TaskOf<'train'>>) => {
      const { steps: all, count } = effortOf({ ...task, ...change });
      return [all, count];
    };
    expect(steps({})).toEqual([500, 1]);
    // A drawing is 12 steps with guidance and what is around them: as much as eight and two thirds steps of training.
    expect(steps({ samples: { prompts: ['a', 'b'], everySteps: 200, seed: 1 } })).toEqual([500 + 8 * (26 / 3), 1]);
    expect(steps({ classPictures: { caption: 'a', count: 30 } })).toEqual([500 + 30 * (13 / 3), 2]);
  });
  it('has a plan of what must come of it', () => {
    const plans = Object.fromEntries(SOME_TASKS.map((task) => [task.kind, planOf(task)]));
    const onePicture = { kind: 'pictures', count: 1, size: null };
    expect(plans).toEqual({
      draw: { kind: 'pictures', count: 1, size: { width: 96, height: 96 } },
      upscale: onePicture,
      restore: onePicture,
      describe: { kind: 'texts', max: 40 },
      segment: { kind: 'masks', max: 3 },
      animate: { kind: 'animation', size: expect.objectContaining({ width: 64, height: 64 }) },
      train: { kind: 'adapter' },
      preprocess: onePicture,
    });
  });
});
