import { validAnimate } from '#renderer/admission/valid-animate.ts';
import { validDescribe } from '#renderer/admission/valid-describe.ts';
import { validPreprocess } from '#renderer/admission/valid-preprocess.ts';
import { type Admission, validRender } from '#renderer/admission/valid-request.ts';
import { validRestore } from '#renderer/admission/valid-restore.ts';
import { validSegment } from '#renderer/admission/valid-segment.ts';
import { validTrain } from '#renderer/admission/valid-train.ts';
import { validUpscale } from '#renderer/admission/valid-upscale.ts';
import type { ValidTask } from '#renderer/engine/contract/task.ts';
import { TRAINING } from '#shared/contract/bounds.ts';
import type { RenderRequest, TaskKind, TaskMessages } from '#shared/contract/tasks.ts';
import type { SHARED_ENGLISH } from '#shared/text/english.ts';
import { failure } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** What each kind of task is measured against, for every kind that the engine has networks for. */
const TASKS: { readonly [Kind in TaskKind]?: (wish: TaskMessages[Kind], offer: Admission) => ValidTask } = {
  draw: validRender,
  upscale: validUpscale,
  restore: validRestore,
  describe: validDescribe,
  segment: validSegment,
  animate: validAnimate,
  train: validTrain,
  preprocess: validPreprocess,
};

/** How many networks there are for kinds that need one of their own; others can always be done. */
const NETWORKS: { readonly [Kind in TaskKind]?: (models: Admission['models']) => number } = {
  upscale: ({ upscalers }) => upscalers.length,
  restore: ({ restorers }) => restorers.length,
  describe: ({ describers }) => describers.length,
  segment: ({ segmenters }) => segmenters.length,
  animate: ({ animators }) => animators.length,
  train: ({ usable }) => usable.filter(({ family }) => TRAINING.families.includes(family)).length,
};

/** The kinds that this renderer takes, now: those for which a network is here. */
export function admittedTasks({ models }: Pick<Admission, 'models'>): readonly TaskKind[] {
  return (Object.keys(TASKS) as (keyof typeof TASKS)[]).filter((kind) => NETWORKS[kind]?.(models) !== 0);
}

/** A task that holds every limit, with every name resolved. Throws `invalid`, `not-found` or `unsupported`. */
export function validTask(request: RenderRequest, offer: Admission): ValidTask {
  const kind: TaskKind | undefined = request.task; // the wire's oneof may be unset
  if (kind === undefined) throw failure('invalid', 'task.missing');
  return admit(kind, request, offer);
}

function admit<Kind extends TaskKind>(kind: Kind, wishes: Partial<TaskMessages>, offer: Admission): ValidTask {
  const valid = TASKS[kind];
  const wish = wishes[kind];
  if (!valid || !wish || !admittedTasks(offer).includes(kind)) throw unsupported(kind, offer);
  return valid(wish, offer);
}

function unsupported(kind: TaskKind, offer: Admission) {
  return failure('unsupported', 'task.unsupported', { task: named(kind), able: admittedTasks(offer).map(named) });
}

function named(kind: TaskKind): Message {
  const key = `task.${kind}` as const satisfies keyof typeof SHARED_ENGLISH;
  return { key, values: {} };
}
