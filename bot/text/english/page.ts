import type { Sentences } from '#shared/text/message.ts';

/** Labels and sentences of the studio's page. */
export const PAGE = {
  'page.failed': 'failed',
} as const satisfies Sentences;
