import type { CardAnswer, RunContext } from '#bot/commands/command.ts';
import type { JobView } from '#bot/domain/job.ts';
import type { RefusedOrder } from '#bot/ports/drafts.ts';
import type { GivenPicture } from '#bot/ports/picture-intake.ts';
import type { Message } from '#shared/text/message.ts';

/** A message that somebody chose something for in its menu. */
export interface TargetMessage {
  /** The job that it shows; null when it is no panel of ours. */
  readonly view: JobView | null;
  /** Files in it that may be pictures, in order. */
  readonly files: readonly GivenPicture[];
}

/** What a command of a message's menu answers: a job, a card, a sentence, or values of /imagine that a form asks the rest of. */
export interface MessageAnswers {
  readonly panel: JobView;
  readonly card: CardAnswer;
  readonly sentence: Message;
  readonly form: Omit<RefusedOrder, 'memberId' | 'call'>;
}

interface MessageAnswering<Kind extends keyof MessageAnswers> {
  /** Its entry in the menu, at most 32 characters in each language. */
  readonly called: Message;
  /** The slash command that comes to the same: who may not use that may not do this either. */
  readonly sameAs?: string;
  readonly answers: Kind;
  /** See Declaration. */
  readonly takesLong?: true;
  /** Throws Failure with a sentence for the member. */
  run(target: TargetMessage, context: RunContext): Promise<MessageAnswers[Kind]>;
}

/** A command in the menu of a message; only Discord has such menus. */
export type MessageCommand = { readonly [Kind in keyof MessageAnswers]: MessageAnswering<Kind> }[keyof MessageAnswers];
