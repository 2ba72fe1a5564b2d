import type { Sentences } from '#shared/text/message.ts';

/** About jobs, wherever somebody asks for one. */
export const JOBS = {
  'job.gone': 'This picture is not there any more',
  'job.ended': 'This picture cannot be cancelled any more: it has ended',
  'job.open': 'This picture cannot be deleted yet: cancel it first',
  'job.not-yours': ({ owner, act }: { owner: string; act: 'cancel' | 'delete' }) =>
    `Only ${owner} or a moderator can ${act} this picture`,
  'job.stopping': 'The bot is stopping',
} as const satisfies Sentences;
