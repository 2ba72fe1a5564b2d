import type { SettledOrder } from '#bot/domain/job.ts';
import type { TaskOf } from '#bot/domain/task.ts';
import type { NewJob } from '#bot/ports/ledger.ts';
import type { Timings } from '#shared/contract/messages.ts';

/** Timings of nothing in particular. */
export const TIMINGS: Timings = {
  queuedMs: 1,
  loadMs: 2,
  encodeMs: 3,
  denoiseMs: 4,
  decodeMs: 5,
  totalMs: 15,
  unetCalls: 4,
};

/** An order for one small picture with everything settled. */
export function settledOrder(change: Partial<TaskOf<'draw'>> = {}): SettledOrder & { readonly task: TaskOf<'draw'> } {
  return {
    order: { prompt: 'a lighthouse 灯台 "at" night' },
    style: null,
    notices: [{ key: 'range.steps-lowered', values: { max: 50, given: 500 } }],
    task: {
      kind: 'draw',
      model: 'tiny',
      prompt: { chunks: [{ spans: [{ text: 'a lighthouse', weight: 1.25 }] }] },
      negative: { chunks: [] },
      adapters: [],
      sampler: 'lcm',
      karras: false,
      steps: 4,
      guidance: 1,
      width: 64,
      height: 64,
      seed: 7,
      count: 1,
      clipSkip: 0,
      previews: { everySteps: 1, maxSide: 256 },
      parametersPrompt: 'a lighthouse',
      parametersNegative: '',
      ...change,
    },
  };
}

/** What a job of that kind draws. */
export function drawIn({ task }: SettledOrder): TaskOf<'draw'> {
  if (task.kind !== 'draw') throw new Error(`nothing is drawn: the task is to ${task.kind}`);
  return task;
}

/** A job that nobody has accepted yet. */
export function newJob(id: string, change: Partial<NewJob> = {}): NewJob {
  return {
    id,
    requestKey: `request-${id}`,
    place: { platform: 'discord', serverId: '419390618209353730', channelId: '419390618209353731' },
    ownerId: '80351110224678912',
    ownerName: 'Nelly',
    parentId: null,
    settled: settledOrder(),
    createdAt: 1_700_000_000_000,
    ...change,
  };
}
