import { COMMANDS } from '#bot/text/english/commands.ts';
import { JOBS } from '#bot/text/english/jobs.ts';
import { STORAGE } from '#bot/text/english/storage.ts';
import { STYLES } from '#bot/text/english/styles.ts';
import { SHARED_ENGLISH } from '#shared/text/english.ts';
import type { Sentences } from '#shared/text/message.ts';

/** Every sentence that a member or operator can read, in English, one file a room. Other languages have the same keys. */
export const ENGLISH = { ...SHARED_ENGLISH, ...COMMANDS, ...JOBS, ...STORAGE, ...STYLES } as const satisfies Sentences;
