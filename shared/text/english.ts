import { FAILURES } from '#shared/text/english/failures.ts';
import { createWriter, type Sentences } from '#shared/text/message.ts';

/**
 * Every sentence that a renderer or the shared code can say, in English, one file a room. They stand here because the
 * bot puts what a renderer said into its reader's language, and neither imports the other.
 */
export const SHARED_ENGLISH = { ...FAILURES } as const satisfies Sentences;

/** Words those messages in English. */
export const sharedEnglish = createWriter(SHARED_ENGLISH, 'en');
