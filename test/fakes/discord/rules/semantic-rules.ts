import { commandNames, commandOptions } from '#test/fakes/discord/rules/command-rules.ts';
import {
  buttonsActOnce,
  buttonsSaySomething,
  groupCounts,
  modalSize,
  rowCount,
  uniqueIds,
  v2Types,
} from '#test/fakes/discord/rules/component-rules.ts';
import {
  contentLength,
  deferFlags,
  embedTextLength,
  fileSizes,
  filesAreShown,
  filesMatch,
  listedFilesExist,
  nonceLength,
  notEmpty,
  nothingBesideV2,
  pingsNobody,
} from '#test/fakes/discord/rules/message-rules.ts';
import type { Check, Subject } from '#test/fakes/discord/rules/subject.ts';
import { realEmoji, wholeCharacters } from '#test/fakes/discord/rules/text-rules.ts';

/**
 * A rule that Discord (or this house) has and its OpenAPI description has not. Number 15, unknown keys, needs the
 * description and lives in openapi.ts.
 */
export interface SemanticRule {
  readonly number: number;
  /**
   * reject: Discord answers 400 and it is a bug of the bot. report: Discord accepts it, it is a bug all the same.
   * refuse: Discord answers with an error that a bot may run into and has to live with.
   */
  readonly outcome: 'reject' | 'report' | 'refuse';
  readonly check: Check;
}

/** All rules, in the order of their numbers. */
export const SEMANTIC_RULES: readonly SemanticRule[] = [
  { number: 1, outcome: 'reject', check: contentLength },
  { number: 2, outcome: 'reject', check: embedTextLength },
  { number: 3, outcome: 'reject', check: rowCount },
  { number: 4, outcome: 'reject', check: uniqueIds },
  { number: 5, outcome: 'reject', check: buttonsSaySomething },
  { number: 6, outcome: 'reject', check: buttonsActOnce },
  { number: 7, outcome: 'reject', check: nothingBesideV2 },
  { number: 8, outcome: 'reject', check: v2Types },
  { number: 9, outcome: 'report', check: filesAreShown },
  { number: 10, outcome: 'reject', check: notEmpty },
  { number: 11, outcome: 'reject', check: deferFlags },
  { number: 12, outcome: 'reject', check: modalSize },
  { number: 13, outcome: 'reject', check: commandNames },
  { number: 14, outcome: 'reject', check: commandOptions },
  { number: 16, outcome: 'reject', check: nonceLength },
  { number: 17, outcome: 'reject', check: filesMatch },
  { number: 18, outcome: 'reject', check: listedFilesExist },
  { number: 19, outcome: 'refuse', check: fileSizes },
  { number: 20, outcome: 'report', check: pingsNobody },
  { number: 21, outcome: 'reject', check: wholeCharacters },
  { number: 22, outcome: 'reject', check: realEmoji },
  { number: 23, outcome: 'reject', check: groupCounts },
];

/** A rule that a body broke. */
export interface Finding {
  readonly rule: number;
  readonly outcome: SemanticRule['outcome'];
  readonly message: string;
}

/** Everything the rules have to say about a body. */
export function judge(subject: Subject): readonly Finding[] {
  return SEMANTIC_RULES.flatMap(({ number, outcome, check }) =>
    check(subject).map((message) => ({ rule: number, outcome, message })),
  );
}
