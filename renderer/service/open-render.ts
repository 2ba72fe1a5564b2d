import type { ValidTask } from '#renderer/engine/contract/task.ts';
import { createTrainingSteer, type SteeredTraining } from '#renderer/engine/contract/training-steer.ts';
import type { RenderRecord } from '#renderer/service/render-record.ts';
import { type RenderTrace, type TraceParts, traceRender } from '#renderer/service/render-trace.ts';
import type { Timeout } from '#shared/async/timer.ts';

/** The name of a render: one attempt of one job of a dispatcher. */
export interface RenderName {
  readonly jobId: string;
  readonly attempt: number;
  /** Whoever asked for it: jobs of others are others, whatever they are called. Left out = the one without a name. */
  readonly dispatcher?: string;
}

/** Whether two are attempts of one job. */
export function isSameJob(one: Omit<RenderName, 'attempt'>, other: Omit<RenderName, 'attempt'>): boolean {
  return one.jobId === other.jobId && (one.dispatcher ?? '') === (other.dispatcher ?? '');
}

/** A render from its acceptance until its result is forgotten. */
export interface OpenRender {
  readonly name: RenderName;
  readonly task: ValidTask;
  readonly record: RenderRecord;
  readonly abort: AbortController;
  readonly training: SteeredTraining;
  readonly acceptedAt: number;
  readonly trace: RenderTrace;
  position: number;
  /** How often one that came later was let in before it. */
  passed: number;
  /** Ends the wait for a reader, or the time for which a result is kept. */
  timer: Timeout | null;
}

/** One that was accepted just now. */
export function openRender(about: Pick<OpenRender, 'name' | 'task' | 'record'>, parts: TraceParts): OpenRender {
  const { task } = about;
  const acceptedAt = parts.clock.now();
  return {
    ...about,
    abort: new AbortController(),
    training: createTrainingSteer(task.kind === 'train' && task.isPaused),
    acceptedAt,
    trace: traceRender({ kind: task.kind, acceptedAt }, parts),
    position: 0,
    passed: 0,
    timer: null,
  };
}

/** Whether it takes hours, and gives way to everything else. */
export function isTraining({ task }: Pick<OpenRender, 'task'>): boolean {
  return task.kind === 'train';
}
