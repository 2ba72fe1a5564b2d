import type { Sentences } from '#shared/text/message.ts';

/** About jobs, wherever somebody asks for one. */
export const JOBS = {
  'job.gone': 'This picture is not there any more',
} as const satisfies Sentences;
