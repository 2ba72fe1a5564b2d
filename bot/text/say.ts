import { ENGLISH } from '#bot/text/english.ts';
import { writerOf } from '#bot/text/languages.ts';
import type { Failure, FailureCode } from '#shared/failure.ts';
import { failureMaker, failureSaying } from '#shared/text/failure.ts';
import { linesMessage, type Message, messageMaker } from '#shared/text/message.ts';

/** A sentence of the catalogs, to be put into its reader's language where it is shown. */
export const say = messageMaker<typeof ENGLISH>();

/** A Failure whose sentence is one of the catalogs. */
export const failure = failureMaker(ENGLISH, writerOf('en'));

const failureWith = failureSaying(writerOf('en'));

/** A Failure of messages that are there already, one a line. */
export function failureOf(code: FailureCode, said: readonly Message[]): Failure {
  return failureWith(code, linesMessage(said));
}
