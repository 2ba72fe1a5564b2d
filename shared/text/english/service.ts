import type { Sentences } from '#shared/text/message.ts';

/** A renderer's service: its queue of renders, and who may give it orders. A job's id is the caller's own. */
export const SERVICE = {
  'request.bytes': ({ limit, given }: { limit: number; given: number }) =>
    `Cannot read the request: it must have at most ${limit} bytes besides its pictures, given ${given}`,
  'request.fields': ({ limit }: { limit: number }) =>
    `Cannot read the request: it must have at most ${limit} fields in all, given more`,
  'request.malformed': 'Cannot read the request: it is no message of the contract',
  'render.job-id': ({ limit, given }: { limit: number; given: number }) =>
    `Cannot render: job_id must have 1 to ${limit} characters, given ${given}`,
  'render.dispatcher': ({ limit, given }: { limit: number; given: number }) =>
    `Cannot render: dispatcher must have at most ${limit} characters, given ${given}`,
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
  'renderer.draining': 'The renderer takes no more renders for now',
  'renderer.epoch': ({ least, given }: { least: number; given: number }) =>
    `Cannot take orders: another dispatcher took over (epoch at least ${least}, given ${given})`,
  'renderer.epoch-far': ({ given }: { given: number }) =>
    `Cannot take orders: the epoch must be at most a day ahead of this renderer's clock, given ${given}`,
  'renderer.secret': 'Cannot take orders: EASEL_RENDERER_SECRET must be the same here and there',
  'renderer.no-auth': ({ address }: { address: string }) =>
    `Cannot listen on ${address} without authentication: set EASEL_RENDERER_SECRET to the same long random text here and at ` +
    'the bot, or EASEL_TLS_CERT, EASEL_TLS_KEY and EASEL_TLS_CA; or listen on unix:/a/path, which needs neither',
  'renderer.no-certificate': 'Cannot listen: with EASEL_TLS_CA a renderer needs EASEL_TLS_CERT and EASEL_TLS_KEY',
  'renderer.socket-taken': ({ path }: { path: string }) =>
    `Cannot listen on unix:${path}: another renderer listens there`,
  'renderer.socket-open': ({ path }: { path: string }) =>
    `Cannot listen on unix:${path}: its file system does not keep others out (mode 0600)`,
  'renderer.listen': ({ address, problem }: { address: string; problem: string }) =>
    `Cannot listen on ${address}: ${problem}`,
} as const satisfies Sentences;
