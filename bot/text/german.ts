import type { ENGLISH } from '#bot/text/english.ts';
import { COMMANDS } from '#bot/text/german/commands.ts';
import { JOBS } from '#bot/text/german/jobs.ts';
import { SHARED } from '#bot/text/german/shared.ts';
import { STORAGE } from '#bot/text/german/storage.ts';
import { STYLES } from '#bot/text/german/styles.ts';
import type { Translation } from '#shared/text/message.ts';

/** Every sentence in German; a key that is missing or superfluous does not compile. */
export const GERMAN: Translation<typeof ENGLISH> = { ...SHARED, ...COMMANDS, ...JOBS, ...STORAGE, ...STYLES };
