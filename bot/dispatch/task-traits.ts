import { type Effort, STEPS_AROUND, TRAINING_STEP, trainingOf } from '#bot/dispatch/speed-estimate.ts';
import { stepsOf, type Task, type TaskOf } from '#bot/domain/task.ts';
import { TRAINING } from '#shared/contract/bounds.ts';
import { hiresSize } from '#shared/contract/hires-size.ts';
import type { TaskKind } from '#shared/contract/tasks.ts';

/** What must come of a task before it counts as done. Sizes null = as the renderer states. */
export type ResultPlan =
  | { readonly kind: 'pictures'; readonly count: number; readonly size: PictureSides | null }
  | { readonly kind: 'texts'; readonly max: number }
  | { readonly kind: 'masks'; readonly max: number }
  | { readonly kind: 'animation'; readonly size: PictureSides }
  | { readonly kind: 'adapter' };

/** Pixels. */
export interface PictureSides {
  readonly width: number;
  readonly height: number;
}

/** What dispatch must know of a task. */
interface TaskTraits {
  readonly effort: Effort;
  readonly gives: ResultPlan;
}

/** A picture that a network of its own goes over once, of a size that nobody knows before. */
const onePass = (model: string): Effort => ({ model, steps: 1, guidance: 0, width: 1024, height: 1024, count: 1 });

const ONE_PICTURE: ResultPlan = { kind: 'pictures', count: 1, size: null };

/** What bounds a description where the task leaves it to the renderer. */
const TEXTS_MAX = 1_000;
const MASKS_MAX = 16;

const TRAITS: { readonly [Kind in TaskKind]: (task: TaskOf<Kind>) => TaskTraits } = {
  draw: (task) => ({
    effort: task.stop ? { ...task, steps: stepsOf(task) } : task,
    gives: { kind: 'pictures', count: task.count, size: task.hires ? hiresSize(task, task.hires.scale) : task },
  }),
  upscale: ({ model }) => ({ effort: onePass(model), gives: ONE_PICTURE }),
  restore: ({ model }) => ({ effort: onePass(model), gives: ONE_PICTURE }),
  describe: ({ model, textsMax }) => ({
    effort: onePass(model),
    // Captions, and as many tags where a renderer has networks for both.
    gives: { kind: 'texts', max: 2 * (textsMax || TEXTS_MAX) },
  }),
  segment: ({ model, masksMax }) => ({
    effort: onePass(model),
    gives: { kind: 'masks', max: masksMax || MASKS_MAX },
  }),
  animate: (task) => ({
    effort: { ...task, count: task.frames },
    gives: { kind: 'animation', size: task },
  }),
  train: (task) => ({ effort: trainingEffort(task), gives: { kind: 'adapter' } }),
  preprocess: ({ method }) => ({ effort: onePass(method), gives: ONE_PICTURE }),
};

/** Its steps, each with as many pictures of the class where there are any, and what is drawn of it, in such steps. */
function trainingEffort({ model, steps, side, batch, classPictures, samples }: TaskOf<'train'>): Effort {
  const count = classPictures ? 2 * batch : batch;
  const looks = samples ? 1 + Math.ceil(steps / samples.everySteps) : 0;
  const pictures = (classPictures?.count ?? 0) + looks * (samples?.prompts.length ?? 0);
  const drawn = (pictures * 2 * (TRAINING.drawing.steps + STEPS_AROUND)) / (TRAINING_STEP * count);
  return { model: trainingOf(model), steps: steps + drawn, guidance: 0, width: side, height: side, count };
}

/** How much there is to do, as speeds are measured in. */
export function effortOf(task: Task): Effort {
  return traitsOf(task.kind, task).effort;
}

/** What must come of it. */
export function planOf(task: Task): ResultPlan {
  return traitsOf(task.kind, task).gives;
}

function traitsOf<Kind extends TaskKind>(kind: Kind, task: Task): TaskTraits {
  return TRAITS[kind](task as TaskOf<Kind>);
}
