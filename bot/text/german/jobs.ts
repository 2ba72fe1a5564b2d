import type { JOBS as ENGLISH } from '#bot/text/english/jobs.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of the sentences about jobs. */
export const JOBS: Translation<typeof ENGLISH> = {
  'job.gone': 'Dieses Bild gibt es nicht mehr',
};
