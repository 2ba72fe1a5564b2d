import { ENGLISH } from '#bot/text/english.ts';
import { writerOf } from '#bot/text/languages.ts';
import { Failure, type FailureCode } from '#shared/failure.ts';
import { failureMaker } from '#shared/text/failure.ts';
import { type Message, messageMaker } from '#shared/text/message.ts';

/** A sentence of the catalogs, to be put into its reader's language where it is shown. */
export const say = messageMaker<typeof ENGLISH>();

/** A Failure whose sentence is one of the catalogs. */
export const failure = failureMaker(ENGLISH, writerOf('en'));

/** A Failure that says several sentences, one a line. */
export function failureOf(code: FailureCode, said: readonly Message[]): Failure {
  const [only, ...more] = said;
  const english = writerOf('en');
  const lines = said.map((message) => english.say(message)).join('\n');
  return new Failure(code, lines, only && more.length === 0 ? { said: only } : {});
}
