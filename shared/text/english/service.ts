import type { Sentences } from '#shared/text/message.ts';

/** A renderer's service: its queue of renders, and who may give it orders. A job's id is the caller's own. */
export const SERVICE = {
  'render.job-id': ({ limit, given }: { limit: number; given: number }) =>
    `Cannot render: job_id must have 1 to ${limit} characters, given ${given}`,
  'render.attempt': ({ given }: { given: number }) => `Cannot render: attempt counts from 1, given ${given}`,
  'render.here-already': ({ attempt, job }: { attempt: number; job: string }) =>
    `Attempt ${attempt} of job ${job} is here already: attach to it`,
  'render.unknown': ({ attempt, job }: { attempt: number; job: string }) =>
    `Attempt ${attempt} of job ${job} is not known here`,
  'render.superseded': ({ attempt, job }: { attempt: number; job: string }) =>
    `Attempt ${attempt} of job ${job} took over`,
  'render.queue-full': ({ limit }: { limit: number }) =>
    `Cannot queue render: at most ${limit} wait here, given one more`,
  'render.cancelled': 'The render was cancelled',
  'render.unread': ({ ms }: { ms: number }) => `Nobody has read this render for ${ms} ms`,
  'renderer.stopping': 'The renderer is stopping',
  'renderer.epoch': ({ least, given }: { least: number; given: number }) =>
    `Cannot take orders: another dispatcher took over (epoch at least ${least}, given ${given})`,
  'renderer.listen': ({ address, problem }: { address: string; problem: string }) =>
    `Cannot listen on ${address}: ${problem}`,
} as const satisfies Sentences;
