import type { TaskKind, TaskMessages } from '#shared/contract/tasks.ts';

/** A file by its content: the same bytes have the same name, wherever they lie. */
export interface BlobRef {
  /** Lower-case hex. */
  readonly sha256: string;
  readonly bytes: number;
  readonly mime: string;
}

/** A message of the contract before it is sent: a reference where it has bytes, null where those are empty. */
type Referring<Part> = Part extends Uint8Array
  ? BlobRef | null
  : Part extends readonly (infer Item)[]
    ? readonly Referring<Item>[]
    : Part extends object
      ? { readonly [Name in keyof Part]: Referring<Part[Name]> }
      : Part;

type TasksByKind = {
  readonly [Kind in TaskKind]: { readonly kind: Kind } & Referring<TaskMessages[Kind]>;
};

/** What a job asks for: what the contract calls the task of that kind, without the bytes of its files. */
export type Task = TasksByKind[TaskKind];

/** A task of one kind. */
export type TaskOf<Kind extends TaskKind> = TasksByKind[Kind];

/** The files that a task refers to, each once. */
export function blobsIn(task: Task): readonly BlobRef[] {
  const found = new Map<string, BlobRef>();
  const look = (part: unknown) => {
    if (isBlobRef(part)) found.set(part.sha256, part);
    else if (typeof part === 'object' && part !== null) for (const inner of Object.values(part)) look(inner);
  };
  look(task);
  return [...found.values()];
}

/** A share of steps that is meant to be whole is not always, in binary. */
const ROUNDING = 1e-6;

/** The steps that a task is known to take before it has begun; 0 = nobody knows. */
export function stepsOf(task: Task): number {
  if (task.kind === 'draw' && task.stop) return Math.max(1, Math.ceil(task.steps * task.stop - ROUNDING));
  return 'steps' in task ? task.steps : 0;
}

/** Whether some part of a task is such a reference. */
export function isBlobRef(part: unknown): part is BlobRef {
  return typeof part === 'object' && part !== null && 'sha256' in part && 'bytes' in part && 'mime' in part;
}
