import type { PAGE as ENGLISH } from '#bot/text/english/page.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of the studio's page. */
export const PAGE: Translation<typeof ENGLISH> = {
  'page.failed': 'fehlgeschlagen',
};
