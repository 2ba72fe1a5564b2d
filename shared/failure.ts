import { type Message, plainMessage } from '#shared/text/message.ts';

/** What kind of thing went wrong; decides retry, gRPC status and tone, never the wording. */
export type FailureCode =
  | 'invalid' // the asker must change something
  | 'denied' // the asker may not do this
  | 'not-found'
  | 'already-exists'
  | 'exhausted' // a bound is reached; later or elsewhere it may work
  | 'unsupported' // not here, ever; elsewhere it may work
  | 'superseded' // somebody newer took over
  | 'unavailable' // the other side died or is stopping; another attempt may work
  | 'cancelled'
  | 'internal';

export interface FailureOptions {
  readonly cause?: unknown;
  /** What a reader's language is made from; the English sentence as it is when left out. */
  readonly said?: Message;
}

/**
 * The one error class. `said` is a sentence a member or operator can act on ("Cannot <act> <thing>: <limit>, given
 * <value>"), to be put into the reader's language; `message` is the same in English, for logs and foreign clients.
 * `cause` is for the log only. Never put a secret or a stack in either sentence.
 */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly code: FailureCode;
  readonly said: Message;

  constructor(code: FailureCode, message: string, { cause, said }: FailureOptions = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.said = said ?? plainMessage(message);
  }

  /** Folds anything thrown into a Failure: aborts become `cancelled`, the unknown becomes one calm `internal` sentence. */
  static from(thrown: unknown): Failure {
    if (thrown instanceof Failure) return thrown;
    if (thrown instanceof Error && thrown.name === 'AbortError') {
      if (thrown.cause instanceof Failure) return thrown.cause;
      return new Failure('cancelled', 'Cancelled', { cause: thrown, said: { key: 'failure.cancelled', values: {} } });
    }
    return new Failure('internal', 'Something went wrong on our side. It has been logged', {
      cause: thrown,
      said: { key: 'failure.internal', values: {} },
    });
  }
}
