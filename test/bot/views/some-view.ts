import { IDLE, type Job, type JobState, type JobView, type Progress, type SettledOrder } from '#bot/domain/job.ts';
import type { TaskOf } from '#bot/domain/task.ts';
import type { Timings } from '#shared/contract/messages.ts';

/** Jobs for tests of what is shown. */
export const TIMINGS: Timings = {
  queuedMs: 10,
  loadMs: 0,
  encodeMs: 5,
  denoiseMs: 100,
  decodeMs: 20,
  totalMs: 140,
  unetCalls: 4,
};

const DRAW: TaskOf<'draw'> = {
  kind: 'draw',
  model: 'demo',
  prompt: { chunks: [] },
  negative: { chunks: [] },
  adapters: [],
  sampler: 'lcm',
  karras: false,
  steps: 4,
  guidance: 1,
  width: 512,
  height: 512,
  seed: 7,
  count: 1,
  clipSkip: 0,
  previews: { everySteps: 1, maxSide: 512 },
  parametersPrompt: 'a red house',
  parametersNegative: '',
};

/** A view of a job of Ada's, with what a test says. */
export function someView({
  job = {},
  settled = {},
  spec = {},
  progress = {},
  state = { kind: 'queued' },
}: {
  readonly job?: Partial<Job>;
  readonly settled?: Partial<SettledOrder>;
  readonly spec?: Partial<TaskOf<'draw'>>;
  readonly progress?: Partial<Progress>;
  readonly state?: JobState;
} = {}): JobView {
  return {
    job: {
      id: 'job',
      place: { platform: 'discord', serverId: 'server', channelId: 'channel' },
      ownerId: 'ada',
      ownerName: 'Ada',
      parentId: null,
      settled: {
        order: { prompt: 'a red house' },
        style: 'storybook',
        notices: [],
        task: { ...DRAW, ...spec },
        ...settled,
      },
      state,
      attempts: 0,
      panel: null,
      delivered: false,
      createdAt: 0,
      finishedAt: null,
      ...job,
    },
    progress: { ...IDLE, ...progress },
  };
}
