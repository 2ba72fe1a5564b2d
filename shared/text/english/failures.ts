import type { Sentences } from '#shared/text/message.ts';

/** What either side may have to say whatever it was doing. */
export const FAILURES = {
  'failure.cancelled': 'Cancelled',
  'failure.internal': 'Something went wrong on our side. It has been logged',
  'rpc.no-answer': 'The renderer did not answer in time',
} as const satisfies Sentences;
