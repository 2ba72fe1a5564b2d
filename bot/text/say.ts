import { ENGLISH } from '#bot/text/english.ts';
import { writerOf } from '#bot/text/languages.ts';
import { failureMaker } from '#shared/text/failure.ts';
import { messageMaker } from '#shared/text/message.ts';

/** A sentence of the catalogs, to be put into its reader's language where it is shown. */
export const say = messageMaker<typeof ENGLISH>();

/** A Failure whose sentence is one of the catalogs. */
export const failure = failureMaker(ENGLISH, writerOf('en'));
